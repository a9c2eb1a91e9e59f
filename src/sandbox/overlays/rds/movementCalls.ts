import type { AwsReply } from "../../call.ts";
import type { RefusedCall } from "../../overlay.ts";
import { errorReply, type Form, flag } from "../../wire/index.ts";
import {
  clusterNotFound,
  invalidClusterState,
  invalidGlobalClusterState,
  invalidParameterCombination,
  invalidParameterValue,
} from "./errors.ts";
import { type Desk, isReply, named, shown } from "./globalCalls.ts";
import { type GlobalDatabase, type Movement, memberOf, regionOf, synchronization } from "./globalDatabase.ts";
import { FAILOVER_MS, LAG_MS, SWITCHOVER_MS } from "./timings.ts";

/**
 * FailoverGlobalCluster and SwitchoverGlobalCluster. A failover is called in the region of the secondary
 * that takes over and needs nothing of the old writer's; a switchover is called in the writer's region.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html, read November 2026.
 */
export function moveWriter(desk: Desk): AwsReply {
  const { call, form, world } = desk;
  const contradiction = refuseBothFlags(form);
  if (contradiction !== undefined) return errorReply(call, contradiction);
  const database = named(desk);
  if (isReply(database)) return database;
  const allowDataLoss = call.action === "FailoverGlobalCluster" && flag(form, "AllowDataLoss") === true;
  const kind: Movement["kind"] = allowDataLoss ? "failover" : "switchover";
  const to = target(database, form.get("TargetDbClusterIdentifier") ?? "");
  const refused = refuse(desk, database, kind, to);
  if (refused !== undefined) return errorReply(call, refused);

  const startedAt = world.clock.now();
  const duration = kind === "failover" ? FAILOVER_MS : SWITCHOVER_MS;
  database.movement = {
    kind,
    from: database.writer ?? "",
    to,
    startedAt,
    endsAt: startedAt + duration,
    unreplicatedMs: kind === "failover" ? LAG_MS : 0,
  };
  return shown(desk, database);
}

/** A call is a failover or a switchover, not both. */
export function refuseBothFlags(form: Form): RefusedCall | undefined {
  return flag(form, "AllowDataLoss") === true && flag(form, "Switchover") === true
    ? invalidParameterCombination("AllowDataLoss and Switchover can't be specified together.")
    : undefined;
}

/** ARN of the member meant: named by ARN, or by identifier where no other member has the same. */
function target(database: GlobalDatabase, wanted: string): string {
  if (memberOf(database, wanted) !== undefined) return wanted;
  const same = database.members.filter((member) => member.clusterId === wanted);
  return same.length === 1 && same[0] !== undefined ? same[0].arn : wanted;
}

function refuse(
  { call, world }: Desk,
  database: GlobalDatabase,
  kind: Movement["kind"],
  to: string,
): RefusedCall | undefined {
  const member = memberOf(database, to);
  if (member === undefined) {
    return clusterNotFound(`DB cluster ${to} is not a member of global cluster ${database.identifier}`);
  }
  if (database.movement !== undefined) {
    return invalidGlobalClusterState(
      `Global cluster ${database.identifier} has a ${database.movement.kind} in progress`,
    );
  }
  if (to === database.writer) {
    return invalidClusterState(`${to} is already the primary of global cluster ${database.identifier}`);
  }
  const writerRegion = regionOf(database.writer ?? "");
  const place = kind === "failover" ? member.region : writerRegion;
  if (call.signedRegion !== place) {
    const whose = kind === "failover" ? "the secondary cluster that takes over" : "the primary cluster";
    return invalidParameterValue(
      `A ${kind} of ${database.identifier} is called in the Region of ${whose}, ${place}, not in ${call.signedRegion}`,
    );
  }
  if (kind === "switchover" && world.isLost(writerRegion)) {
    return invalidGlobalClusterState(
      `The primary of ${database.identifier} in ${writerRegion} is not available`,
    );
  }
  if (world.isLost(member.region) || synchronization(member, world) !== "connected") {
    return invalidClusterState(`${to} is not synchronized with the primary cluster`);
  }
  return undefined;
}

import type { AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import {
  errorReply,
  type Form,
  isXml,
  parseXml,
  renderForm,
  textAt,
  walk,
  type XmlElement,
} from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";
import { invalidClusterState } from "./errors.ts";
import type { Desk } from "./globalCalls.ts";
import { CLUSTER_FAILOVER_MS } from "./timings.ts";

/** An instance of an Aurora cluster. */
interface ClusterInstance {
  readonly identifier: string;
  readonly zone: string;
}

/** What writes in a cluster, and what could. The first that was made writes until another is told to. */
interface ClusterRecord {
  readonly instances: ClusterInstance[];
  writer: string | undefined;
  /** Another instance is taking over until then, milliseconds on the sandbox clock. */
  movingUntil: number | undefined;
}

/** A cluster's writer now. */
export interface ClusterWriter extends ClusterInstance {
  /** Nothing writes while another instance takes over. */
  readonly isMoving: boolean;
}

const clustersOf = perSandbox(() => new Map<string, ClusterRecord>());

/** Undefined for a cluster of which no instance was made here. */
export function clusterWriter(world: Pick<World, "clock">, arn: string): ClusterWriter | undefined {
  const cluster = clustersOf(world).get(arn);
  const writer = cluster?.instances.find(({ identifier }) => identifier === cluster.writer);
  return writer && { ...writer, isMoving: isMoving(cluster, world) };
}

/** Status of a cluster while another of its instances takes over; undefined otherwise. */
export function movingStatus(world: Pick<World, "clock">, arn: string): string | undefined {
  return isMoving(clustersOf(world).get(arn), world) ? "failing-over" : undefined;
}

/** Zone of an instance of a cluster: Aurora spreads them over those of the subnet group, the emulator does not. */
export function zoneOfClusterInstance(
  world: Pick<World, "clock">,
  identifier: string,
  region: string,
): string | undefined {
  for (const [arn, { instances }] of clustersOf(world)) {
    if (arn.split(":")[3] !== region) continue;
    const found = instances.find((each) => each.identifier === identifier);
    if (found !== undefined) return found.zone;
  }
  return undefined;
}

function isMoving(cluster: ClusterRecord | undefined, { clock }: Pick<World, "clock">): boolean {
  return cluster?.movingUntil !== undefined && clock.now() < cluster.movingUntil;
}

/** Notes what the emulator has made or deleted. */
export function followClusterInstances({ call, form, world }: Desk, reply: AwsReply): void {
  if (reply.status >= 300 || !isXml(reply)) return;
  const identifier = form.get("DBInstanceIdentifier")?.toLowerCase() ?? "";
  if (call.action === "CreateDBInstance" && form.has("DBClusterIdentifier")) {
    const arn = clusterArn(call, form);
    const shape = [...walk(parseXml(reply.body))].find(({ name }) => name === "DBInstance");
    const cluster = clustersOf(world).get(arn) ?? {
      instances: [],
      writer: undefined,
      movingUntil: undefined,
    };
    clustersOf(world).set(arn, cluster);
    cluster.instances.push({ identifier, zone: nextZone(shape, form, cluster, call.signedRegion) });
    cluster.writer ??= identifier;
  }
  if (call.action === "DeleteDBInstance") {
    for (const [arn, cluster] of clustersOf(world)) {
      const at = cluster.instances.findIndex((each) => each.identifier === identifier);
      if (at < 0 || arn.split(":")[3] !== call.signedRegion) continue;
      cluster.instances.splice(at, 1);
      if (cluster.writer === identifier) cluster.writer = cluster.instances[0]?.identifier;
    }
  }
}

/** The one that is asked for, or else the first zone of the subnet group with the fewest instances. */
function nextZone(
  shape: XmlElement | undefined,
  form: Form,
  { instances }: ClusterRecord,
  region: string,
): string {
  const asked = form.get("AvailabilityZone");
  if (asked !== undefined) return asked;
  const zones = [...(shape === undefined ? [] : walk(shape))].flatMap((node) =>
    node.name === "SubnetAvailabilityZone" ? (textAt(node, "Name") ?? []) : [],
  );
  const held = (zone: string) => instances.filter((each) => each.zone === zone).length;
  const [first] = [...new Set(zones)].sort().toSorted((a, b) => held(a) - held(b));
  return first ?? `${region}a`;
}

/**
 * FailoverDBCluster: an instance that is well takes over, the one that is named or else the first. The others go on
 * reading the same volume, so that nothing is lost.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverDBCluster.html, read November 2026.
 */
export async function failOverCluster({ call, form, world }: Desk): Promise<AwsReply> {
  const arn = clusterArn(call, form);
  const cluster = clustersOf(world).get(arn);
  if (cluster === undefined) return world.forward(call);
  const well = ({ identifier, zone }: ClusterInstance) =>
    identifier !== cluster.writer &&
    !world.parts.instanceIsLost({ region: call.signedRegion, identifier, zone });
  const named = form.get("TargetDBInstanceIdentifier")?.toLowerCase();
  const target = cluster.instances.find(
    (each) => well(each) && (named === undefined || each.identifier === named),
  );
  if (target === undefined)
    return errorReply(
      call,
      invalidClusterState(`DB cluster ${arn} has no other instance that is available.`),
    );
  const body = new Map([...form, ["TargetDBInstanceIdentifier", target.identifier]]);
  const reply = await world.forward({ ...call, body: Buffer.from(renderForm(body)) });
  if (reply.status < 300) {
    cluster.writer = target.identifier;
    cluster.movingUntil = world.clock.now() + CLUSTER_FAILOVER_MS;
  }
  return reply;
}

function clusterArn(call: Desk["call"], form: Form): string {
  const id = (form.get("DBClusterIdentifier") ?? "").toLowerCase();
  return id.startsWith("arn:") ? id : `arn:aws:rds:${call.signedRegion}:${call.account}:cluster:${id}`;
}

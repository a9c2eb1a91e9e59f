import type { AwsReply } from "../../call.ts";
import type { RefusedCall } from "../../overlay.ts";
import { child, errorReply, isXml, parseXml, textAt } from "../../wire/index.ts";
import {
  globalClusterNotFound,
  invalidClusterState,
  invalidGlobalClusterState,
  invalidParameterCombination,
  invalidParameterValue,
} from "./errors.ts";
import type { Desk } from "./globalCalls.ts";
import { type GlobalDatabase, type Member, regionOf } from "./globalDatabase.ts";

/**
 * CreateDBCluster into a global database: the first member is the writer and has the credentials, every
 * other one takes the data and the credentials from it. The seat is taken before the emulator is asked, so
 * that of two that come at the same time only one is the writer.
 */
export async function createMember(desk: Desk): Promise<AwsReply> {
  const { call, form, world, databases } = desk;
  const id = form.get("GlobalClusterIdentifier") ?? "";
  const database = databases.find(call.account, id, world);
  if (database === undefined)
    return errorReply(call, globalClusterNotFound(`Global cluster ${id} not found`));
  const refused = refuse(desk, database);
  if (refused !== undefined) return errorReply(call, refused);

  const clusterId = (form.get("DBClusterIdentifier") ?? "").toLowerCase();
  const member: Member = {
    arn: `arn:aws:rds:${call.signedRegion}:${call.account}:cluster:${clusterId}`,
    region: call.signedRegion,
    clusterId,
    joinedAt: world.clock.now(),
    endpoint: undefined,
    rebuildSince: undefined,
  };
  const first = database.members.length === 0;
  const adopted = { engineVersion: database.engineVersion, masterUsername: database.masterUsername };
  database.members.push(member);
  if (first) {
    database.writer = member.arn;
    database.masterUsername = form.get("MasterUsername");
    database.engineVersion ??= form.get("EngineVersion");
  }
  const reply = await world.forward(call);
  if (reply.status >= 300 || !isXml(reply)) {
    database.members.splice(database.members.indexOf(member), 1);
    if (first) Object.assign(database, { ...adopted, writer: undefined });
    return reply;
  }
  const result = child(parseXml(reply.body), "CreateDBClusterResult");
  member.endpoint = result === undefined ? undefined : textAt(result, "DBCluster", "Endpoint");
  return reply;
}

function refuse({ call, form, world }: Desk, database: GlobalDatabase): RefusedCall | undefined {
  if (database.members.some((member) => member.region === call.signedRegion)) {
    return invalidGlobalClusterState(
      `Global cluster ${database.identifier} already has a DB cluster in ${call.signedRegion}`,
    );
  }
  if (form.get("Engine") !== database.engine) {
    return invalidParameterCombination(
      `Engine ${form.get("Engine")} differs from ${database.engine}, the engine of global cluster ${database.identifier}`,
    );
  }
  if (database.members.length === 0) {
    return form.has("MasterUsername")
      ? undefined
      : invalidParameterValue("The parameter MasterUsername must be provided and must not be blank.");
  }
  if (form.has("MasterUsername") || form.has("MasterUserPassword")) {
    return invalidParameterCombination("Cannot specify user name for cross region replication cluster");
  }
  if (form.has("DatabaseName")) {
    return invalidParameterCombination("Cannot specify database name for cross region replication cluster");
  }
  if (database.writer !== undefined && world.isLost(regionOf(database.writer))) {
    return invalidGlobalClusterState(`The primary of ${database.identifier} is not available`);
  }
  return undefined;
}

/** A member must leave its global database before it can be deleted; undefined when the cluster is free. */
export function refuseMemberDeletion({ call, form, world, databases }: Desk): RefusedCall | undefined {
  const clusterId = (form.get("DBClusterIdentifier") ?? "").toLowerCase();
  const arn = `arn:aws:rds:${call.signedRegion}:${call.account}:cluster:${clusterId}`;
  if (databases.withMember(call.account, arn, world) === undefined) return undefined;
  return invalidClusterState(
    "This cluster is a part of a global cluster, please remove it from globalcluster first",
  );
}

import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { errorReply, parseForm } from "../../wire/index.ts";
import { amend, describeByResourceId } from "./amend.ts";
import { failOverCluster, followClusterInstances } from "./clusterInstances.ts";
import {
  createGlobalCluster,
  type Desk,
  deleteGlobalCluster,
  describeGlobalClusters,
  modifyGlobalCluster,
  removeFromGlobalCluster,
  tagCall,
} from "./globalCalls.ts";
import { globalDatabasesOf } from "./globalDatabase.ts";
import { instanceCall } from "./instanceCalls.ts";
import { type Forgotten, remember } from "./instances.ts";
import { createMember, refuseMemberDeletion } from "./memberCalls.ts";
import { moveWriter } from "./movementCalls.ts";
import { parameterCall, type ResetParameters } from "./parameterGroups.ts";

export { type ClusterWriter, clusterWriter } from "./clusterInstances.ts";
export { databaseInstancesOf, instanceArn } from "./databaseInstances.ts";
export { type Desk, refuseRemoval } from "./globalCalls.ts";
export { type GlobalDatabase, globalDatabasesOf, regionOf } from "./globalDatabase.ts";
export { describeInstance } from "./instanceCalls.ts";
export { type DatabaseInstanceView, databaseInstances } from "./instanceView.ts";
export { refuseBothFlags } from "./movementCalls.ts";
export { LAG_MS as AURORA_LAG_MS, REPLICA_LAG_MS } from "./timings.ts";
export type { GlobalDatabaseView, MemberView } from "./view.ts";
export { globalDatabase, resolveGlobalEndpoint, writerOf } from "./view.ts";

/** Aurora global databases, and the emulator's answers about clusters and instances put right. */
export function rdsOverlay(): Overlay {
  const forgotten: Forgotten = new Map();
  const reset: ResetParameters = new Map();
  return {
    name: "rds-global-databases",
    service: "rds",
    grade: "modelled",
    models:
      "Aurora global databases: membership, one writer, replication lag, failover, switchover, rejoining, the global writer endpoint. Instances of a cluster: their zones, which of them writes, failover within the region. Instances of their own: read replicas in other regions with their lag, promotion, move to the standby, stop and start, resource ids, monitoring settings. Parameters that a user set. Leaves out stored data, write forwarding, upgrades of engine versions and what becomes of a replica whose source is deleted.",
    handle: async (call, world) => {
      const form = parseForm(call.body);
      const desk = { call, form, world, databases: globalDatabasesOf(world) };
      return (await parameterCall(call, form, world, reset)) ?? (await handle(desk, forgotten));
    },
  };
}

async function handle(desk: Desk, forgotten: Forgotten): Promise<AwsReply | undefined> {
  const { call, form, world, databases } = desk;
  const correct = (reply: AwsReply) => amend(call, reply, world, databases, forgotten);
  switch (call.action) {
    case "CreateGlobalCluster":
      return createGlobalCluster(desk);
    case "DescribeGlobalClusters":
      return describeGlobalClusters(desk);
    case "ModifyGlobalCluster":
      return modifyGlobalCluster(desk);
    case "DeleteGlobalCluster":
      return deleteGlobalCluster(desk);
    case "RemoveFromGlobalCluster":
      return removeFromGlobalCluster(desk);
    case "FailoverGlobalCluster":
    case "SwitchoverGlobalCluster":
      return moveWriter(desk);
    case "AddTagsToResource":
    case "RemoveTagsFromResource":
    case "ListTagsForResource":
      return tagCall(desk);
    case "CreateDBCluster": {
      const reply = form.has("GlobalClusterIdentifier")
        ? await createMember(desk)
        : await world.forward(call);
      return correct(kept(call, reply, desk, forgotten));
    }
    case "DeleteDBCluster": {
      const refused = refuseMemberDeletion(desk);
      return refused === undefined ? correct(await world.forward(call)) : errorReply(call, refused);
    }
    case "FailoverDBCluster":
      return correct(await failOverCluster(desk));
    case "DescribeDBInstances":
      return (await describeByResourceId(call, form, world, correct)) ?? correct(await world.forward(call));
    default:
      if (!/DB(Cluster|Instance)|ReadReplica/.test(call.action)) return undefined;
      return correct(await instanceOrPassed(desk, forgotten));
  }
}

async function instanceOrPassed(desk: Desk, forgotten: Forgotten): Promise<AwsReply> {
  const reply = (await instanceCall(desk)) ?? (await desk.world.forward(desk.call));
  followClusterInstances(desk, reply);
  return kept(desk.call, reply, desk, forgotten);
}

/** Remembers the settings of an accepted Create or Modify. */
function kept(call: AwsCall, reply: AwsReply, { form }: Desk, forgotten: Forgotten): AwsReply {
  const match = /^(?:Create|Modify)DB(Cluster|Instance)(?:ReadReplica)?$/.exec(call.action);
  if (reply.status >= 300 || match === null) return reply;
  const type = match[1] === "Cluster" ? "cluster" : "db";
  const id = form.get(match[1] === "Cluster" ? "DBClusterIdentifier" : "DBInstanceIdentifier") ?? "";
  remember(forgotten, `arn:aws:rds:${call.signedRegion}:${call.account}:${type}:${id.toLowerCase()}`, form);
  return reply;
}

import type { AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { parseForm } from "../../wire/index.ts";
import { cachesOf } from "./caches.ts";
import { clusterCall } from "./clusterCalls.ts";
import type { Desk } from "./desk.ts";
import { globalCall } from "./globalCalls.ts";
import { groupCall } from "./groupCalls.ts";
import { parameterGroupCall } from "./parameterGroups.ts";
import { subnetGroupCall } from "./subnetGroups.ts";
import { tagCall } from "./tags.ts";
import { userGroupCall } from "./userGroups.ts";
import { userCall } from "./users.ts";

export { cachesOf } from "./caches.ts";
export { type GlobalGroup, globalGroups, memberIn } from "./globalGroup.ts";
export { refuseGlobalDeletion, refuseMemberDeletion, refusePrimaryLeaving } from "./memberRules.ts";
export { LAG_MS as CACHE_LAG_MS, NODE_LAG_MS, RESYNC_MS as CACHE_RESYNC_MS } from "./timings.ts";
export {
  type GlobalCacheMemberView,
  type GlobalCacheView,
  globalCache,
  globalCacheWith,
  type PrimaryNodeView,
  primaryNode,
} from "./view.ts";

/**
 * ElastiCache, answered wholly: the emulator has no parameter groups, user groups and global datastores, cannot
 * delete subnet groups, and keeps no settings of clusters that a second plan would need.
 */
export function elastiCacheOverlay(): Overlay {
  return {
    name: "elasticache",
    service: "elasticache",
    grade: "modelled",
    models:
      "Redis replication groups without shards, their nodes over zones and a replica that takes over; global datastores with one primary, replication lag, failover and members that fall out of step; Memcached clusters; users, user groups, parameter and subnet groups, tags. Leaves out stored data, shards, serverless caches, snapshots and the engines' own default parameters.",
    handle: (call, world) => {
      const caches = cachesOf(world);
      const form = parseForm(call.body);
      return handle({ call, form, world, caches, here: caches.in(call.account, call.signedRegion) });
    },
  };
}

async function handle(desk: Desk): Promise<AwsReply | undefined> {
  return (
    groupCall(desk) ??
    clusterCall(desk) ??
    globalCall(desk) ??
    userCall(desk) ??
    userGroupCall(desk) ??
    parameterGroupCall(desk) ??
    tagCall(desk) ??
    (await subnetGroupCall(desk))
  );
}

import type { AwsReply } from "../../call.ts";
import type { RegionalCaches, ReplicationGroup } from "./caches.ts";
import { type Desk, nameIn, refuse } from "./desk.ts";
import { invalidGlobalState, invalidValue, MISSING } from "./errors.ts";
import { type GlobalGroup, globalGroups } from "./globalGroup.ts";

/** A primary and two secondaries: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html */
const MOST_MEMBERS = 3;

/** The global group that a new replication group asks to join, the answer that it cannot, or undefined when it joins none. */
export function seatIn(desk: Desk): GlobalGroup | AwsReply | undefined {
  const { call, caches, form, world } = desk;
  if (!form.has("GlobalReplicationGroupId")) return undefined;
  const id = nameIn(form, "GlobalReplicationGroupId");
  const global = globalGroups(caches.globals, call.account, world).find((one) => one.id === id);
  if (global === undefined) return refuse(desk, MISSING.globals(`Global replication group ${id} not found.`));
  if (global.members.some((member) => member.region === call.signedRegion)) {
    return refuse(desk, invalidValue(`${id} already has a member in ${call.signedRegion}.`));
  }
  if (global.members.length >= MOST_MEMBERS) {
    return refuse(desk, invalidValue(`${id} already has ${MOST_MEMBERS} members.`));
  }
  if (global.movement !== undefined || world.isLost(global.primary.region)) {
    return refuse(desk, invalidGlobalState(`Global replication group ${id} is not in available state.`));
  }
  return global;
}

/** A secondary takes from the primary what it must not be told. */
export function joinGlobal(desk: Desk, global: GlobalGroup, group: ReplicationGroup): void {
  const { call, caches, here } = desk;
  const primary = caches.in(call.account, global.primary.region).groups.get(global.primary.groupId);
  Object.assign(group, {
    nodeType: global.nodeType,
    engineVersion: global.engineVersion,
    automaticFailover: primary?.automaticFailover ?? group.automaticFailover,
    atRestEncryption: global.atRestEncryption,
    transitEncryption: global.transitEncryption,
    transitEncryptionMode: primary?.transitEncryptionMode,
  });
  takeGlobalParameters(here, group, global);
  global.members.push({ groupId: group.id, region: call.signedRegion, resyncSince: undefined });
}

/** AWS gives each member a parameter group of its own, `global-datastore-<member>`, and deletes none of them. */
export function takeGlobalParameters(
  here: RegionalCaches,
  group: ReplicationGroup,
  global: GlobalGroup,
): void {
  const name = `global-datastore-${group.id}`;
  here.parameterGroups.set(name, {
    name,
    family: `redis${global.engineVersion.split(".")[0]}`,
    description: `Parameters of ${global.id}`,
    values: new Map(),
  });
  group.parameterGroup = name;
}

import type { AwsReply } from "../../call.ts";
import { element, fields, flag, listOf, queryReply, type XmlElement } from "../../wire/index.ts";
import { type Desk, globalOf, isReply, named, nameIn, refuse } from "./desk.ts";
import { invalidGlobalState, invalidValue, MISSING, TAKEN } from "./errors.ts";
import { type GlobalGroup, globalGroups, globalIdOf, memberIn, startFailover } from "./globalGroup.ts";
import { refuseGlobalDeletion, refusePrimaryLeaving } from "./memberRules.ts";
import { takeGlobalParameters } from "./membership.ts";
import { fullVersion } from "./replication.ts";

/**
 * Calls on global datastores; undefined when the call is about something else. They are answered in every
 * region alike, and need nothing of a region that is gone.
 */
export function globalCall(desk: Desk): AwsReply | undefined {
  switch (desk.call.action) {
    case "CreateGlobalReplicationGroup":
      return create(desk);
    case "DescribeGlobalReplicationGroups":
      return describe(desk);
    case "ModifyGlobalReplicationGroup":
      return onGlobal(desk, modify);
    case "DisassociateGlobalReplicationGroup":
      return onGlobal(desk, disassociate);
    case "FailoverGlobalReplicationGroup":
      return onGlobal(desk, failover);
    case "DeleteGlobalReplicationGroup":
      return onGlobal(desk, remove);
    default:
      return undefined;
  }
}

function mine({ call, caches, world }: Desk): readonly GlobalGroup[] {
  return globalGroups(caches.globals, call.account, world);
}

function onGlobal(desk: Desk, act: (desk: Desk, global: GlobalGroup) => AwsReply | undefined): AwsReply {
  const id = nameIn(desk.form, "GlobalReplicationGroupId");
  const global = mine(desk).find((one) => one.id === id);
  if (global === undefined) return refuse(desk, MISSING.globals(`Global replication group ${id} not found.`));
  return act(desk, global) ?? queryReply(desk.call, [shape(desk, global, "GlobalReplicationGroup")]);
}

function create(desk: Desk): AwsReply {
  const { call, caches, form, here } = desk;
  const id = globalIdOf(call.signedRegion, form.get("GlobalReplicationGroupIdSuffix") ?? "");
  if (mine(desk).some((one) => one.id === id)) return refuse(desk, TAKEN.globals(`${id} already exists.`));
  const group = named(desk, here.groups, "PrimaryReplicationGroupId", "groups");
  if (isReply(group)) return group;
  if (globalOf(desk, group.id) !== undefined) {
    return refuse(desk, invalidValue(`${group.id} is already a member of a global datastore.`));
  }
  const primary = { groupId: group.id, region: call.signedRegion, resyncSince: undefined };
  const global: GlobalGroup = {
    account: call.account,
    id,
    description: form.get("GlobalReplicationGroupDescription") ?? "",
    engine: group.engine,
    engineVersion: group.engineVersion,
    nodeType: group.nodeType,
    transitEncryption: group.transitEncryption,
    atRestEncryption: group.atRestEncryption,
    members: [primary],
    primary,
    movement: undefined,
    lastMovement: undefined,
  };
  caches.globals.push(global);
  takeGlobalParameters(here, group, global);
  return queryReply(call, [shape(desk, global, "GlobalReplicationGroup")]);
}

function describe(desk: Desk): AwsReply {
  const id = nameIn(desk.form, "GlobalReplicationGroupId");
  const found = mine(desk).filter((one) => id === "" || one.id === id);
  if (id !== "" && found.length === 0) {
    return refuse(desk, MISSING.globals(`Global replication group ${id} not found.`));
  }
  const shapes = found.map((one) => shape(desk, one, "GlobalReplicationGroup"));
  return queryReply(desk.call, [element("GlobalReplicationGroups", shapes)]);
}

/** Node type and version change in all members at once. */
function modify({ call, caches, form }: Desk, global: GlobalGroup): undefined {
  global.description = form.get("GlobalReplicationGroupDescription") ?? global.description;
  global.nodeType = form.get("CacheNodeType") ?? global.nodeType;
  global.engineVersion = fullVersion(form.get("EngineVersion") ?? global.engineVersion);
  for (const member of global.members) {
    const group = caches.in(call.account, member.region).groups.get(member.groupId);
    if (group === undefined) continue;
    group.nodeType = global.nodeType;
    group.engineVersion = global.engineVersion;
    group.automaticFailover = flag(form, "AutomaticFailoverEnabled") ?? group.automaticFailover;
  }
}

/** A secondary becomes a cache of its own with what it has; the primary cannot leave. */
function disassociate(desk: Desk, global: GlobalGroup): AwsReply | undefined {
  const region = desk.form.get("ReplicationGroupRegion") ?? "";
  const id = nameIn(desk.form, "ReplicationGroupId");
  const member = memberIn(global, region, id);
  if (member === undefined) {
    // The provider takes the words for "already done".
    const message = `Replication group ${id} in ${region} is not associated with Global Replication Group ${global.id}.`;
    return refuse(desk, invalidValue(message));
  }
  const refused = refusePrimaryLeaving(global, member);
  if (refused !== undefined) return refuse(desk, refused);
  if (global.movement !== undefined) return refuse(desk, notAvailable(global));
  global.members.splice(global.members.indexOf(member), 1);
  return undefined;
}

/** The secondary named takes over, whether or not the primary's region can be reached. */
function failover(desk: Desk, global: GlobalGroup): AwsReply | undefined {
  const region = desk.form.get("PrimaryRegion") ?? "";
  const id = nameIn(desk.form, "PrimaryReplicationGroupId");
  const member = memberIn(global, region, id);
  if (global.movement !== undefined) return refuse(desk, notAvailable(global));
  if (member === undefined) {
    return refuse(desk, invalidValue(`${id} in ${region} is not a member of ${global.id}.`));
  }
  if (member === global.primary) {
    return refuse(desk, invalidValue(`${id} in ${region} is the primary of ${global.id} already.`));
  }
  if (desk.world.isLost(region)) return refuse(desk, notAvailable(global));
  startFailover(global, member, desk.world);
  return undefined;
}

/** The primary stays as a cache of its own; secondaries must have left before. */
function remove(desk: Desk, global: GlobalGroup): AwsReply | undefined {
  const refused = refuseGlobalDeletion(global);
  if (refused !== undefined) return refuse(desk, refused);
  const { globals } = desk.caches;
  globals.splice(globals.indexOf(global), 1);
  return undefined;
}

function notAvailable(global: GlobalGroup) {
  return invalidGlobalState(`Global replication group ${global.id} is not in available state.`);
}

function status(global: GlobalGroup): string {
  if (global.movement !== undefined) return "modifying";
  return global.members.length === 1 ? "primary-only" : "available";
}

function shape({ call, caches }: Desk, global: GlobalGroup, name: string): XmlElement {
  const members = global.members.map((member) =>
    fields({
      ReplicationGroupId: member.groupId,
      ReplicationGroupRegion: member.region,
      Role: member === global.primary ? "PRIMARY" : "SECONDARY",
      AutomaticFailover:
        caches.in(call.account, member.region).groups.get(member.groupId)?.automaticFailover === true
          ? "enabled"
          : "disabled",
      Status: "associated",
    }),
  );
  return element(
    name,
    fields({
      GlobalReplicationGroupId: global.id,
      GlobalReplicationGroupDescription: global.description,
      Status: status(global),
      CacheNodeType: global.nodeType,
      Engine: global.engine,
      EngineVersion: global.engineVersion,
      Members: listOf("GlobalReplicationGroupMember", members),
      ClusterEnabled: false,
      AuthTokenEnabled: false,
      TransitEncryptionEnabled: global.transitEncryption,
      AtRestEncryptionEnabled: global.atRestEncryption,
      ARN: `arn:aws:elasticache::${global.account}:globalreplicationgroup:${global.id}`,
    }),
  );
}

import type { AwsReply } from "../../call.ts";
import { element, type Form, flag, items, list, queryReply } from "../../wire/index.ts";
import type { LogDelivery, ReplicationGroup } from "./caches.ts";
import { arnOf, chosen, type Desk, globalOf, isReply, keepTags, named, nameIn, refuse } from "./desk.ts";
import { invalidGroupState, MISSING, TAKEN } from "./errors.ts";
import { refuseMemberDeletion } from "./memberRules.ts";
import { joinGlobal, seatIn } from "./membership.ts";
import { replicationGroup } from "./render.ts";
import { fullVersion, settleTakeover, spread } from "./replication.ts";
import { ZONE_FAILOVER_MS } from "./timings.ts";

/** Calls on replication groups; undefined when the call is about something else. */
export function groupCall(desk: Desk): AwsReply | undefined {
  for (const group of desk.here.groups.values()) settleTakeover(group, desk.world);
  switch (desk.call.action) {
    case "CreateReplicationGroup":
      return create(desk);
    case "DescribeReplicationGroups": {
      const groups = chosen(desk, desk.here.groups, "ReplicationGroupId", "groups");
      if (isReply(groups)) return groups;
      const shapes = groups.map((group) => replicationGroup(desk, group));
      return queryReply(desk.call, [element("ReplicationGroups", shapes)]);
    }
    case "ModifyReplicationGroup":
      return onGroup(desk, modify);
    case "IncreaseReplicaCount":
    case "DecreaseReplicaCount":
      return onGroup(desk, count);
    case "TestFailover":
      return onGroup(desk, testFailover);
    case "DeleteReplicationGroup":
      return onGroup(desk, remove);
    default:
      return undefined;
  }
}

/** Does something to the named group and shows it. */
function onGroup(desk: Desk, act: (desk: Desk, group: ReplicationGroup) => AwsReply | undefined): AwsReply {
  const group = named(desk, desk.here.groups, "ReplicationGroupId", "groups");
  if (isReply(group)) return group;
  return act(desk, group) ?? queryReply(desk.call, [replicationGroup(desk, group)]);
}

function create(desk: Desk): AwsReply {
  const { call, form, here, world } = desk;
  const id = nameIn(form, "ReplicationGroupId");
  if (here.groups.has(id)) return refuse(desk, TAKEN.groups(`Replication group ${id} already exists.`));
  const seat = seatIn(desk);
  if (isReply(seat)) return seat;
  const subnets = here.subnetGroups.get(nameIn(form, "CacheSubnetGroupName"));
  if (form.has("CacheSubnetGroupName") && subnets === undefined) {
    return refuse(
      desk,
      MISSING.subnetGroups(`Cache subnet group ${form.get("CacheSubnetGroupName")} not found.`),
    );
  }
  const unknown = list(form, "UserGroupIds").find((group) => !here.userGroups.has(group));
  if (unknown !== undefined) return refuse(desk, MISSING.userGroups(`User group ${unknown} not found.`));
  const version = form.get("EngineVersion") ?? "7.1";
  const nodes = spread(id, Number(form.get("NumCacheClusters") ?? 1), subnets);
  const group: ReplicationGroup = {
    id,
    nodeType: form.get("CacheNodeType") ?? "",
    engine: (form.get("Engine") ?? "redis").toLowerCase(),
    engineVersion: fullVersion(version),
    parameterGroup: nameIn(form, "CacheParameterGroupName") || `default.redis${version.split(".")[0]}`,
    subnetGroup: subnets?.name ?? "",
    securityGroupIds: [],
    maintenanceWindow: "sun:05:00-sun:06:00",
    autoMinorVersionUpgrade: true,
    transitEncryption: false,
    port: Number(form.get("Port") ?? 6379),
    createdAt: world.clock.now(),
    description: "",
    automaticFailover: false,
    multiAz: false,
    atRestEncryption: flag(form, "AtRestEncryptionEnabled") ?? false,
    transitEncryptionMode: undefined,
    kmsKeyId: form.get("KmsKeyId"),
    userGroupIds: new Set(list(form, "UserGroupIds")),
    snapshotRetention: 0,
    snapshotWindow: "06:00-07:00",
    logs: [],
    nodes,
    primaryNode: nodes[0]?.id ?? "",
    takeover: undefined,
  };
  set(group, form);
  if (seat !== undefined) joinGlobal(desk, seat, group);
  here.groups.set(id, group);
  keepTags(desk, arnOf(desk, "replicationgroup", id));
  return queryReply(call, [replicationGroup(desk, group)]);
}

function modify({ form }: Desk, group: ReplicationGroup): undefined {
  set(group, form);
  group.nodeType = form.get("CacheNodeType") ?? group.nodeType;
  group.engineVersion = fullVersion(form.get("EngineVersion") ?? group.engineVersion);
  group.parameterGroup = nameIn(form, "CacheParameterGroupName") || group.parameterGroup;
  for (const id of list(form, "UserGroupIdsToAdd")) group.userGroupIds.add(id);
  for (const id of list(form, "UserGroupIdsToRemove")) group.userGroupIds.delete(id);
}

/** What can be said at birth and changed later, in the same words. */
function set(group: ReplicationGroup, form: Form): void {
  const groups = list(form, "SecurityGroupIds");
  if (groups.length > 0) group.securityGroupIds = groups;
  group.description = form.get("ReplicationGroupDescription") ?? group.description;
  group.maintenanceWindow = form.get("PreferredMaintenanceWindow")?.toLowerCase() ?? group.maintenanceWindow;
  group.autoMinorVersionUpgrade = flag(form, "AutoMinorVersionUpgrade") ?? group.autoMinorVersionUpgrade;
  group.automaticFailover = flag(form, "AutomaticFailoverEnabled") ?? group.automaticFailover;
  group.multiAz = flag(form, "MultiAZEnabled") ?? group.multiAz;
  group.transitEncryption = flag(form, "TransitEncryptionEnabled") ?? group.transitEncryption;
  if (group.transitEncryption) {
    group.transitEncryptionMode =
      form.get("TransitEncryptionMode") ?? group.transitEncryptionMode ?? "required";
  }
  group.snapshotRetention = Number(form.get("SnapshotRetentionLimit") ?? group.snapshotRetention);
  group.snapshotWindow = form.get("SnapshotWindow") ?? group.snapshotWindow;
  group.logs = logsIn(form, group.logs);
}

/** Log deliveries after the call: one for each type of log, and none where it was switched off. */
function logsIn(form: Form, before: readonly LogDelivery[]): readonly LogDelivery[] {
  const byType = new Map(before.map((log) => [log.logType, log]));
  for (const asked of items(form, "LogDeliveryConfigurations").values()) {
    const logType = asked.get("LogType") ?? "";
    const destination =
      asked.get("DestinationDetails.CloudWatchLogsDetails.LogGroup") ??
      asked.get("DestinationDetails.KinesisFirehoseDetails.DeliveryStream");
    if (flag(asked, "Enabled") === false || destination === undefined) byType.delete(logType);
    else {
      const destinationType = asked.get("DestinationType") ?? "cloudwatch-logs";
      byType.set(logType, {
        logType,
        destinationType,
        destination,
        format: asked.get("LogFormat") ?? "text",
      });
    }
  }
  return [...byType.values()];
}

function count({ form, here }: Desk, group: ReplicationGroup): undefined {
  const nodes = 1 + Number(form.get("NewReplicaCount") ?? group.nodes.length - 1);
  group.nodes = spread(group.id, nodes, here.subnetGroups.get(group.subnetGroup));
  if (!group.nodes.some((node) => node.id === group.primaryNode))
    group.primaryNode = group.nodes[0]?.id ?? "";
}

/** The primary fails and the next replica takes over; the primary endpoint keeps its name. */
function testFailover(desk: Desk, group: ReplicationGroup): AwsReply | undefined {
  const { parts } = desk.world;
  const region = desk.call.signedRegion;
  const replica = group.nodes.find(
    ({ id, zone }) => id !== group.primaryNode && !parts.instanceIsLost({ region, identifier: id, zone }),
  );
  if (!group.automaticFailover || replica === undefined || group.takeover !== undefined) {
    const message = `Replication group ${group.id} has no automatic failover, no replica that is well, or a failover under way.`;
    return refuse(desk, invalidGroupState(message));
  }
  group.takeover = { to: replica.id, endsAt: desk.world.clock.now() + ZONE_FAILOVER_MS };
  return undefined;
}

function remove(desk: Desk, group: ReplicationGroup): AwsReply | undefined {
  const refused = refuseMemberDeletion(globalOf(desk, group.id), group.id);
  if (refused !== undefined) return refuse(desk, refused);
  const shown = replicationGroup(desk, group);
  desk.here.groups.delete(group.id);
  return queryReply(desk.call, [shown]);
}

import { createHash } from "node:crypto";
import { element, fields, listOf, type XmlElement } from "../../wire/index.ts";
import type { CacheSettings, MemcachedCluster, Node, ReplicationGroup } from "./caches.ts";
import { arnOf, type Desk, globalOf } from "./desk.ts";
import { isPrimary } from "./replication.ts";

/** A replication group, as every call on one answers it. */
export function replicationGroup(desk: Desk, group: ReplicationGroup): XmlElement {
  const global = globalOf(desk, group.id);
  return element(
    "ReplicationGroup",
    fields({
      ReplicationGroupId: group.id,
      Description: group.description,
      GlobalReplicationGroupInfo:
        global === undefined
          ? undefined
          : fields({
              GlobalReplicationGroupId: global.id,
              GlobalReplicationGroupMemberRole: isPrimary(global, desk.call.signedRegion, group.id)
                ? "PRIMARY"
                : "SECONDARY",
            }),
      Status: group.takeover === undefined ? "available" : "modifying",
      MemberClusters: listOf(
        "ClusterId",
        group.nodes.map((node) => node.id),
      ),
      NodeGroups: [nodeGroup(desk, group)],
      AutomaticFailover: group.automaticFailover ? "enabled" : "disabled",
      MultiAZ: group.multiAz ? "enabled" : "disabled",
      SnapshotRetentionLimit: group.snapshotRetention,
      SnapshotWindow: group.snapshotWindow,
      ClusterEnabled: false,
      CacheNodeType: group.nodeType,
      AuthTokenEnabled: false,
      TransitEncryptionEnabled: group.transitEncryption,
      AtRestEncryptionEnabled: group.atRestEncryption,
      KmsKeyId: group.kmsKeyId,
      ARN: arnOf(desk, "replicationgroup", group.id),
      UserGroupIds: listOf("member", [...group.userGroupIds]),
      LogDeliveryConfigurations: listOf("LogDeliveryConfiguration", group.logs.map(logDelivery)),
      ReplicationGroupCreateTime: new Date(group.createdAt).toISOString(),
      DataTiering: "disabled",
      AutoMinorVersionUpgrade: group.autoMinorVersionUpgrade,
      NetworkType: "ipv4",
      IpDiscovery: "ipv4",
      TransitEncryptionMode: group.transitEncryptionMode,
      ClusterMode: "disabled",
      Engine: group.engine,
    }),
  );
}

function nodeGroup(desk: Desk, group: ReplicationGroup): XmlElement {
  const members = group.nodes.map((node) =>
    fields({
      CacheClusterId: node.id,
      CacheNodeId: "0001",
      ReadEndpoint: endpoint(hostOf(desk, node.id), group.port),
      PreferredAvailabilityZone: node.zone,
      CurrentRole: node.id === group.primaryNode ? "primary" : "replica",
    }),
  );
  return element(
    "NodeGroup",
    fields({
      NodeGroupId: "0001",
      Status: group.takeover === undefined ? "available" : "modifying",
      PrimaryEndpoint: endpoint(hostOf(desk, group.id, "master."), group.port),
      ReaderEndpoint: endpoint(hostOf(desk, group.id, "replica."), group.port),
      NodeGroupMembers: listOf("NodeGroupMember", members),
    }),
  );
}

function logDelivery(log: ReplicationGroup["logs"][number]): XmlElement[] {
  const details =
    log.destinationType === "cloudwatch-logs"
      ? element("CloudWatchLogsDetails", fields({ LogGroup: log.destination }))
      : element("KinesisFirehoseDetails", fields({ DeliveryStream: log.destination }));
  return fields({
    LogType: log.logType,
    DestinationType: log.destinationType,
    DestinationDetails: [details],
    LogFormat: log.format,
    Status: "active",
  });
}

/** A node of a replication group, which ElastiCache shows as a cluster of one. */
export function nodeCluster(desk: Desk, group: ReplicationGroup, node: Node): XmlElement {
  return element("CacheCluster", [
    ...common(desk, group, node.id, [node]),
    ...fields({
      PreferredAvailabilityZone: node.zone,
      ReplicationGroupId: group.id,
      SnapshotRetentionLimit: group.snapshotRetention,
      SnapshotWindow: group.snapshotWindow,
      AtRestEncryptionEnabled: group.atRestEncryption,
      TransitEncryptionMode: group.transitEncryptionMode,
    }),
  ]);
}

export function memcachedCluster(desk: Desk, cluster: MemcachedCluster): XmlElement {
  const zones = new Set(cluster.nodes.map((node) => node.zone));
  return element("CacheCluster", [
    ...common(desk, cluster, cluster.id, cluster.nodes),
    ...fields({
      PreferredAvailabilityZone: zones.size > 1 ? "Multiple" : [...zones][0],
      ConfigurationEndpoint: endpoint(hostOf(desk, cluster.id, "", ".cfg"), cluster.port),
      AtRestEncryptionEnabled: false,
      TransitEncryptionMode: undefined,
    }),
  ]);
}

function common(desk: Desk, cache: CacheSettings, id: string, nodes: readonly Node[]): XmlElement[] {
  const shown = nodes.map((node, at) => {
    const number = String(at + 1).padStart(4, "0");
    return fields({
      CacheNodeId: number,
      CacheNodeStatus: "available",
      Endpoint: endpoint(hostOf(desk, id, "", `.${number}`), cache.port),
      ParameterGroupStatus: "in-sync",
      CustomerAvailabilityZone: node.zone,
    });
  });
  return fields({
    CacheClusterId: id,
    CacheNodeType: cache.nodeType,
    Engine: cache.engine,
    EngineVersion: cache.engineVersion,
    CacheClusterStatus: "available",
    NumCacheNodes: nodes.length,
    CacheClusterCreateTime: new Date(cache.createdAt).toISOString(),
    PreferredMaintenanceWindow: cache.maintenanceWindow,
    CacheParameterGroup: fields({
      CacheParameterGroupName: cache.parameterGroup,
      ParameterApplyStatus: "in-sync",
    }),
    CacheSubnetGroupName: cache.subnetGroup,
    CacheNodes: listOf("CacheNode", shown),
    AutoMinorVersionUpgrade: cache.autoMinorVersionUpgrade,
    SecurityGroups: listOf(
      "member",
      cache.securityGroupIds.map((SecurityGroupId) => fields({ SecurityGroupId, Status: "active" })),
    ),
    AuthTokenEnabled: false,
    TransitEncryptionEnabled: cache.transitEncryption,
    ARN: arnOf(desk, "cluster", id),
    ReplicationGroupLogDeliveryEnabled: false,
    NetworkType: "ipv4",
    IpDiscovery: "ipv4",
  });
}

function endpoint(Address: string, Port: number): XmlElement[] {
  return fields({ Address, Port });
}

/** A name as ElastiCache makes them; the letters stand for the account and the region. */
function hostOf({ call }: Desk, id: string, before = "", after = ""): string {
  const letters = createHash("sha256")
    .update(`${call.account}/${call.signedRegion}`)
    .digest("hex")
    .slice(0, 6);
  return `${before}${id}.${letters}${after}.${call.signedRegion}.cache.amazonaws.com`;
}

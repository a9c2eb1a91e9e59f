import type { AwsReply } from "../../call.ts";
import { element, type Form, flag, list, queryReply, type XmlElement } from "../../wire/index.ts";
import type { MemcachedCluster } from "./caches.ts";
import { arnOf, type Desk, isReply, keepTags, named, nameIn, refuse } from "./desk.ts";
import { MISSING, TAKEN } from "./errors.ts";
import { memcachedCluster, nodeCluster } from "./render.ts";
import { spread } from "./replication.ts";

/** Calls on cache clusters: Memcached's, and the nodes of replication groups to look at. */
export function clusterCall(desk: Desk): AwsReply | undefined {
  switch (desk.call.action) {
    case "CreateCacheCluster":
      return create(desk);
    case "DescribeCacheClusters":
      return describe(desk);
    case "ModifyCacheCluster":
      return modify(desk);
    case "DeleteCacheCluster":
      return remove(desk);
    default:
      return undefined;
  }
}

function create(desk: Desk): AwsReply {
  const { call, form, here, world } = desk;
  const id = nameIn(form, "CacheClusterId");
  if (here.clusters.has(id)) return refuse(desk, TAKEN.clusters(`Cache cluster ${id} already exists.`));
  const subnets = here.subnetGroups.get(nameIn(form, "CacheSubnetGroupName"));
  if (form.has("CacheSubnetGroupName") && subnets === undefined) {
    return refuse(
      desk,
      MISSING.subnetGroups(`Cache subnet group ${form.get("CacheSubnetGroupName")} not found.`),
    );
  }
  const engineVersion = form.get("EngineVersion") ?? "1.6.22";
  const cluster: MemcachedCluster = {
    id,
    nodeType: form.get("CacheNodeType") ?? "",
    engine: (form.get("Engine") ?? "memcached").toLowerCase(),
    engineVersion,
    parameterGroup: nameIn(form, "CacheParameterGroupName") || "default.memcached1.6",
    subnetGroup: subnets?.name ?? "",
    securityGroupIds: [],
    maintenanceWindow: "sun:05:00-sun:06:00",
    autoMinorVersionUpgrade: true,
    transitEncryption: flag(form, "TransitEncryptionEnabled") ?? false,
    port: Number(form.get("Port") ?? 11211),
    createdAt: world.clock.now(),
    nodes: [],
  };
  set(desk, cluster, form);
  here.clusters.set(id, cluster);
  keepTags(desk, arnOf(desk, "cluster", id));
  return queryReply(call, [memcachedCluster(desk, cluster)]);
}

function modify(desk: Desk): AwsReply {
  const cluster = named(desk, desk.here.clusters, "CacheClusterId", "clusters");
  if (isReply(cluster)) return cluster;
  cluster.nodeType = desk.form.get("CacheNodeType") ?? cluster.nodeType;
  cluster.engineVersion = desk.form.get("EngineVersion") ?? cluster.engineVersion;
  cluster.parameterGroup = nameIn(desk.form, "CacheParameterGroupName") || cluster.parameterGroup;
  set(desk, cluster, desk.form);
  return queryReply(desk.call, [memcachedCluster(desk, cluster)]);
}

/** What can be said at birth and changed later, in the same words. */
function set({ here }: Desk, cluster: MemcachedCluster, form: Form): void {
  const groups = list(form, "SecurityGroupIds");
  if (groups.length > 0) cluster.securityGroupIds = groups;
  cluster.maintenanceWindow =
    form.get("PreferredMaintenanceWindow")?.toLowerCase() ?? cluster.maintenanceWindow;
  cluster.autoMinorVersionUpgrade = flag(form, "AutoMinorVersionUpgrade") ?? cluster.autoMinorVersionUpgrade;
  const wanted = Number(form.get("NumCacheNodes") ?? (cluster.nodes.length || 1));
  const placed = spread(cluster.id, wanted, here.subnetGroups.get(cluster.subnetGroup));
  const mode = form.get("AZMode");
  const together =
    mode === undefined ? new Set(cluster.nodes.map((node) => node.zone)).size <= 1 : mode !== "cross-az";
  cluster.nodes = together ? placed.map((node) => ({ ...node, zone: placed[0]?.zone ?? "" })) : placed;
}

function describe(desk: Desk): AwsReply {
  const { call, form, here } = desk;
  const inGroups = flag(form, "ShowCacheClustersNotInReplicationGroups") !== true;
  const shown: (readonly [string, XmlElement])[] = [
    ...[...here.clusters.values()].map((cluster) => [cluster.id, memcachedCluster(desk, cluster)] as const),
    ...(inGroups ? [...here.groups.values()] : []).flatMap((group) =>
      group.nodes.map((node) => [node.id, nodeCluster(desk, group, node)] as const),
    ),
  ];
  const id = nameIn(form, "CacheClusterId");
  const found = shown.filter(([name]) => id === "" || name === id).map(([, shape]) => shape);
  if (id !== "" && found.length === 0) return refuse(desk, MISSING.clusters(`CacheCluster not found: ${id}`));
  return queryReply(call, [element("CacheClusters", found)]);
}

function remove(desk: Desk): AwsReply {
  const cluster = named(desk, desk.here.clusters, "CacheClusterId", "clusters");
  if (isReply(cluster)) return cluster;
  desk.here.clusters.delete(cluster.id);
  return queryReply(desk.call, [memcachedCluster(desk, cluster)]);
}

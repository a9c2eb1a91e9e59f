import type {
  PlacedAuroraStore,
  PlacedMemcachedStore,
  PlacedRdsStore,
  PlacedRedisStore,
  PlacedS3Store,
  PlacedStore,
} from "../config/index.ts";
import {
  ACCESS_LOGS,
  AccessLogBucket,
  AuroraMember,
  CACHE_USER,
  DATABASE_MONITORING_ROLE,
  DatabaseInstance,
  MemcachedCache,
  type ProxyGroup,
  RedisCache,
  RedisGlobalMember,
  ReplicatedBucket,
  serviceRoleArn,
} from "../constructs/index.ts";
import { audit, auditLogs } from "./audit.ts";
import { backups } from "./backups.ts";
import { dataDiscovery } from "./detection.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import { largestStorageGib, mediaStore, replicasOf, storesIn, storeTags } from "./facts.ts";
import { messages } from "./messages.ts";
import { databaseProxy, proxyGroup } from "./proxies.ts";
import { keyOf, networkOf, type RegionContext, regionStack } from "./regionStack.ts";
import { cacheEndpointOutput, endpointOutput, stackIds } from "./stackIds.ts";

/** Memcached 1.6.22, with encryption on the way (ElastiCache User Guide, "Memcached versions", read November 2026). */
const MEMCACHED_VERSION = "1.6.22";
/** Days of daily snapshots of a Redis cache: to look into yesterday, not to restore sessions from. */
const CACHE_SNAPSHOT_DAYS = 1;

/** Storage and backup modules: this region's member of each store that it holds, but for tables. */
export function data(context: RegionContext): EnvironmentStack {
  const { environment, region } = context;
  const stack = regionStack(context, stackIds(environment.name).data(region.name));
  const stores = storesIn(environment, region.name);
  // Databases and backups take on roles of the global stack.
  stack.after(stackIds(environment.name).global);
  const audited = auditLogs(stack, context);
  const accessLogs =
    audited.trails || audited.configuration || stores.some(({ engine }) => engine === "s3")
      ? new AccessLogBucket(stack, ACCESS_LOGS, {
          naming: stack.naming,
          region: region.name,
          takesConfiguration: audited.configuration,
          protect: environment.protect,
          tags: stack.tags,
        })
      : undefined;
  const proxies = proxyGroup(stack, context);
  for (const store of stores) {
    switch (store.engine) {
      case "aurora-postgresql":
        auroraMember(stack, context, store, proxies);
        break;
      case "rds-postgresql":
        databaseInstance(stack, context, store, proxies);
        break;
      case "redis":
        redis(stack, context, store);
        break;
      case "memcached":
        memcached(stack, context, store);
        break;
      case "s3":
        bucket(stack, context, store, accessLogs?.name);
        break;
      case "dynamodb":
        break;
    }
  }
  messages(stack, context);
  dataDiscovery(stack, context);
  backups(stack, context);
  audit(stack, context, accessLogs?.name);
  return stack;
}

/** What every store of the region is given. */
function common(stack: EnvironmentStack, context: RegionContext, store: PlacedStore) {
  const { environment, region } = context;
  return {
    naming: stack.naming,
    region: region.name,
    store: store.id,
    keyArn: keyOf(stack, context, region.name, store),
    protect: environment.protect,
    tags: storeTags(context, store, region.name),
  };
}

/** Inside the data subnets, with the security group of its kind. */
function inData(stack: EnvironmentStack, context: RegionContext, group: "database" | "cache") {
  const net = networkOf(stack, context);
  return { subnetIds: net.dataSubnetIds(), securityGroupIds: [net.groupId(group)] };
}

/** Where else the credential of a database is kept, with the key there. */
function credentialCopies(stack: EnvironmentStack, context: RegionContext, store: PlacedStore) {
  if (store.birth !== context.region.name) return [];
  return store.copies.map((copy) => ({ region: copy, keyArn: keyOf(stack, context, copy, store) }));
}

function auroraMember(
  stack: EnvironmentStack,
  context: RegionContext,
  store: PlacedAuroraStore,
  proxies: ProxyGroup | undefined,
): void {
  const born = store.birth === context.region.name;
  // A secondary joins a primary that is there already.
  if (!born) stack.after(stackIds(context.environment.name).data(store.birth));
  const origin = born ? "born" : "joined";
  const { writerEndpoint, cluster, instances } = new AuroraMember(stack, store.id, {
    ...common(stack, context, store),
    ...inData(stack, context, "database"),
    origin: store.copies.length === 0 ? "regional" : origin,
    engineVersion: store.engineVersion,
    instanceClass: store.instanceClass,
    ...(store.capacity === undefined ? {} : { capacity: store.capacity }),
    instances: store.instancesPerRegion,
    credentialCopies: credentialCopies(stack, context, store),
    backupRetentionDays: store.backupRetentionDays,
    monitoringRoleArn: serviceRoleArn(stack.naming, DATABASE_MONITORING_ROLE),
  });
  if (writerEndpoint !== undefined)
    stack.publish(
      endpointOutput(store),
      writerEndpoint,
      `Leads to the writer of ${store.id}, wherever it is`,
    );
  if (proxies === undefined || store.proxy !== true) return;
  const target = { cluster: cluster.clusterIdentifier };
  databaseProxy(stack, context, { store, group: proxies, target, after: instances });
}

function databaseInstance(
  stack: EnvironmentStack,
  context: RegionContext,
  store: PlacedRdsStore,
  proxies: ProxyGroup | undefined,
): void {
  const { environment, region } = context;
  // A replica copies a source that is there already.
  if (store.birth !== region.name) stack.after(stackIds(environment.name).data(store.birth));
  const { instance } = new DatabaseInstance(stack, store.id, {
    ...common(stack, context, store),
    ...inData(stack, context, "database"),
    bornRegion: store.birth,
    engineVersion: store.engineVersion,
    instanceClass: store.instanceClass,
    multiAz: environment.size === "standard",
    storage: { allocatedGib: store.storageGib, maximumGib: largestStorageGib(store) },
    credentialCopies: credentialCopies(stack, context, store),
    backupRetentionDays: store.backupRetentionDays,
    monitoringRoleArn: serviceRoleArn(stack.naming, DATABASE_MONITORING_ROLE),
  });
  stack.publish(endpointOutput(store), instance.address, `${store.id} in this region`);
  if (proxies === undefined || store.proxy !== true) return;
  databaseProxy(stack, context, {
    store,
    group: proxies,
    target: { instance: instance.identifier },
    after: [],
  });
}

function redis(stack: EnvironmentStack, context: RegionContext, store: PlacedRedisStore): void {
  const { environment, region } = context;
  const settings = {
    ...common(stack, context, store),
    ...inData(stack, context, "cache"),
    nodes: store.nodesPerRegion,
    users: [{ name: CACHE_USER, access: "read-write" as const }],
    snapshotRetentionDays: CACHE_SNAPSHOT_DAYS,
  };
  const engine = { engineVersion: store.engineVersion, nodeType: store.nodeType };
  if (replicasOf(store).length === 0) {
    new RedisCache(stack, store.id, { ...settings, ...engine });
    return;
  }
  const publishMember = ({ group }: RedisGlobalMember) =>
    stack.publish(
      cacheEndpointOutput(store),
      group.primaryEndpointAddress,
      `Member of ${store.id} in this region, whether it writes today or not`,
    );
  const output = `global_cache_${store.id.replaceAll("-", "_")}_id`;
  if (store.birth === region.name) {
    const member = new RedisGlobalMember(stack, store.id, { ...settings, ...engine, origin: "born" });
    stack.publish(output, member.globalGroupId, `Global Datastore of ${store.id}, which other regions join`);
    publishMember(member);
    return;
  }
  const birth = stackIds(environment.name).data(store.birth);
  const joined = new RedisGlobalMember(stack, store.id, {
    ...settings,
    origin: "joined",
    globalGroupId: stack.read(birth, output, `provisional-${store.id}`),
  });
  publishMember(joined);
}

function memcached(stack: EnvironmentStack, context: RegionContext, store: PlacedMemcachedStore): void {
  const { naming, region, tags } = common(stack, context, store);
  new MemcachedCache(stack, store.id, {
    naming,
    region,
    store: store.id,
    tags,
    ...inData(stack, context, "cache"),
    engineVersion: MEMCACHED_VERSION,
    nodeType: store.nodeType,
    nodes: store.nodesPerRegion,
  });
}

function bucket(
  stack: EnvironmentStack,
  context: RegionContext,
  store: PlacedS3Store,
  accessLogBucket: string | undefined,
): void {
  new ReplicatedBucket(stack, store.id, {
    ...common(stack, context, store),
    noncurrentDays: store.noncurrentDays,
    ...(store.infrequentAfterDays === undefined
      ? {}
      : { coldStorage: { storageClass: "STANDARD_IA", afterDays: store.infrequentAfterDays } }),
    ...(accessLogBucket === undefined ? {} : { accessLogBucket }),
    servedByCloudFront: store === mediaStore(context.environment),
  });
}

import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { ElasticacheParameterGroup } from "@cdktn/provider-aws/lib/elasticache-parameter-group/index.js";
import type { ElasticacheReplicationGroupConfig } from "@cdktn/provider-aws/lib/elasticache-replication-group/index.js";
import { ElasticacheSubnetGroup } from "@cdktn/provider-aws/lib/elasticache-subnet-group/index.js";
import type { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { type CacheUser, CacheUsers } from "./cacheUsers.ts";

/** What a replication group is told wherever it stands, global or not. */
export interface RedisSettings {
  readonly naming: Naming;
  /** Region of this group. */
  readonly region: string;
  /** Placed store, `sessions` or `sessions-us`. */
  readonly store: string;
  /** Nodes in this region, 1 to 6: one primary, the others replicas in other zones. From two on, a zone can be lost. */
  readonly nodes: number;
  /** Data subnets, in two zones at least. */
  readonly subnetIds: readonly string[];
  /** Groups that let the services in: `cache` of `SecurityGroups`. */
  readonly securityGroupIds: readonly string[];
  /** Key of this region, for data at rest and for the logs. */
  readonly keyArn: string;
  /** Who may sign in. Passwords are not supported, on purpose. */
  readonly users: readonly CacheUser[];
  /** Days that daily snapshots are kept, 0 to 35; 0 takes none. */
  readonly snapshotRetentionDays: number;
  /**
   * Days that the slow log and the engine's log are kept.
   * @default 90, a quarter: long enough to compare a sale with the one before
   */
  readonly logDays?: number;
  /** Keeps a last snapshot when the group is deleted. ElastiCache has no deletion protection of its own. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/** What a group decides where it is not handed down from a global one. */
export interface RedisEngine {
  /** Redis OSS version, major and minor: `7.1`. From 7.0 on: signing in through IAM needs it. */
  readonly engineVersion: string;
  /** Node type, `cache.r7g.large`. */
  readonly nodeType: string;
  /**
   * What gives way when memory is full.
   * @default "volatile-lru": what has an expiry and was used least. Sessions expire; what does not is never dropped in silence.
   */
  readonly evictionPolicy?: "volatile-lru" | "volatile-ttl" | "allkeys-lru" | "allkeys-lfu" | "noeviction";
  /**
   * Which events of the key space are published, in Redis's letters: `Ex` for expiries.
   * @default "" none: they cost CPU
   */
  readonly keyspaceEvents?: string;
}

/** Subnets, users, logs, and the arguments that every replication group has in common. Constructs go into `scope`. */
export function redisGroundwork(
  scope: Construct,
  props: RedisSettings,
  id: string,
): ElasticacheReplicationGroupConfig {
  const { naming, store, region } = props;
  const name = nameOf(naming, store);
  const tags = tagsOf(name, props.tags);
  const replicated = props.nodes > 1;
  const subnets = new ElasticacheSubnetGroup(scope, "subnets", {
    name,
    description: `Data subnets of ${region} for ${store}`,
    subnetIds: [...props.subnetIds],
    tags,
  });
  const users = new CacheUsers(scope, "users", { naming, store, users: props.users, tags: props.tags });
  return {
    replicationGroupId: id,
    description: `${store} of ${naming.platform} ${naming.environment} in ${region}`,
    numCacheClusters: props.nodes,
    automaticFailoverEnabled: replicated,
    multiAzEnabled: replicated,
    kmsKeyId: props.keyArn,
    subnetGroupName: subnets.name,
    securityGroupIds: [...props.securityGroupIds],
    userGroupIds: [users.groupId],
    snapshotRetentionLimit: props.snapshotRetentionDays,
    snapshotWindow: "03:00-04:00",
    maintenanceWindow: "sun:04:30-sun:05:30",
    // What is approved is what is applied: put off to the window, a change would stand in every plan until
    // then, and no plan would be empty. When to apply is the release's decision.
    applyImmediately: true,
    // Versions change by a release that can be taken back, not on a Sunday by themselves.
    autoMinorVersionUpgrade: "false",
    ...(props.protect ? { finalSnapshotIdentifier: `${id}-final` } : {}),
    logDeliveryConfiguration: (["slow-log", "engine-log"] as const).map((logType) => ({
      logType,
      logFormat: "json",
      destinationType: "cloudwatch-logs",
      destination: logGroup(scope, props, logType).name,
    })),
    tags,
  };
}

/** A log of the cache, encrypted and kept for a time. */
function logGroup(scope: Construct, props: RedisSettings, log: string): CloudwatchLogGroup {
  const { naming, store } = props;
  return new CloudwatchLogGroup(scope, log, {
    name: `/trireme/${naming.platform}/${naming.environment}/${store}/${log}`,
    retentionInDays: props.logDays ?? 90,
    kmsKeyId: props.keyArn,
    tags: tagsOf(nameOf(naming, `${store}-${log}`), props.tags),
  });
}

/** What a group says of itself when no global group does: engine, size, parameters, encryption. */
export function redisEngine(
  scope: Construct,
  props: RedisSettings & RedisEngine,
): Partial<ElasticacheReplicationGroupConfig> {
  const name = nameOf(props.naming, props.store);
  const parameters = new ElasticacheParameterGroup(scope, "parameters", {
    name,
    family: `redis${props.engineVersion.split(".")[0]}`,
    description: `Parameters of ${props.store}`,
    parameter: [
      { name: "maxmemory-policy", value: props.evictionPolicy ?? "volatile-lru" },
      ...(props.keyspaceEvents === undefined
        ? []
        : [{ name: "notify-keyspace-events", value: props.keyspaceEvents }]),
    ],
    tags: tagsOf(name, props.tags),
  });
  return {
    engine: "redis",
    engineVersion: props.engineVersion,
    nodeType: props.nodeType,
    parameterGroupName: parameters.name,
    port: 6379,
    atRestEncryptionEnabled: "true",
    transitEncryptionEnabled: true,
    transitEncryptionMode: "required",
  };
}

import { ElasticacheCluster } from "@cdktn/provider-aws/lib/elasticache-cluster/index.js";
import { ElasticacheParameterGroup } from "@cdktn/provider-aws/lib/elasticache-parameter-group/index.js";
import { ElasticacheSubnetGroup } from "@cdktn/provider-aws/lib/elasticache-subnet-group/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { cacheName } from "./cacheNames.ts";

export interface MemcachedCacheProps {
  readonly naming: Naming;
  /** Region of the cache. */
  readonly region: string;
  /** Placed store, `pages`. */
  readonly store: string;
  /** Memcached version, all three parts: `1.6.22`. From 1.6.12 on: encryption on the way needs it. */
  readonly engineVersion: string;
  /** Node type, `cache.m7g.large`. */
  readonly nodeType: string;
  /** Nodes, 1 to 40; from two on, they lie in different zones. */
  readonly nodes: number;
  /** Data subnets, in two zones at least. */
  readonly subnetIds: readonly string[];
  /** Groups that let the services in: `cache` of `SecurityGroups`. */
  readonly securityGroupIds: readonly string[];
  /**
   * Settings of the engine, by their names.
   * @default {} as AWS sets them. The group is ours all the same: AWS's own cannot be changed later
   */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly tags: OwnerTags;
}

/**
 * A Memcached page cache of one region, which may be lost at any time: no replica, no snapshot, nothing at
 * rest that a key could encrypt, nobody asked who he is. A lost node takes its share of the pages with it,
 * and the application fills them again. So nothing personal belongs here, and nothing recovers it.
 *
 * Encrypted on the way. Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html, read November 2026.
 */
export class MemcachedCache extends Construct {
  readonly cluster: ElasticacheCluster;

  constructor(scope: Construct, id: string, props: MemcachedCacheProps) {
    super(scope, id);
    const name = cacheName(props.naming, props.store, "cluster");
    const tags = tagsOf(name, props.tags);
    const subnets = new ElasticacheSubnetGroup(this, "subnets", {
      name,
      description: `Subnets of ${props.region} for ${props.store}`,
      subnetIds: [...props.subnetIds],
      tags,
    });
    const parameters = new ElasticacheParameterGroup(this, "parameters", {
      name,
      family: `memcached${props.engineVersion.split(".").slice(0, 2).join(".")}`,
      description: `Parameters of ${props.store}`,
      parameter: Object.entries(props.parameters ?? {}).map(([key, value]) => ({ name: key, value })),
      tags,
    });
    this.cluster = new ElasticacheCluster(this, "cluster", {
      clusterId: name,
      engine: "memcached",
      engineVersion: props.engineVersion,
      nodeType: props.nodeType,
      numCacheNodes: props.nodes,
      azMode: props.nodes > 1 ? "cross-az" : "single-az",
      parameterGroupName: parameters.name,
      subnetGroupName: subnets.name,
      securityGroupIds: [...props.securityGroupIds],
      port: 11211,
      transitEncryptionEnabled: true,
      maintenanceWindow: "sun:04:30-sun:05:30",
      // As for Redis: a change that waits for its window would stand in every plan until then.
      applyImmediately: true,
      autoMinorVersionUpgrade: "false",
      tags,
    });
  }
}

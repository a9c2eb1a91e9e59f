import { ElasticacheReplicationGroup } from "@cdktn/provider-aws/lib/elasticache-replication-group/index.js";
import { Construct } from "constructs";
import { replicationGroupId } from "./cacheUsers.ts";
import { type RedisEngine, type RedisSettings, redisEngine, redisGroundwork } from "./redisSettings.ts";

export interface RedisCacheProps extends RedisSettings, RedisEngine {}

/**
 * A Redis OSS cache of one region: sessions. Survives the loss of a zone from two nodes on (a replica takes
 * over, the primary endpoint keeps its name), not the loss of its region: sessions are lost with it, and
 * customers sign in again. Who must not lose them pays for `RedisGlobalMember`.
 *
 * Encrypted at rest and on the way, without exception; clients sign in through IAM.
 */
export class RedisCache extends Construct {
  readonly group: ElasticacheReplicationGroup;

  constructor(scope: Construct, id: string, props: RedisCacheProps) {
    super(scope, id);
    this.group = new ElasticacheReplicationGroup(this, "group", {
      ...redisGroundwork(this, props, replicationGroupId(props.naming, props.store)),
      ...redisEngine(this, props),
    });
  }
}

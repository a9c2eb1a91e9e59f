import { ElasticacheGlobalReplicationGroup } from "@cdktn/provider-aws/lib/elasticache-global-replication-group/index.js";
import { ElasticacheReplicationGroup } from "@cdktn/provider-aws/lib/elasticache-replication-group/index.js";
import { Construct } from "constructs";
import { TriremeError } from "../../lib/index.ts";
import { cacheName } from "./cacheNames.ts";
import { replicationGroupId } from "./cacheUsers.ts";
import { type RedisEngine, type RedisSettings, redisEngine, redisGroundwork } from "./redisSettings.ts";

/**
 * Where the member comes from: permanent configuration, says nothing of which member is primary today.
 * `born`: the global group is made here, of this member. `joined`: this region holds a copy; engine, node
 * type, parameters and encryption come from the primary, and AWS refuses to be told them.
 */
export type RedisGlobalMemberProps = RedisSettings &
  (
    | ({
        /** The global group is made here, of this member. */
        readonly origin: "born";
      } & RedisEngine)
    | {
        /** This region holds a copy. */
        readonly origin: "joined";
        /**
         * Id of the global group, an output of the stack where it was born: AWS puts a prefix of the birth
         * region in front of the name that we choose (`ldgnf-shop-production-sessions` for us-east-1).
         */
        readonly globalGroupId: string;
      }
  );

/**
 * One region's member of an ElastiCache global datastore, neutral as to role: one member takes the writes,
 * up to two copies in other regions follow within a second or two.
 *
 * What a failover changes, as the provider reads it (5.100 and 6.x): `primary_replication_group_id` of the
 * global group, which would force its replacement. It is given at birth and ignored from then on. Nothing
 * of a replication group changes with its role. The node type is ignored on the member that was born,
 * because AWS scales all members through the global group, where it stands.
 *
 * Node types: the m and r families from the fifth on, none of the t family: as a pattern,
 * `^cache\.[mr](?:[5-9]|\d\d)[a-z]*\.(?:\d*x)?large$`.
 * Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html, read November 2026.
 *
 * Taking it down: the copies first, then the stack of birth, which must hold the primary again: a primary
 * cannot leave its group, and the provider goes on asking for up to an hour.
 *
 * @throws TriremeError `global-cache-too-small` (input) with fewer than two nodes.
 */
export class RedisGlobalMember extends Construct {
  readonly group: ElasticacheReplicationGroup;
  /** Where the group was born: the id that the others join by. */
  readonly globalGroupId: string;

  constructor(scope: Construct, id: string, props: RedisGlobalMemberProps) {
    super(scope, id);
    if (props.nodes < 2) {
      throw new TriremeError(`${props.store} in ${props.region} has ${props.nodes} node`, {
        code: "global-cache-too-small",
        fault: "input",
        // AWS hands the primary's automatic failover down to all members, and that needs a replica in each.
        fix: "Give every member of a global cache two nodes or more: any of them may become the primary.",
      });
    }
    const member = replicationGroupId(props.naming, props.store, props.region);
    const common = redisGroundwork(this, props, member);
    if (props.origin === "joined") {
      this.globalGroupId = props.globalGroupId;
      this.group = new ElasticacheReplicationGroup(this, "group", {
        ...common,
        globalReplicationGroupId: props.globalGroupId,
      });
      return;
    }
    this.group = new ElasticacheReplicationGroup(this, "group", {
      ...common,
      ...redisEngine(this, props),
      lifecycle: { ignoreChanges: ["node_type"] },
    });
    const global = new ElasticacheGlobalReplicationGroup(this, "global", {
      globalReplicationGroupIdSuffix: cacheName(props.naming, props.store, "group"),
      globalReplicationGroupDescription: `${props.store} of ${props.naming.platform} ${props.naming.environment}`,
      primaryReplicationGroupId: this.group.id,
      cacheNodeType: props.nodeType,
      engineVersion: props.engineVersion,
      lifecycle: { ignoreChanges: ["primary_replication_group_id"] },
    });
    this.globalGroupId = global.globalReplicationGroupId;
  }
}

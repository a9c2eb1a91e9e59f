import { ElasticacheUser } from "@cdktn/provider-aws/lib/elasticache-user/index.js";
import { ElasticacheUserGroup } from "@cdktn/provider-aws/lib/elasticache-user-group/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { cacheName } from "./cacheNames.ts";

/** Someone who may speak to a cache. */
export interface CacheUser {
  /** Name within the store, `application`. */
  readonly name: string;
  /** Administrative and dangerous commands are refused to both. */
  readonly access: "read-write" | "read-only";
}

/**
 * What each kind of user may do, with every key. Nobody gets the dangerous commands (`FLUSHALL`, `KEYS`, `CONFIG`), but
 * for `ROLE`, which Redis counts among them and which changes nothing: by it a service finds the member of a Global
 * Datastore that writes today (ADR 23). It stands last, since what comes later counts.
 * Source: https://redis.io/commands/role, read November 2026.
 */
const ACCESS: Readonly<Record<CacheUser["access"], string>> = {
  "read-write": "on ~* -@all +@read +@write +@connection +@transaction -@dangerous +role",
  "read-only": "on ~* -@all +@read +@connection -@dangerous +role",
};

/** The user that Redis takes a client for which names none: switched off. AWS's own example, see `CacheUsers`. */
const NOBODY = "off ~* -@all";

export interface CacheUsersProps {
  readonly naming: Naming;
  readonly store: string;
  readonly users: readonly CacheUser[];
  readonly tags: OwnerTags;
}

/**
 * The users of one cache: each signs in with a token of AWS's identity service, so no password exists that
 * could leak or grow old. They are objects of ElastiCache in the cache's own region, not of IAM, and stay
 * there when another region falls. Who may take such a token stands in a role: `cacheConnectArns`.
 *
 * A user group must hold a user named `default`; ours is switched off, in place of AWS's own, which may do
 * everything without a password. User id and user name of an IAM user are the same, which AWS demands.
 * Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html and auth-iam.html, read November 2026.
 */
export class CacheUsers extends Construct {
  readonly groupId: string;

  constructor(scope: Construct, id: string, props: CacheUsersProps) {
    super(scope, id);
    const { naming, store } = props;
    const name = cacheName(naming, `${store}-users`, "user");
    const nobody = cacheName(naming, `${store}-default`, "user");
    const users = [
      new ElasticacheUser(this, "default", {
        userId: nobody,
        userName: "default",
        engine: "redis",
        accessString: NOBODY,
        // Not as `authentication_mode`: AWS answers `no-password` to `no-password-required`, a difference in every plan.
        noPasswordRequired: true,
        tags: tagsOf(nobody, props.tags),
      }),
      ...props.users.map((user) => {
        const userId = cacheUserId(naming, store, user.name);
        return new ElasticacheUser(this, user.name, {
          userId,
          userName: userId,
          engine: "redis",
          accessString: ACCESS[user.access],
          authenticationMode: { type: "iam" },
          tags: tagsOf(userId, props.tags),
        });
      }),
    ];
    const group = new ElasticacheUserGroup(this, "group", {
      userGroupId: name,
      engine: "redis",
      userIds: users.map((user) => user.userId),
      tags: tagsOf(name, props.tags),
    });
    this.groupId = group.userGroupId;
  }
}

function cacheUserId(naming: Naming, store: string, user: string): string {
  return cacheName(naming, `${store}-${user}`, "user");
}

/**
 * Id of the replication group of a store. A member of a global group has its region in it: ids are unique
 * within a region only, and the provider tells members of one group apart by their id alone.
 */
export function replicationGroupId(naming: Naming, store: string, memberIn?: string): string {
  return cacheName(naming, memberIn === undefined ? store : `${store}-${memberIn}`, "group");
}

/** Ids of a group's nodes, as ElastiCache numbers them and CloudWatch knows them. */
export function replicationGroupNodeIds(group: string, nodes: number): readonly string[] {
  return Array.from({ length: nodes }, (_, index) => `${group}-${String(index + 1).padStart(3, "0")}`);
}

/**
 * What a role must be allowed `elasticache:Connect` on, to sign in as the user in each of the regions: the
 * cache and the user. For the role of a workload, which stands in a global stack.
 * Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html, read November 2026.
 */
export function cacheConnectArns(
  naming: Naming,
  cache: { readonly store: string; readonly user: string; readonly global: boolean },
  regions: readonly string[],
): readonly string[] {
  return regions.flatMap((region) => {
    const here = `arn:aws:elasticache:${region}:${naming.account}`;
    const group = replicationGroupId(naming, cache.store, cache.global ? region : undefined);
    return [
      `${here}:replicationgroup:${group}`,
      `${here}:user:${cacheUserId(naming, cache.store, cache.user)}`,
    ];
  });
}

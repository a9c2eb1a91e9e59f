import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { cachesOf } from "../overlays/elasticache/index.ts";
import { type Form, flag, list, parseForm } from "../wire/index.ts";
import { globalDatastoreRefusals } from "./elasticacheGlobal.ts";
import { keyIsUsable } from "./lookups.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg";
const API = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference";

interface CacheRule extends Omit<Refusal, "service" | "check"> {
  check(form: Form, call: AwsCall, world: World): RefusedCall | undefined | Promise<RefusedCall | undefined>;
}

function elasticache({ check, ...rule }: CacheRule): Refusal {
  return {
    ...rule,
    service: "elasticache",
    check: async (call, world) => check(parseForm(call.body), call, world),
  };
}

function refused(code: string, message: string): RefusedCall {
  return { status: 400, code, message };
}

const names = elasticache({
  id: "elasticache-names",
  actions: ["CreateReplicationGroup", "CreateCacheCluster"],
  rule: "A replication group's name has 1 to 40 characters, a cluster's 1 to 50: letters, digits and single hyphens, a letter first and no hyphen last.",
  source: `${API}/API_CreateReplicationGroup.html`,
  check(form, call) {
    const isGroup = call.action === "CreateReplicationGroup";
    const parameter = isGroup ? "ReplicationGroupId" : "CacheClusterId";
    const name = form.get(parameter) ?? "";
    const fits = name.length <= (isGroup ? 40 : 50) && /^[a-z][a-z0-9-]*$/i.test(name) && !/--|-$/.test(name);
    if (fits) return undefined;
    return refused(
      "InvalidParameterValue",
      `The parameter ${parameter} is not a valid identifier: ${name}. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
    );
  },
});

const tokenWithoutEncryption = elasticache({
  id: "elasticache-auth-token-without-encryption",
  actions: ["CreateReplicationGroup"],
  rule: "An AUTH token is for replication groups with encryption in transit only.",
  source: `${API}/API_CreateReplicationGroup.html`,
  check(form) {
    if (!form.has("AuthToken") || flag(form, "TransitEncryptionEnabled") === true) return undefined;
    return refused("InvalidParameterCombination", "AuthToken requires TransitEncryptionEnabled to be true.");
  },
});

const iamWithoutEncryption = elasticache({
  id: "elasticache-iam-user-without-encryption",
  actions: ["CreateReplicationGroup"],
  rule: "Users who sign in through IAM need Redis OSS 7.0 or later, with encryption in transit.",
  source: `${GUIDE}/auth-to-iam-migration.html`,
  check(form, call, world) {
    if (form.has("GlobalReplicationGroupId")) return undefined;
    const here = cachesOf(world).in(call.account, call.signedRegion);
    const users = list(form, "UserGroupIds").flatMap((id) => [...(here.userGroups.get(id)?.userIds ?? [])]);
    if (!users.some((id) => here.users.get(id)?.authentication === "iam")) return undefined;
    const major = Number((form.get("EngineVersion") ?? "7").split(".")[0]);
    if (flag(form, "TransitEncryptionEnabled") === true && major >= 7) return undefined;
    return refused(
      "InvalidParameterCombination",
      "User groups with IAM authenticated users require engine version 7.0 or later and TransitEncryptionEnabled.",
    );
  },
});

const failoverWithoutReplica = elasticache({
  id: "elasticache-failover-without-replica",
  actions: ["CreateReplicationGroup"],
  rule: "With automatic failover, which Multi-AZ needs, a replication group has at least two nodes.",
  source: `${API}/API_CreateReplicationGroup.html`,
  check(form) {
    // A secondary of a global datastore is handed automatic failover down and told nothing of it.
    if (form.has("GlobalReplicationGroupId") || form.has("NumNodeGroups")) return undefined;
    const failover = flag(form, "AutomaticFailoverEnabled") === true;
    const replicated = Number(form.get("NumCacheClusters") ?? 1) >= 2;
    if (flag(form, "MultiAZEnabled") === true && !failover) {
      return refused("InvalidParameterCombination", "Multi-AZ requires automatic failover to be enabled.");
    }
    if (!failover || replicated) return undefined;
    return refused(
      "InvalidParameterCombination",
      "Automatic failover requires at least one replica: NumCacheClusters must be at least 2.",
    );
  },
});

const missingKey = elasticache({
  id: "elasticache-key-not-usable",
  actions: ["CreateReplicationGroup"],
  rule: "The key of data at rest exists, enabled, in the region of the replication group.",
  source: `${GUIDE}/at-rest-encryption.html`,
  async check(form, call, world) {
    const key = form.get("KmsKeyId");
    if (key === undefined) return undefined;
    if (await keyIsUsable(world, { account: call.account, region: call.signedRegion }, key)) return undefined;
    return refused("InvalidKMSKeyFault", `The KMS key ${key} is not valid in ${call.signedRegion}.`);
  },
});

const iamUserName = elasticache({
  id: "elasticache-iam-user-name",
  actions: ["CreateUser"],
  rule: "A user who signs in through IAM has the same id and name.",
  source: `${GUIDE}/auth-iam.html`,
  check(form) {
    if (form.get("AuthenticationMode.Type") !== "iam" || form.get("UserId") === form.get("UserName")) {
      return undefined;
    }
    return refused(
      "InvalidParameterCombination",
      "User Id and User name must be same for authentication type: iam",
    );
  },
});

const defaultUser = elasticache({
  id: "elasticache-user-group-without-default",
  actions: ["CreateUserGroup"],
  rule: "A user group for Redis OSS holds a user whose name is default.",
  source: `${API}/API_CreateUserGroup.html`,
  check(form, call, world) {
    if ((form.get("Engine") ?? "").toLowerCase() !== "redis") return undefined;
    const { users } = cachesOf(world).in(call.account, call.signedRegion);
    const ids = list(form, "UserIds").map((id) => id.toLowerCase());
    if (ids.some((id) => users.get(id)?.name === "default")) return undefined;
    return refused("DefaultUserRequired", "User group needs to contain a user with the user name default.");
  },
});

const oldMemcached = elasticache({
  id: "elasticache-memcached-encryption-version",
  actions: ["CreateCacheCluster"],
  rule: "Memcached encrypts in transit from version 1.6.12 on.",
  source: `${GUIDE}/in-transit-encryption.html`,
  check(form) {
    if (form.get("Engine") !== "memcached" || flag(form, "TransitEncryptionEnabled") !== true)
      return undefined;
    const [major = 0, minor = 0, patch = 0] = (form.get("EngineVersion") ?? "1.6.22").split(".").map(Number);
    if (major * 1_000_000 + minor * 1_000 + patch >= 1_006_012) return undefined;
    return refused(
      "InvalidParameterCombination",
      `Encryption in transit is not supported for memcached ${form.get("EngineVersion")}; 1.6.12 or later is needed.`,
    );
  },
});

export const elastiCacheRefusals: readonly Refusal[] = [
  names,
  tokenWithoutEncryption,
  iamWithoutEncryption,
  failoverWithoutReplica,
  missingKey,
  iamUserName,
  defaultUser,
  oldMemcached,
  ...globalDatastoreRefusals,
];

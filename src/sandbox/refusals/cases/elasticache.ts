import { type Caller, query } from "./caller.ts";
import { makeKey, type RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";

const cache = (region: string, action: string, parameters: Readonly<Record<string, string>>) =>
  query("elasticache", region, action, parameters);

const group = (id: string, more: Readonly<Record<string, string>> = {}) =>
  cache(EAST, "CreateReplicationGroup", {
    ReplicationGroupId: id,
    ReplicationGroupDescription: id,
    Engine: "redis",
    EngineVersion: "7.1",
    CacheNodeType: "cache.r7g.large",
    NumCacheClusters: "2",
    AutomaticFailoverEnabled: "true",
    ...more,
  });

const user = (id: string, name: string, type = "iam") =>
  cache(EAST, "CreateUser", {
    UserId: id,
    UserName: name,
    Engine: "redis",
    AccessString: "on ~* +@read",
    "AuthenticationMode.Type": type,
  });

/** A global datastore with its primary in us-east-1, and with a secondary in us-west-2 when asked: its id. */
async function makeGlobal(sandbox: Caller, name: string, secondary: boolean): Promise<string> {
  await sandbox.must(group(`${name}-east`));
  const made = cache(EAST, "CreateGlobalReplicationGroup", {
    GlobalReplicationGroupIdSuffix: name,
    PrimaryReplicationGroupId: `${name}-east`,
  });
  const id = await sandbox.field(made, "GlobalReplicationGroupId");
  if (secondary) await sandbox.must(cache(WEST, "CreateReplicationGroup", join(`${name}-west`, id)));
  return id;
}

const join = (id: string, global: string) => ({
  ReplicationGroupId: id,
  ReplicationGroupDescription: id,
  GlobalReplicationGroupId: global,
  NumCacheClusters: "2",
});

const memcached = (id: string, EngineVersion: string) =>
  cache(EAST, "CreateCacheCluster", {
    CacheClusterId: id,
    Engine: "memcached",
    EngineVersion,
    CacheNodeType: "cache.m7g.large",
    NumCacheNodes: "1",
    TransitEncryptionEnabled: "true",
  });

const regionalCases: readonly RefusalCase[] = [
  {
    refusal: "elasticache-names",
    code: "InvalidParameterValue",
    emulator: "accepts",
    async prepare() {
      return { refused: group("n".repeat(41)), taken: group("n".repeat(40)) };
    },
  },
  {
    refusal: "elasticache-auth-token-without-encryption",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare() {
      const AuthToken = "not-a-secret-at-all";
      const encrypted = { AuthToken, TransitEncryptionEnabled: "true" };
      return { refused: group("token-open", { AuthToken }), taken: group("token-closed", encrypted) };
    },
  },
  {
    refusal: "elasticache-iam-user-without-encryption",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(user("signed-nobody", "default", "no-password-required"));
      await sandbox.must(user("signed-app", "signed-app"));
      await sandbox.must(
        cache(EAST, "CreateUserGroup", {
          UserGroupId: "signed",
          Engine: "redis",
          "UserIds.member.1": "signed-nobody",
          "UserIds.member.2": "signed-app",
        }),
      );
      const users = { "UserGroupIds.member.1": "signed" };
      return {
        refused: group("signed-open", users),
        taken: group("signed-closed", { ...users, TransitEncryptionEnabled: "true" }),
      };
    },
  },
  {
    refusal: "elasticache-failover-without-replica",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare() {
      const alone = { NumCacheClusters: "1" };
      return {
        refused: group("alone", alone),
        taken: group("alone-and-said", { ...alone, AutomaticFailoverEnabled: "false" }),
      };
    },
  },
  {
    refusal: "elasticache-key-not-usable",
    code: "InvalidKMSKeyFault",
    emulator: "accepts",
    async prepare(sandbox) {
      const keyed = (KmsKeyId: string) => ({ AtRestEncryptionEnabled: "true", KmsKeyId });
      return {
        refused: group("keyed-abroad", keyed(await makeKey(sandbox, WEST))),
        taken: group("keyed-here", keyed(await makeKey(sandbox, EAST))),
      };
    },
  },
  {
    refusal: "elasticache-iam-user-name",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare() {
      return { refused: user("iam-one", "somebody"), taken: user("iam-two", "iam-two") };
    },
  },
  {
    refusal: "elasticache-user-group-without-default",
    code: "DefaultUserRequired",
    emulator: "fails",
    async prepare(sandbox) {
      await sandbox.must(user("group-nobody", "default", "no-password-required"));
      await sandbox.must(user("group-app", "group-app"));
      const made = (UserGroupId: string, ...ids: readonly string[]) =>
        cache(EAST, "CreateUserGroup", {
          UserGroupId,
          Engine: "redis",
          ...Object.fromEntries(ids.map((id, at) => [`UserIds.member.${at + 1}`, id])),
        });
      return {
        refused: made("headless", "group-app"),
        taken: made("headed", "group-nobody", "group-app"),
      };
    },
  },
  {
    refusal: "elasticache-memcached-encryption-version",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare() {
      return { refused: memcached("pages-old", "1.6.6"), taken: memcached("pages-new", "1.6.12") };
    },
  },
];

const globalCases: readonly RefusalCase[] = [
  {
    refusal: "elasticache-global-node-type",
    code: "InvalidParameterValue",
    emulator: "fails",
    async prepare(sandbox) {
      await sandbox.must(group("typed-small", { CacheNodeType: "cache.t4g.medium" }));
      await sandbox.must(group("typed-large"));
      const global = (GlobalReplicationGroupIdSuffix: string) =>
        cache(EAST, "CreateGlobalReplicationGroup", {
          GlobalReplicationGroupIdSuffix,
          PrimaryReplicationGroupId: GlobalReplicationGroupIdSuffix,
        });
      return { refused: global("typed-small"), taken: global("typed-large") };
    },
  },
  {
    refusal: "elasticache-global-secondary-inherits",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare(sandbox) {
      const id = await makeGlobal(sandbox, "heir", false);
      const told = { ...join("heir-told", id), CacheNodeType: "cache.r7g.large" };
      return {
        refused: cache(WEST, "CreateReplicationGroup", told),
        taken: cache(WEST, "CreateReplicationGroup", join("heir-west", id)),
      };
    },
  },
  {
    refusal: "elasticache-global-member-scaled-alone",
    code: "InvalidParameterCombination",
    emulator: "fails",
    async prepare(sandbox) {
      const GlobalReplicationGroupId = await makeGlobal(sandbox, "scaled", false);
      const larger = { CacheNodeType: "cache.r7g.xlarge", ApplyImmediately: "true" };
      return {
        refused: cache(EAST, "ModifyReplicationGroup", { ReplicationGroupId: "scaled-east", ...larger }),
        taken: cache(EAST, "ModifyGlobalReplicationGroup", { GlobalReplicationGroupId, ...larger }),
      };
    },
  },
  {
    refusal: "elasticache-global-primary-leaves",
    code: "InvalidParameterValue",
    emulator: "fails",
    async prepare(sandbox) {
      const GlobalReplicationGroupId = await makeGlobal(sandbox, "leaving", true);
      const leave = (ReplicationGroupRegion: string, ReplicationGroupId: string) =>
        cache(EAST, "DisassociateGlobalReplicationGroup", {
          GlobalReplicationGroupId,
          ReplicationGroupRegion,
          ReplicationGroupId,
        });
      return { refused: leave(EAST, "leaving-east"), taken: leave(WEST, "leaving-west") };
    },
  },
  {
    refusal: "elasticache-global-member-deleted",
    code: "InvalidReplicationGroupState",
    emulator: "fails",
    async prepare(sandbox) {
      await makeGlobal(sandbox, "kept", false);
      await sandbox.must(group("kept-apart"));
      const remove = (ReplicationGroupId: string) =>
        cache(EAST, "DeleteReplicationGroup", { ReplicationGroupId });
      return { refused: remove("kept-east"), taken: remove("kept-apart") };
    },
  },
  {
    refusal: "elasticache-global-deleted-with-secondaries",
    code: "InvalidGlobalReplicationGroupState",
    emulator: "fails",
    async prepare(sandbox) {
      const remove = (GlobalReplicationGroupId: string) =>
        cache(EAST, "DeleteGlobalReplicationGroup", {
          GlobalReplicationGroupId,
          RetainPrimaryReplicationGroup: "true",
        });
      return {
        refused: remove(await makeGlobal(sandbox, "crowded", true)),
        taken: remove(await makeGlobal(sandbox, "deserted", false)),
      };
    },
  },
];

export const elastiCacheCases: readonly RefusalCase[] = [...regionalCases, ...globalCases];

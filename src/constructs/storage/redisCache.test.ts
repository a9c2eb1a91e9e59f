import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { cacheConnectArns } from "./cacheUsers.ts";
import { RedisCache, type RedisCacheProps } from "./redisCache.ts";

const cacheOf = (replace: Partial<RedisCacheProps> = {}) =>
  synthesised((scope) => {
    new RedisCache(scope, "sessions", {
      naming: NAMING,
      region: "us-east-1",
      store: "sessions",
      engineVersion: "7.1",
      nodeType: "cache.r7g.large",
      nodes: 2,
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupIds: ["sg-1"],
      keyArn: "arn:key:east",
      users: [
        { name: "application", access: "read-write" },
        { name: "reports", access: "read-only" },
      ],
      snapshotRetentionDays: 3,
      protect: true,
      tags: TAGS,
      ...replace,
    });
  });
const groupOf = (replace: Partial<RedisCacheProps> = {}) =>
  cacheOf(replace).only("aws_elasticache_replication_group");
const usersOf = () => Object.values(cacheOf().all("aws_elasticache_user"));

describe("a Redis cache of one region", () => {
  it("is encrypted at rest with the given key and takes no connection that is not encrypted", () => {
    expect(groupOf()).toMatchObject({
      at_rest_encryption_enabled: "true",
      kms_key_id: "arn:key:east",
      transit_encryption_enabled: true,
      transit_encryption_mode: "required",
    });
  });

  it.each([
    [1, false],
    [2, true],
    [3, true],
  ])("with %i nodes survives the loss of a zone: %s", (nodes, survives) => {
    expect(groupOf({ nodes })).toMatchObject({
      num_cache_clusters: nodes,
      automatic_failover_enabled: survives,
      multi_az_enabled: survives,
    });
  });

  it("knows no password: users sign in through IAM, and whoever names no user is switched off", () => {
    const users = usersOf();
    const group = cacheOf().only("aws_elasticache_user_group");
    const modes = users.map((user) => user.authentication_mode);

    expect(modes).toEqual([undefined, { type: "iam" }, { type: "iam" }]);
    expect(users[0]).toMatchObject({ user_name: "default", access_string: "off ~* -@all" });
    for (const user of users) {
      expect(user).not.toHaveProperty("passwords");
      if (user.user_name !== "default") expect(user.user_name).toBe(user.user_id);
    }
    expect(group.user_ids).toHaveLength(3);
    expect(groupOf()).not.toHaveProperty("auth_token");
  });

  it("gives nobody a dangerous command but the one that tells who writes, and writing only to those who write", () => {
    const [, application, reports] = usersOf().map((user) => String(user.access_string));
    for (const access of [application, reports])
      expect(access).toMatch(/^on ~\* -@all .* -@dangerous \+role$/);
    expect(application).toContain("+@write");
    expect(reports).not.toContain("+@write");
  });

  it("drops what expires when memory is full, unless told otherwise, and publishes no events", () => {
    const parameters = (replace: Partial<RedisCacheProps>) =>
      cacheOf(replace).only("aws_elasticache_parameter_group");

    expect(parameters({})).toMatchObject({
      family: "redis7",
      parameter: [{ name: "maxmemory-policy", value: "volatile-lru" }],
    });
    expect(parameters({ evictionPolicy: "noeviction", keyspaceEvents: "Ex" }).parameter).toEqual([
      { name: "maxmemory-policy", value: "noeviction" },
      { name: "notify-keyspace-events", value: "Ex" },
    ]);
  });

  it("sends the slow log and the engine's log into encrypted log groups kept for a time", () => {
    const cache = cacheOf({ logDays: 30 });
    const groups = Object.values(cache.all("aws_cloudwatch_log_group"));

    expect(groups.map(({ name }) => name)).toEqual([
      "/trireme/shop/production/sessions/slow-log",
      "/trireme/shop/production/sessions/engine-log",
    ]);
    for (const group of groups) {
      expect(group).toMatchObject({ kms_key_id: "arn:key:east", retention_in_days: 30 });
    }
    expect(groupOf().log_delivery_configuration).toEqual([
      expect.objectContaining({ log_type: "slow-log", destination_type: "cloudwatch-logs" }),
      expect.objectContaining({ log_type: "engine-log", destination_type: "cloudwatch-logs" }),
    ]);
  });

  it("keeps a last snapshot when it is protected, and nothing when it is not", () => {
    expect(groupOf().final_snapshot_identifier).toBe("shop-production-sessions-final");
    expect(groupOf({ protect: false })).not.toHaveProperty("final_snapshot_identifier");
  });

  it("applies what was approved at once, and no version by itself", () => {
    expect(groupOf()).toMatchObject({ apply_immediately: true, auto_minor_version_upgrade: "false" });
  });

  it("fails on a name that ElastiCache would refuse", () => {
    const long = { ...NAMING, platform: "a-platform-of-many-words" };
    expect(() => groupOf({ naming: long })).toThrow(
      expect.objectContaining({ code: "cache-name-refused", fault: "input" }),
    );
    expect(() => groupOf({ store: "sessions-" })).toThrow(
      expect.objectContaining({ code: "cache-name-refused" }),
    );
  });
});

describe("what a role must be allowed to connect to", () => {
  it("is the cache and the user, in every region", () => {
    const cache = { store: "sessions", user: "application", global: false };
    expect(cacheConnectArns(NAMING, cache, ["us-east-1", "eu-west-1"])).toEqual([
      "arn:aws:elasticache:us-east-1:111111111111:replicationgroup:shop-production-sessions",
      "arn:aws:elasticache:us-east-1:111111111111:user:shop-production-sessions-application",
      "arn:aws:elasticache:eu-west-1:111111111111:replicationgroup:shop-production-sessions",
      "arn:aws:elasticache:eu-west-1:111111111111:user:shop-production-sessions-application",
    ]);
    expect(cacheConnectArns(NAMING, { ...cache, global: true }, ["us-east-1"])[0]).toMatch(
      /:replicationgroup:shop-production-sessions-us-east-1$/,
    );
  });
});

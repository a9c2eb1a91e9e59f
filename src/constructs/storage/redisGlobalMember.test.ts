import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { RedisGlobalMember } from "./redisGlobalMember.ts";

const COMMON = {
  naming: NAMING,
  store: "baskets",
  nodes: 2,
  subnetIds: ["subnet-1", "subnet-2"],
  securityGroupIds: ["sg-1"],
  users: [{ name: "application", access: "read-write" }],
  snapshotRetentionDays: 1,
  protect: false,
  tags: TAGS,
} as const;
const BORN = {
  region: "us-east-1",
  keyArn: "arn:key:east",
  origin: "born",
  engineVersion: "7.1",
  nodeType: "cache.r7g.large",
} as const;
const JOINED = {
  region: "eu-west-1",
  keyArn: "arn:key:west",
  origin: "joined",
  globalGroupId: "ldgnf-baskets",
} as const;

const memberOf = (origin: typeof BORN | typeof JOINED, nodes = 2) =>
  synthesised((scope) => {
    new RedisGlobalMember(scope, "baskets", { ...COMMON, ...origin, nodes });
  });

describe("a member of a global Redis cache", () => {
  it("makes the global group of itself where it was born, and ignores who is primary from then on", () => {
    const member = memberOf(BORN);
    const [group] = Object.keys(member.all("aws_elasticache_replication_group"));

    expect(member.only("aws_elasticache_global_replication_group")).toMatchObject({
      global_replication_group_id_suffix: "shop-production-baskets",
      primary_replication_group_id: `\${aws_elasticache_replication_group.${group}.id}`,
      lifecycle: { ignore_changes: ["primary_replication_group_id"] },
    });
  });

  it("scales and upgrades through the global group, never alone", () => {
    const member = memberOf(BORN);
    expect(member.only("aws_elasticache_global_replication_group")).toMatchObject({
      cache_node_type: "cache.r7g.large",
      engine_version: "7.1",
    });
    expect(member.only("aws_elasticache_replication_group").lifecycle).toEqual({
      ignore_changes: ["node_type"],
    });
  });

  it("joins by the group's id and says nothing of what the primary hands down", () => {
    const member = memberOf(JOINED);
    const group = member.only("aws_elasticache_replication_group");

    expect(group).toMatchObject({
      global_replication_group_id: "ldgnf-baskets",
      replication_group_id: "shop-production-baskets-eu-west-1",
      kms_key_id: "arn:key:west",
    });
    for (const inherited of [
      "engine",
      "engine_version",
      "node_type",
      "parameter_group_name",
      "at_rest_encryption_enabled",
      "transit_encryption_enabled",
      "transit_encryption_mode",
      "lifecycle",
    ]) {
      expect(group).not.toHaveProperty(inherited);
    }
    expect(member.types).not.toContain("aws_elasticache_parameter_group");
    expect(member.types).not.toContain("aws_elasticache_global_replication_group");
  });

  it("has users of its own in every region, who need no other region to sign in", () => {
    for (const origin of [BORN, JOINED]) {
      expect(memberOf(origin).only("aws_elasticache_user_group").user_ids).toHaveLength(2);
    }
  });

  it("decides on eviction and events where it was born, and on its own logs", () => {
    const member = synthesised((scope) => {
      new RedisGlobalMember(scope, "baskets", {
        ...COMMON,
        ...BORN,
        evictionPolicy: "noeviction",
        keyspaceEvents: "Ex",
        logDays: 30,
      });
    });
    expect(member.only("aws_elasticache_parameter_group").parameter).toEqual([
      { name: "maxmemory-policy", value: "noeviction" },
      { name: "notify-keyspace-events", value: "Ex" },
    ]);
    for (const log of Object.values(member.all("aws_cloudwatch_log_group"))) {
      expect(log).toMatchObject({ kms_key_id: "arn:key:east", retention_in_days: 30 });
    }
  });

  it.each([true, false])("keeps a last snapshot only where it is protected (%s)", (protect) => {
    const member = synthesised((scope) => {
      new RedisGlobalMember(scope, "baskets", { ...COMMON, ...BORN, protect });
    });
    const group = member.only("aws_elasticache_replication_group");
    expect(group.final_snapshot_identifier !== undefined).toBe(protect);
  });

  it("fails with one node: any member may have to be the primary", () => {
    expect(() => memberOf(JOINED, 1)).toThrow(
      expect.objectContaining({ code: "global-cache-too-small", fault: "input" }),
    );
  });
});

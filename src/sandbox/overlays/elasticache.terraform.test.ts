import { KmsKey } from "@cdktn/provider-aws/lib/kms-key/index.js";
import { SecurityGroup } from "@cdktn/provider-aws/lib/security-group/index.js";
import { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import type { Construct } from "constructs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MemcachedCache, RedisCache, RedisGlobalMember } from "../../constructs/index.ts";
import { NAMING, TAGS } from "../../constructs/testing/synthesised.ts";
import { parseXml, textAt, walk } from "../wire/index.ts";
import { FAILOVER_MS, RESYNC_MS } from "./elasticache/timings.ts";
import { ConstructRehearsal, type Part, skippedBecause, toolsMissing } from "./testing/rehearseConstructs.ts";

const BIRTH = "us-east-1";
const COPY = "eu-west-1";

/** What a cache is put into: two data subnets, a security group, a key. */
function ground(scope: Construct, region: string) {
  const vpc = new Vpc(scope, "vpc", { cidrBlock: "10.0.0.0/16" });
  const subnets = ["a", "b"].map(
    (zone, at) =>
      new Subnet(scope, `subnet-${zone}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${at}.0/24`,
        availabilityZone: `${region}${zone}`,
      }),
  );
  const group = new SecurityGroup(scope, "caches", { name: "caches", vpcId: vpc.id });
  return {
    naming: NAMING,
    region,
    subnetIds: subnets.map((subnet) => subnet.id),
    securityGroupIds: [group.id],
    keyArn: new KmsKey(scope, "key", { enableKeyRotation: true }).arn,
    tags: TAGS,
  };
}

const USERS = [
  { name: "application", access: "read-write" },
  { name: "reports", access: "read-only" },
] as const;
const REDIS = { nodes: 2, users: USERS, snapshotRetentionDays: 3, protect: false } as const;
const ENGINE = { engineVersion: "7.1", nodeType: "cache.r7g.large" } as const;

const regional: Part = {
  id: `${BIRTH}/caches`,
  region: BIRTH,
  build: (scope) => {
    const place = ground(scope, BIRTH);
    const keyspaceEvents = "Ex";
    new RedisCache(scope, "sessions", { ...place, ...REDIS, ...ENGINE, keyspaceEvents, store: "sessions" });
    const memcached = { engineVersion: "1.6.22", nodeType: "cache.m7g.large", nodes: 3 };
    new MemcachedCache(scope, "pages", { ...place, ...memcached, store: "pages" });
    return undefined;
  },
};

const birth: Part = {
  id: `${BIRTH}/data`,
  region: BIRTH,
  build: (scope) => {
    const member = {
      ...ground(scope, BIRTH),
      ...REDIS,
      ...ENGINE,
      store: "baskets",
      origin: "born",
    } as const;
    return { global_group_id: new RedisGlobalMember(scope, "baskets", member).globalGroupId };
  },
};

const copy = (globalGroupId: string): Part => ({
  id: `${COPY}/data`,
  region: COPY,
  build: (scope) => {
    const joined = { origin: "joined", globalGroupId } as const;
    new RedisGlobalMember(scope, "baskets", {
      ...ground(scope, COPY),
      ...REDIS,
      ...joined,
      store: "baskets",
    });
    return undefined;
  },
});

describe.skipIf(toolsMissing)(`ElastiCache with Terraform and the AWS provider${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const call = async (region: string, action: string, parameters: Readonly<Record<string, string>> = {}) => {
    const place = { service: "elasticache", region, version: "2015-02-02" };
    const { status, body } = await rehearsal.query(place, action, parameters);
    expect(status, body).toBe(200);
    return [...walk(parseXml(body))];
  };
  const primary = async (region: string) =>
    (await call(region, "DescribeGlobalReplicationGroups", { ShowMemberInfo: "true" }))
      .filter((node) => textAt(node, "Role") === "PRIMARY")
      .map((node) => textAt(node, "ReplicationGroupRegion"));
  const left = async (region: string) =>
    (
      await Promise.all(
        [
          "DescribeReplicationGroups",
          "DescribeCacheClusters",
          "DescribeGlobalReplicationGroups",
          "DescribeUsers",
          "DescribeUserGroups",
          "DescribeCacheParameterGroups",
          "DescribeCacheSubnetGroups",
        ].map((action) => call(region, action)),
      )
    )
      .flatMap((nodes) => nodes.flatMap((node) => (node.name === "ARN" ? [node.text] : [])))
      // AWS's own user of every account, which nobody made.
      .filter((arn) => !arn.endsWith(":user:default"));

  it("applies a Redis cache and a Memcached cluster, plans nothing more, and destroys both", async () => {
    await rehearsal.apply(regional);
    const nodes = await call(BIRTH, "DescribeCacheClusters");
    const zones = nodes.flatMap((node) => (node.name === "PreferredAvailabilityZone" ? [node.text] : []));

    expect(zones.sort()).toEqual(["Multiple", `${BIRTH}a`, `${BIRTH}b`]);
    expect(await rehearsal.changes(regional)).toEqual([]);
    await call(BIRTH, "TestFailover", {
      ReplicationGroupId: "shop-production-sessions",
      NodeGroupId: "0001",
    });
    await rehearsal.sandbox.advanceClock(60);
    expect(await rehearsal.changes(regional)).toEqual([]);
    await rehearsal.destroy(regional);
    expect(await left(BIRTH)).toEqual([]);
  }, 900_000);

  it("plans nothing in any region after the failover of a global datastore, nor after the failback", async () => {
    // given
    const { outputs } = await rehearsal.apply(birth);
    const id = String(outputs.global_group_id);
    const joined = copy(id);
    await rehearsal.apply(joined);
    const failover = (region: string) =>
      call(region, "FailoverGlobalReplicationGroup", {
        GlobalReplicationGroupId: id,
        PrimaryRegion: region,
        PrimaryReplicationGroupId: `shop-production-baskets-${region}`,
      });
    expect(id).toBe("ldgnf-shop-production-baskets");
    expect(await primary(COPY)).toEqual([BIRTH]);
    expect([await rehearsal.changes(birth), await rehearsal.changes(joined)]).toEqual([[], []]);

    // when the birth region is lost
    await rehearsal.sandbox.loseRegion(BIRTH);
    await failover(COPY);
    await rehearsal.sandbox.advanceClock(FAILOVER_MS / 1000);
    // then
    expect(await primary(COPY)).toEqual([COPY]);
    expect(await rehearsal.changes(joined)).toEqual([]);
    await rehearsal.sandbox.restoreRegion(BIRTH);
    expect(await rehearsal.changes(birth)).toEqual([]);

    // when it is back and takes over again
    await rehearsal.sandbox.advanceClock(RESYNC_MS / 1000);
    await failover(BIRTH);
    await rehearsal.sandbox.advanceClock(FAILOVER_MS / 1000);
    // then
    expect(await primary(COPY)).toEqual([BIRTH]);
    expect([await rehearsal.changes(birth), await rehearsal.changes(joined)]).toEqual([[], []]);
    await rehearsal.destroy(joined);
    await rehearsal.destroy(birth);
    expect([await left(BIRTH), await left(COPY)]).toEqual([[], []]);
  }, 1_500_000);
});

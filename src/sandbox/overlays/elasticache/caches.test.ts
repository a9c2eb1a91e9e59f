import { describe, expect, it } from "vitest";
import { FakeCaches } from "../testing/fakeCaches.ts";
import { ZONE_FAILOVER_MS } from "./timings.ts";

const EAST = "us-east-1";
const roles = (caches: FakeCaches) => caches.texts(EAST, "DescribeReplicationGroups", "CurrentRole");

describe("a replication group", () => {
  it("spreads its nodes over the zones of its subnets and shows each as a cluster of one", async () => {
    const caches = new FakeCaches();
    await caches.group(EAST, "sessions");
    const nodes = (name: string) => caches.texts(EAST, "DescribeCacheClusters", name);

    expect(await nodes("CacheClusterId")).toEqual(["sessions-001", "sessions-002"]);
    expect(await nodes("PreferredAvailabilityZone")).toEqual([`${EAST}a`, `${EAST}b`]);
    expect(await nodes("EngineVersion")).toEqual(["7.1.0", "7.1.0"]);
  });

  it("hands the writes to a replica when its primary fails, under the same name", async () => {
    const caches = new FakeCaches();
    await caches.group(EAST, "sessions");
    const named = () => caches.texts(EAST, "DescribeReplicationGroups", "Address");
    const before = await named();
    await caches.call(EAST, "TestFailover", { ReplicationGroupId: "sessions", NodeGroupId: "0001" });
    const meanwhile = await roles(caches);
    caches.world.clock.advance(ZONE_FAILOVER_MS);

    expect(meanwhile).toEqual(["primary", "replica"]);
    expect(await roles(caches)).toEqual(["replica", "primary"]);
    expect(await named()).toEqual(before);
  });

  it("refuses to test a failover that cannot happen", async () => {
    const caches = new FakeCaches();
    await caches.group(EAST, "sessions");
    const test = () => caches.call(EAST, "TestFailover", { ReplicationGroupId: "sessions" });
    await caches.call(EAST, "DecreaseReplicaCount", { ReplicationGroupId: "sessions", NewReplicaCount: "0" });

    expect((await test()).code).toBe("InvalidReplicationGroupState");
    expect(await roles(caches)).toEqual(["primary"]);
    await caches.call(EAST, "IncreaseReplicaCount", { ReplicationGroupId: "sessions", NewReplicaCount: "2" });
    expect(await roles(caches)).toEqual(["primary", "replica", "replica"]);
  });

  it("keeps what it is told, and switches a log off", async () => {
    const caches = new FakeCaches();
    await caches.group(EAST, "sessions");
    const modify = (more: Readonly<Record<string, string>>) =>
      caches.call(EAST, "ModifyReplicationGroup", { ReplicationGroupId: "sessions", ...more });
    const log = "LogDeliveryConfigurations.LogDeliveryConfigurationRequest.1";
    await modify({
      SnapshotRetentionLimit: "5",
      "SecurityGroupIds.SecurityGroupId.1": "sg-9",
      [`${log}.LogType`]: "slow-log",
      [`${log}.DestinationType`]: "cloudwatch-logs",
      [`${log}.DestinationDetails.CloudWatchLogsDetails.LogGroup`]: "/logs/slow",
      [`${log}.LogFormat`]: "json",
    });
    const told = await caches.texts(EAST, "DescribeReplicationGroups", "LogGroup");
    await modify({ [`${log}.LogType`]: "slow-log", [`${log}.Enabled`]: "false" });

    expect(told).toEqual(["/logs/slow"]);
    expect(await caches.texts(EAST, "DescribeReplicationGroups", "LogGroup")).toEqual([]);
    expect(await caches.texts(EAST, "DescribeReplicationGroups", "SnapshotRetentionLimit")).toEqual(["5"]);
    expect(await caches.texts(EAST, "DescribeCacheClusters", "SecurityGroupId")).toEqual(["sg-9", "sg-9"]);
  });
});

describe("what caches are made of", () => {
  it("is not deleted while a cache uses it", async () => {
    const caches = new FakeCaches();
    await caches.group(EAST, "sessions");
    const subnets = () => caches.call(EAST, "DeleteCacheSubnetGroup", { CacheSubnetGroupName: "sessions" });
    const inUse = await subnets();
    await caches.call(EAST, "DeleteReplicationGroup", { ReplicationGroupId: "sessions" });

    expect(inUse.code).toBe("CacheSubnetGroupInUse");
    expect((await subnets()).status).toBe(200);
  });

  it("shows of a parameter group what somebody set, until it is reset", async () => {
    const caches = new FakeCaches();
    const group = { CacheParameterGroupName: "sessions" };
    const values = () => caches.texts(EAST, "DescribeCacheParameters", "ParameterValue", group);
    const one = {
      ...group,
      "ParameterNameValues.ParameterNameValue.1.ParameterName": "maxmemory-policy",
      "ParameterNameValues.ParameterNameValue.1.ParameterValue": "noeviction",
    };
    await caches.call(EAST, "CreateCacheParameterGroup", { ...group, CacheParameterGroupFamily: "redis7" });
    await caches.call(EAST, "ModifyCacheParameterGroup", one);
    const set = await values();
    await caches.call(EAST, "ResetCacheParameterGroup", one);

    expect(set).toEqual(["noeviction"]);
    expect(await values()).toEqual([]);
  });

  it.each([
    ["DescribeReplicationGroups", { ReplicationGroupId: "x" }, 404, "ReplicationGroupNotFoundFault"],
    ["DescribeCacheClusters", { CacheClusterId: "x" }, 404, "CacheClusterNotFound"],
    ["DescribeUserGroups", { UserGroupId: "x" }, 404, "UserGroupNotFound"],
    ["DescribeUsers", { UserId: "x" }, 404, "UserNotFound"],
    ["DescribeCacheParameterGroups", { CacheParameterGroupName: "x" }, 404, "CacheParameterGroupNotFound"],
    ["DescribeCacheSubnetGroups", { CacheSubnetGroupName: "x" }, 400, "CacheSubnetGroupNotFoundFault"],
  ])("fails with AWS's own code on what is not there: %s", async (action, parameters, status, code) => {
    const answer = await new FakeCaches().call(EAST, action, { ...parameters } as Record<string, string>);
    expect(answer).toMatchObject({ status, code });
  });

  it("fails on subnets that EC2 does not know", async () => {
    const answer = await new FakeCaches().call(EAST, "CreateCacheSubnetGroup", {
      CacheSubnetGroupName: "pages",
      "SubnetIds.SubnetIdentifier.1": "subnet-z",
    });
    expect(answer.code).toBe("InvalidParameterValue");
  });

  it("keeps tags by ARN, from birth on", async () => {
    const caches = new FakeCaches();
    const [ResourceName = ""] = await caches.texts(EAST, "CreateUser", "ARN", {
      UserId: "app",
      UserName: "app",
      "Tags.Tag.1.Key": "owner",
      "Tags.Tag.1.Value": "shop",
    });
    await caches.call(EAST, "AddTagsToResource", {
      ResourceName,
      "Tags.Tag.1.Key": "service",
      "Tags.Tag.1.Value": "sessions",
    });
    await caches.call(EAST, "RemoveTagsFromResource", { ResourceName, "TagKeys.member.1": "owner" });

    expect(await caches.texts(EAST, "ListTagsForResource", "Key", { ResourceName })).toEqual(["service"]);
  });

  it("answers how a user signs in in AWS's words, which are not those it is told", async () => {
    const caches = new FakeCaches();
    const type = (id: string, mode: string) =>
      caches.texts(EAST, "CreateUser", "Type", { UserId: id, UserName: id, "AuthenticationMode.Type": mode });

    expect(await type("app", "iam")).toEqual(["iam"]);
    expect(await type("nobody", "no-password-required")).toEqual(["no-password"]);
  });
});

describe("a Memcached cluster", () => {
  it.each([
    ["cross-az", ["Multiple"]],
    ["single-az", [`${EAST}a`]],
  ])("asked for %s lies in %j", async (AZMode, zone) => {
    const caches = new FakeCaches();
    await caches.group(EAST, "sessions");
    await caches.call(EAST, "CreateCacheCluster", {
      CacheClusterId: "pages",
      Engine: "memcached",
      EngineVersion: "1.6.22",
      CacheSubnetGroupName: "sessions",
      NumCacheNodes: "3",
      AZMode,
    });
    const id = { CacheClusterId: "pages" };

    expect(await caches.texts(EAST, "DescribeCacheClusters", "PreferredAvailabilityZone", id)).toEqual(zone);
    await caches.call(EAST, "ModifyCacheCluster", { ...id, NumCacheNodes: "2" });
    expect(await caches.texts(EAST, "DescribeCacheClusters", "CacheNodeId", id)).toEqual(["0001", "0002"]);
    expect(await caches.texts(EAST, "DescribeCacheClusters", "PreferredAvailabilityZone", id)).toEqual(zone);
  });
});

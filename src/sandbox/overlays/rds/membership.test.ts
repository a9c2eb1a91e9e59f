import { describe, expect, it } from "vitest";
import { child, textAt } from "../../wire/index.ts";
import { clusterArn, FakeAurora } from "../testing/fakeAurora.ts";
import { globalDatabase, writerOf } from "./index.ts";

const ACCOUNT = "123456789012";
const EAST = clusterArn("us-east-1", "east");
const WEST = clusterArn("eu-west-1", "west");
const AURORA = { Engine: "aurora-postgresql", EngineVersion: "16.4" };
const orders = { GlobalClusterIdentifier: "orders" };

describe("a global database", () => {
  it("is listed in every region of its account, whichever it was made in", async () => {
    const aurora = await FakeAurora.pair();

    for (const region of ["us-east-1", "eu-west-1", "ap-southeast-2"]) {
      const listed = await aurora.shape(region, "DescribeGlobalClusters", "GlobalClusters");
      expect(listed.children.map((one) => textAt(one, "GlobalClusterIdentifier"))).toEqual(["orders"]);
    }
  });

  it("is found by the ARN of a member, and not by another's", async () => {
    const aurora = await FakeAurora.pair();
    const find = (arn: string) =>
      aurora.shape("us-east-1", "DescribeGlobalClusters", "GlobalClusters", {
        "Filters.Filter.1.Name": "db-cluster-id",
        "Filters.Filter.1.Values.Value.1": arn,
      });

    expect((await find(WEST)).children).toHaveLength(1);
    expect((await find(clusterArn("eu-west-1", "other"))).children).toHaveLength(0);
  });

  it("fails to be described, changed or deleted under a name that is nobody's", async () => {
    const aurora = await FakeAurora.pair();

    for (const action of ["DescribeGlobalClusters", "ModifyGlobalCluster", "DeleteGlobalCluster"]) {
      const answer = await aurora.call("us-east-1", action, { GlobalClusterIdentifier: "other" });
      expect(answer).toMatchObject({ status: 404, code: "GlobalClusterNotFoundFault" });
    }
  });

  it("refuses to be made twice, whatever the case of its name", async () => {
    const aurora = await FakeAurora.pair();

    const again = await aurora.call("eu-west-1", "CreateGlobalCluster", {
      GlobalClusterIdentifier: "Orders",
      ...AURORA,
    });

    expect(again.code).toBe("GlobalClusterAlreadyExistsFault");
  });

  it("takes a cluster that stands already as its first member and writer", async () => {
    const aurora = new FakeAurora();
    await aurora.call("us-east-1", "CreateGlobalCluster", {
      GlobalClusterIdentifier: "grown",
      SourceDBClusterIdentifier: EAST,
    });

    expect(writerOf(aurora.world, ACCOUNT, "grown")?.arn).toBe(EAST);
  });

  it("keeps tags", async () => {
    const aurora = await FakeAurora.pair();
    const ResourceName = `arn:aws:rds::${ACCOUNT}:global-cluster:orders`;
    await aurora.call("us-east-1", "AddTagsToResource", {
      ResourceName,
      "Tags.Tag.1.Key": "owner",
      "Tags.Tag.1.Value": "orders",
      "Tags.Tag.2.Key": "gone",
      "Tags.Tag.2.Value": "soon",
    });
    await aurora.call("us-east-1", "RemoveTagsFromResource", { ResourceName, "TagKeys.member.1": "gone" });

    const tags = await aurora.shape("eu-west-1", "ListTagsForResource", "TagList", { ResourceName });

    expect(tags.children.map((tag) => [textAt(tag, "Key"), textAt(tag, "Value")])).toEqual([
      ["owner", "orders"],
    ]);
  });
});

describe("joining", () => {
  it("makes the first the writer and every other a reader, also when they come at once", async () => {
    const aurora = new FakeAurora();
    await aurora.call("us-east-1", "CreateGlobalCluster", { ...orders, ...AURORA });
    const credentials = { MasterUsername: "owner", MasterUserPassword: "not-a-secret" };
    await Promise.all([
      aurora.call("us-east-1", "CreateDBCluster", {
        DBClusterIdentifier: "east",
        ...orders,
        ...AURORA,
        ...credentials,
      }),
      aurora.call("eu-west-1", "CreateDBCluster", { DBClusterIdentifier: "west", ...orders, ...AURORA }),
    ]);

    const members = globalDatabase(aurora.world, ACCOUNT, "orders")?.members;
    expect(members?.map(({ arn, isWriter }) => [arn, isWriter])).toEqual([
      [EAST, true],
      [WEST, false],
    ]);
  });

  it("gives the seat back when the cluster cannot be made", async () => {
    const aurora = new FakeAurora();
    await aurora.call("us-east-1", "CreateGlobalCluster", { ...orders, ...AURORA });

    await aurora.call("us-east-1", "CreateDBCluster", {
      DBClusterIdentifier: "broken",
      MasterUsername: "owner",
      ...orders,
      ...AURORA,
    });

    expect(globalDatabase(aurora.world, ACCOUNT, "orders")).toMatchObject({ members: [], writer: undefined });
  });

  it.each([
    ["a first member without credentials", "fresh", "us-east-1", {}, "InvalidParameterValue"],
    ["a second cluster in a region", "orders", "eu-west-1", {}, "InvalidGlobalClusterStateFault"],
    [
      "a secondary with credentials of its own",
      "orders",
      "us-west-2",
      { MasterUsername: "owner" },
      "InvalidParameterCombination",
    ],
    [
      "a secondary with a database of its own",
      "orders",
      "us-west-2",
      { DatabaseName: "shop" },
      "InvalidParameterCombination",
    ],
    ["another engine", "orders", "us-west-2", { Engine: "aurora-mysql" }, "InvalidParameterCombination"],
    ["a global database that is not there", "other", "us-west-2", {}, "GlobalClusterNotFoundFault"],
  ])("refuses %s", async (_what, id, region, more, code) => {
    const aurora = await FakeAurora.pair();
    await aurora.call("us-east-1", "CreateGlobalCluster", { GlobalClusterIdentifier: "fresh", ...AURORA });

    const answer = await aurora.call(region, "CreateDBCluster", {
      DBClusterIdentifier: "third",
      GlobalClusterIdentifier: id,
      ...AURORA,
      ...more,
    });

    expect(answer.code).toBe(code);
    expect(aurora.world.reached).toEqual([]);
  });
});

describe("leaving", () => {
  const remove = (aurora: FakeAurora, arn: string) =>
    aurora.call("eu-west-1", "RemoveFromGlobalCluster", { ...orders, DbClusterIdentifier: arn });

  it("makes a secondary a cluster of its own, also while the writer's region is lost", async () => {
    const aurora = await FakeAurora.pair();
    aurora.world.lose("us-east-1");

    const left = await remove(aurora, WEST);
    const clusters = await aurora.shape("eu-west-1", "DescribeDBClusters", "DBClusters", {
      DBClusterIdentifier: "west",
    });

    expect(left.status).toBe(200);
    const alone = clusters.children[0];
    expect(alone && textAt(alone, "GlobalClusterIdentifier")).toBeUndefined();
    expect(alone && textAt(alone, "ReplicationSourceIdentifier")).toBeUndefined();
    expect(writerOf(aurora.world, ACCOUNT, "orders")?.arn).toBe(EAST);
  });

  it("refuses the writer while it has secondaries, and takes it last", async () => {
    const aurora = await FakeAurora.pair();

    expect((await remove(aurora, EAST)).code).toBe("InvalidGlobalClusterStateFault");
    await remove(aurora, WEST);
    expect((await remove(aurora, EAST)).status).toBe(200);
    expect((await remove(aurora, EAST)).code).toBe("InvalidParameterValue");
  });

  it("refuses to delete a member, a database with members, and a protected one", async () => {
    const aurora = await FakeAurora.pair();
    const member = await aurora.call("us-east-1", "DeleteDBCluster", { DBClusterIdentifier: "east" });
    const full = await aurora.call("us-east-1", "DeleteGlobalCluster", orders);
    await remove(aurora, WEST);
    await remove(aurora, EAST);
    await aurora.call("us-east-1", "ModifyGlobalCluster", { ...orders, DeletionProtection: "true" });
    const guarded = await aurora.call("us-east-1", "DeleteGlobalCluster", orders);
    await aurora.call("us-east-1", "ModifyGlobalCluster", { ...orders, DeletionProtection: "false" });
    const gone = await aurora.call("us-east-1", "DeleteGlobalCluster", orders);

    expect(member.code).toBe("InvalidDBClusterStateFault");
    expect(full.code).toBe("InvalidGlobalClusterStateFault");
    expect(guarded.code).toBe("InvalidParameterCombination");
    expect(gone.status).toBe(200);
    expect(globalDatabase(aurora.world, ACCOUNT, "orders")).toBeUndefined();
  });
});

describe("the emulator's answers", () => {
  it("show a secondary without a writer instance, with its source and the owner's name", async () => {
    const aurora = await FakeAurora.pair();

    const clusters = await aurora.shape("eu-west-1", "DescribeDBClusters", "DBClusters", {
      DBClusterIdentifier: "west",
    });

    const secondary = clusters.children[0];
    const first = secondary && child(secondary, "DBClusterMembers")?.children[0];
    expect(first && textAt(first, "IsClusterWriter")).toBe("false");
    expect(secondary && textAt(secondary, "ReplicationSourceIdentifier")).toBe(EAST);
    expect(secondary && textAt(secondary, "MasterUsername")).toBe("owner");
    expect(secondary && child(secondary, "ScalingConfigurationInfo")).toBeUndefined();
  });

  it("give every instance a resource id of its own, by which it is found", async () => {
    const aurora = new FakeAurora();
    const instances = await aurora.shape("us-east-1", "DescribeDBInstances", "DBInstances");
    const ids = instances.children.map((one) => textAt(one, "DbiResourceId") ?? "");

    const found = await aurora.shape("us-east-1", "DescribeDBInstances", "DBInstances", {
      "Filters.Filter.1.Name": "dbi-resource-id",
      "Filters.Filter.1.Values.Value.1": ids[1] ?? "",
    });

    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^db-[A-Z2-7]{26}$/);
    expect(found.children.map((one) => textAt(one, "DBInstanceIdentifier"))).toEqual(["two"]);
  });

  it("show the monitoring that was asked for until it is turned off", async () => {
    const aurora = new FakeAurora();
    const named = { DBInstanceIdentifier: "one" };
    await aurora.call("us-east-1", "CreateDBInstance", {
      ...named,
      EnablePerformanceInsights: "true",
      PerformanceInsightsKMSKeyId: "arn:aws:kms:us-east-1:123456789012:key/k",
    });
    const shown = async () => {
      const all = await aurora.shape("us-east-1", "DescribeDBInstances", "DBInstances");
      const one = all.children[0];
      return (
        one && ["Enabled", "KMSKeyId", "RetentionPeriod"].map((it) => textAt(one, `PerformanceInsights${it}`))
      );
    };
    const on = await shown();
    await aurora.call("us-east-1", "ModifyDBInstance", { ...named, EnablePerformanceInsights: "false" });

    expect(on).toEqual(["true", "arn:aws:kms:us-east-1:123456789012:key/k", "7"]);
    expect(await shown()).toEqual(["false", undefined, undefined]);
  });

  it("leave alone what is no cluster and no instance", async () => {
    const aurora = new FakeAurora();
    await aurora.call("us-east-1", "DescribeDBSubnetGroups");
    expect(aurora.world.reached).toEqual(["us-east-1 DescribeDBSubnetGroups"]);
  });
});

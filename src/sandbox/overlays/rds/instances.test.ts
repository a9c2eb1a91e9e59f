import { beforeEach, describe, expect, it } from "vitest";
import { child, textAt } from "../../wire/index.ts";
import { dbArn, FakeInstances } from "../testing/fakeInstances.ts";
import { PROMOTION_MS, REPLICA_LAG_MS, STOP_MS, ZONE_FAILOVER_MS } from "./timings.ts";

const [EAST, WEST] = ["us-east-1", "us-west-2"];
const SOURCE = "ReadReplicaSourceDBInstanceIdentifier";

let rds: FakeInstances;
beforeEach(async () => {
  rds = await FakeInstances.pair();
});

describe("a read replica in another region", () => {
  it("has what its source has, and says what it copies; the source says who copies it", async () => {
    expect(await rds.said(WEST, "west", "EngineVersion")).toBe("16.6");
    expect(await rds.said(WEST, "west", "AllocatedStorage")).toBe("100");
    expect(await rds.said(WEST, "west", "StorageEncrypted")).toBe("true");
    expect(await rds.said(WEST, "west", SOURCE)).toBe(dbArn(EAST, "east"));
    const { shape } = await rds.call(EAST, "DescribeDBInstances", { DBInstanceIdentifier: "east" });
    const replicas = shape && child(shape, "ReadReplicaDBInstanceIdentifiers");
    expect(replicas?.children.map(({ text }) => text)).toEqual([dbArn(WEST, "west")]);
  });

  it("is answered for under the name of the call", async () => {
    const { root } = await rds.call(WEST, "CreateDBInstanceReadReplica", {
      DBInstanceIdentifier: "second",
      SourceDBInstanceIdentifier: dbArn(EAST, "east"),
    });
    expect(root.name).toBe("CreateDBInstanceReadReplicaResponse");
    expect(textAt(root, "CreateDBInstanceReadReplicaResult", "DBInstance", SOURCE)).toBe(dbArn(EAST, "east"));
  });

  it("is not made of an instance that is not there, nor of one whose region is gone", async () => {
    const make = (source: string) =>
      rds.call(WEST, "CreateDBInstanceReadReplica", {
        DBInstanceIdentifier: "third",
        SourceDBInstanceIdentifier: dbArn(EAST, source),
      });
    expect(await make("nobody")).toMatchObject({ status: 404, code: "DBInstanceNotFound" });
    rds.world.lose(EAST);
    expect(await make("east")).toMatchObject({ status: 400, code: "InvalidDBInstanceState" });
  });

  it("reads on while its source's region is gone, further behind with every minute", () => {
    rds.world.lose(EAST);
    rds.world.clock.advance(60_000);
    expect(rds.view("west")).toMatchObject({
      takesReads: true,
      takesWrites: false,
      lagMs: REPLICA_LAG_MS + 60_000,
    });
    expect(rds.view("east")).toMatchObject({ takesReads: false, takesWrites: false });
  });

  it("leaves its source alone when it is deleted", async () => {
    await rds.call(WEST, "DeleteDBInstance", { DBInstanceIdentifier: "west", SkipFinalSnapshot: "true" });
    const { shape } = await rds.call(EAST, "DescribeDBInstances", { DBInstanceIdentifier: "east" });
    expect(shape && child(shape, "ReadReplicaDBInstanceIdentifiers")?.children).toEqual([]);
  });
});

describe("the promotion of a replica", () => {
  it("takes its time, and needs nothing of the region that is gone", async () => {
    rds.world.lose(EAST);
    expect((await rds.promote()).status).toBe(200);
    rds.world.clock.advance(PROMOTION_MS - 1);
    expect(await rds.said(WEST, "west", "DBInstanceStatus")).toBe("modifying");
    expect(await rds.said(WEST, "west", SOURCE)).toBe(dbArn(EAST, "east"));

    rds.world.clock.advance(1);
    expect(await rds.said(WEST, "west", "DBInstanceStatus")).toBe("available");
    expect(await rds.said(WEST, "west", SOURCE)).toBeUndefined();
    expect(rds.view("west")).toMatchObject({
      takesWrites: true,
      lagMs: 0,
      promoted: { source: dbArn(EAST, "east"), unreplicatedMs: REPLICA_LAG_MS },
      splitFrom: undefined,
    });
  });

  it("leaves two that take writes when the lost region is back, and says so", async () => {
    rds.world.lose(EAST);
    await rds.promote();
    rds.world.clock.advance(PROMOTION_MS);
    rds.world.restore(EAST);
    expect(rds.view("east").takesWrites).toBe(true);
    expect(rds.view("west")).toMatchObject({ takesWrites: true, splitFrom: dbArn(EAST, "east") });
  });

  it("does not end in a region that is gone itself, until it is back", async () => {
    await rds.promote();
    rds.world.lose(WEST);
    rds.world.clock.advance(PROMOTION_MS);
    expect(rds.view("west").promoted).toBeUndefined();
    rds.world.restore(WEST);
    expect(rds.view("west").takesWrites).toBe(true);
  });

  it("is not possible for an instance of its own, nor a second time, nor for one that is not there", async () => {
    expect(await rds.promote(EAST, "east")).toMatchObject({ code: "InvalidDBInstanceState" });
    await rds.promote();
    expect(await rds.promote()).toMatchObject({ code: "InvalidDBInstanceState" });
    expect(await rds.promote(EAST, "nobody")).toMatchObject({ status: 404 });
  });

  it("is for good: the former source copies again only when it is made anew", async () => {
    await rds.promote();
    rds.world.clock.advance(PROMOTION_MS);
    await rds.call(EAST, "DeleteDBInstance", { DBInstanceIdentifier: "east", SkipFinalSnapshot: "true" });
    await rds.call(EAST, "CreateDBInstanceReadReplica", {
      DBInstanceIdentifier: "east",
      SourceDBInstanceIdentifier: dbArn(WEST, "west"),
    });
    expect(rds.view("east")).toMatchObject({ source: dbArn(WEST, "west"), takesWrites: false });
    expect(rds.view("west").splitFrom).toBeUndefined();
  });
});

describe("an instance over two zones", () => {
  it("moves to its standby when it is told to, and takes nothing meanwhile", async () => {
    await rds.call(EAST, "RebootDBInstance", { DBInstanceIdentifier: "east", ForceFailover: "true" });
    expect(await rds.said(EAST, "east", "DBInstanceStatus")).toBe("rebooting");
    expect(rds.view("east")).toMatchObject({ takesReads: false, takesWrites: false });

    rds.world.clock.advance(ZONE_FAILOVER_MS);
    expect(await rds.said(EAST, "east", "AvailabilityZone")).toBe("us-east-1b");
    expect(await rds.said(EAST, "east", "SecondaryAvailabilityZone")).toBe("us-east-1a");
    expect(rds.view("east").takesWrites).toBe(true);
  });

  it("stays where it is when it is only restarted", async () => {
    await rds.call(EAST, "RebootDBInstance", { DBInstanceIdentifier: "east" });
    rds.world.clock.advance(ZONE_FAILOVER_MS);
    expect(rds.view("east").zone).toBe("us-east-1a");
  });

  it("shows no standby where there is none, until it is given one", async () => {
    expect(await rds.said(WEST, "west", "SecondaryAvailabilityZone")).toBeUndefined();
    await rds.call(WEST, "ModifyDBInstance", { DBInstanceIdentifier: "west", MultiAZ: "true" });
    expect(await rds.said(WEST, "west", "SecondaryAvailabilityZone")).toBe("us-west-2b");
  });
});

describe("an instance that is stopped", () => {
  it("takes writes until its time is over, then nothing, and again when it is started", async () => {
    await rds.call(EAST, "StopDBInstance", { DBInstanceIdentifier: "east" });
    rds.world.clock.advance(STOP_MS - 1);
    expect(await rds.said(EAST, "east", "DBInstanceStatus")).toBe("stopping");
    expect(rds.view("east").takesWrites).toBe(true);
    rds.world.clock.advance(1);
    expect(await rds.said(EAST, "east", "DBInstanceStatus")).toBe("stopped");
    expect(rds.view("east")).toMatchObject({ status: "stopped", takesReads: false, takesWrites: false });
    await rds.call(EAST, "StartDBInstance", { DBInstanceIdentifier: "east" });
    expect(rds.view("east")).toMatchObject({ status: "available", takesWrites: true });
  });
});

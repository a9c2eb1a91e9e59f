import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { child, textAt } from "../../wire/index.ts";
import { clusterArn, FakeAurora } from "../testing/fakeAurora.ts";
import { globalDatabase, resolveGlobalEndpoint, writerOf } from "./index.ts";
import { FAILOVER_MS, LAG_MS, REBUILD_MS, SWITCHOVER_MS } from "./timings.ts";

const ACCOUNT = "123456789012";
const EAST = clusterArn("us-east-1", "east");
const WEST = clusterArn("eu-west-1", "west");

const seen = (aurora: FakeAurora) => {
  const found = globalDatabase(aurora.world, ACCOUNT, "orders");
  if (found === undefined) throw new Error("no global database");
  return found;
};
const member = (aurora: FakeAurora, arn: string) => seen(aurora).members.find((one) => one.arn === arn);
const status = async (aurora: FakeAurora) => {
  const clusters = await aurora.shape("eu-west-1", "DescribeGlobalClusters", "GlobalClusters");
  const shape = clusters.children[0];
  return shape === undefined ? undefined : textAt(shape, "Status");
};

describe("a failover", () => {
  it("moves the writer after its time, with the writer's region gone and without asking anybody there", async () => {
    const aurora = await FakeAurora.pair();
    aurora.world.lose("us-east-1");

    const started = await aurora.failover();
    const during = { writer: seen(aurora).writer?.arn, status: await status(aurora) };
    aurora.world.clock.advance(FAILOVER_MS);

    expect(started.status).toBe(200);
    expect(during).toEqual({ writer: EAST, status: "failing-over" });
    expect(seen(aurora).writer?.arn).toBe(WEST);
    expect(await status(aurora)).toBe("available");
    expect(aurora.world.reached).toEqual([]);
  });

  it("shows where it is going while it is under way", async () => {
    const aurora = await FakeAurora.pair();

    const { root } = await aurora.failover();

    const shape = child(root, "FailoverGlobalClusterResult");
    const state = shape === undefined ? undefined : child(shape, "GlobalCluster");
    expect(state && textAt(state, "FailoverState", "ToDbClusterArn")).toBe(WEST);
    expect(state && textAt(state, "FailoverState", "IsDataLossAllowed")).toBe("true");
  });

  it("loses what the lag had not carried over, which a switchover does not", async () => {
    const aurora = await FakeAurora.pair();

    await aurora.failover();
    aurora.world.clock.advance(FAILOVER_MS);
    const failover = seen(aurora).lastMovement;
    aurora.world.clock.advance(REBUILD_MS);
    await aurora.switchover("eu-west-1", EAST);
    aurora.world.clock.advance(SWITCHOVER_MS);

    expect(failover?.unreplicatedMs).toBe(LAG_MS);
    expect(seen(aurora).lastMovement).toMatchObject({ kind: "switchover", unreplicatedMs: 0 });
  });

  it("leaves the old writer unsynchronised until its region is back and its storage rebuilt", async () => {
    const aurora = await FakeAurora.pair();
    aurora.world.lose("us-east-1");
    await aurora.failover();
    aurora.world.clock.advance(FAILOVER_MS + 3_600_000);

    const away = member(aurora, EAST)?.synchronization;
    aurora.world.restore("us-east-1");
    const back = member(aurora, EAST)?.synchronization;
    aurora.world.clock.advance(REBUILD_MS);

    expect([away, back]).toEqual(["pending-resync", "pending-resync"]);
    expect(member(aurora, EAST)).toMatchObject({
      synchronization: "connected",
      isWriter: false,
      lagMs: LAG_MS,
    });
    expect(seen(aurora).writer?.arn).toBe(WEST);
  });

  it("waits for a target that is lost meanwhile", async () => {
    const aurora = await FakeAurora.pair();
    await aurora.failover();
    aurora.world.lose("eu-west-1");
    aurora.world.clock.advance(FAILOVER_MS * 2);

    const before = seen(aurora).writer?.arn;
    aurora.world.restore("eu-west-1");

    expect(before).toBe(EAST);
    expect(seen(aurora).writer?.arn).toBe(WEST);
  });

  it.each([
    ["in the region of the old writer", (a: FakeAurora) => a.failover("us-east-1"), "InvalidParameterValue"],
    ["to the writer itself", (a: FakeAurora) => a.failover("us-east-1", EAST), "InvalidDBClusterStateFault"],
    [
      "to a cluster that is no member",
      (a: FakeAurora) => a.failover("eu-west-1", clusterArn("eu-west-1", "other")),
      "DBClusterNotFoundFault",
    ],
  ])("fails when called %s", async (_what, move, code) => {
    const aurora = await FakeAurora.pair();

    const refused = await move(aurora);

    expect(refused.code).toBe(code);
    expect(seen(aurora).movement).toBeUndefined();
  });

  it("fails while another movement is under way", async () => {
    const aurora = await FakeAurora.pair();
    await aurora.failover();

    expect((await aurora.failover()).code).toBe("InvalidGlobalClusterStateFault");
  });

  it("fails with AllowDataLoss and Switchover together", async () => {
    const aurora = await FakeAurora.pair();

    const refused = await aurora.call("eu-west-1", "FailoverGlobalCluster", {
      GlobalClusterIdentifier: "orders",
      TargetDbClusterIdentifier: WEST,
      AllowDataLoss: "true",
      Switchover: "true",
    });

    expect(refused.code).toBe("InvalidParameterCombination");
  });
});

describe("a switchover", () => {
  it("is called in the writer's region, and refuses to be called in the other", async () => {
    const aurora = await FakeAurora.pair();

    const elsewhere = await aurora.switchover("eu-west-1", WEST);
    const there = await aurora.switchover("us-east-1", WEST);
    aurora.world.clock.advance(SWITCHOVER_MS);

    expect(elsewhere.code).toBe("InvalidParameterValue");
    expect(there.status).toBe(200);
    expect(seen(aurora).writer?.arn).toBe(WEST);
    expect(member(aurora, EAST)?.synchronization).toBe("connected");
  });

  it("refuses a target that is not synchronised yet", async () => {
    const aurora = await FakeAurora.pair();
    await aurora.failover();
    aurora.world.clock.advance(FAILOVER_MS);

    expect((await aurora.switchover("eu-west-1", EAST)).code).toBe("InvalidDBClusterStateFault");
  });

  it("is cancelled, and the writer stays, when a side is lost before it ends", async () => {
    const aurora = await FakeAurora.pair();
    await aurora.switchover("us-east-1", WEST);
    aurora.world.lose("us-east-1");
    aurora.world.clock.advance(SWITCHOVER_MS);

    expect(seen(aurora)).toMatchObject({ movement: undefined, writer: { arn: EAST } });
  });
});

describe("replication lag", () => {
  it("is nothing for the writer and the usual for a secondary", async () => {
    const aurora = await FakeAurora.pair();

    expect([member(aurora, EAST)?.lagMs, member(aurora, WEST)?.lagMs]).toEqual([0, LAG_MS]);
  });

  it("grows while the writer's region is lost and falls back when it returns", async () => {
    const aurora = await FakeAurora.pair();
    aurora.world.lose("us-east-1");
    aurora.world.clock.advance(5_000);
    const lost = member(aurora, WEST)?.lagMs;
    aurora.world.restore("us-east-1");

    expect(lost).toBe(LAG_MS + 5_000);
    expect(member(aurora, WEST)?.lagMs).toBe(LAG_MS);
  });
});

describe("the global writer endpoint", () => {
  it("keeps its name and points to whoever writes", async () => {
    const aurora = await FakeAurora.pair();
    const { endpoint } = seen(aurora);
    const before = resolveGlobalEndpoint(aurora.world, endpoint);
    await aurora.failover();
    aurora.world.clock.advance(FAILOVER_MS);

    expect(before).toBe("east.cluster-x.us-east-1.rds.amazonaws.com");
    expect(seen(aurora).endpoint).toBe(endpoint);
    expect(resolveGlobalEndpoint(aurora.world, endpoint)).toBe("west.cluster-x.eu-west-1.rds.amazonaws.com");
    expect(resolveGlobalEndpoint(aurora.world, "other.example")).toBeUndefined();
  });
});

describe("whatever happens to a global database", () => {
  const step = fc.oneof(
    fc.record({ do: fc.constantFrom("lose", "restore"), region: fc.constantFrom("us-east-1", "eu-west-1") }),
    fc.record({
      do: fc.constantFrom("failover", "switchover"),
      region: fc.constantFrom("us-east-1", "eu-west-1"),
      target: fc.constantFrom(EAST, WEST),
    }),
    fc.record({ do: fc.constant("advance"), ms: fc.integer({ min: 1, max: 300_000 }) }),
  );

  it("has exactly one writer, which changes only with a movement that was accepted", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const aurora = await FakeAurora.pair();
        let accepted = 0;
        let changes = 0;
        let writer = writerOf(aurora.world, ACCOUNT, "orders")?.arn;
        for (const one of steps) {
          if ("target" in one) {
            const move = one.do === "failover" ? aurora.failover(one.region, one.target) : undefined;
            const answer = await (move ?? aurora.switchover(one.region, one.target));
            if (answer.status === 200) accepted += 1;
          } else if ("ms" in one) aurora.world.clock.advance(one.ms);
          else if (one.do === "lose") aurora.world.lose(one.region);
          else aurora.world.restore(one.region);

          expect(seen(aurora).members.filter((each) => each.isWriter)).toHaveLength(1);
          const now = writerOf(aurora.world, ACCOUNT, "orders")?.arn;
          if (now !== writer) changes += 1;
          writer = now;
        }
        expect(changes).toBeLessThanOrEqual(accepted);
      }),
      { numRuns: 60 },
    );
  });
});

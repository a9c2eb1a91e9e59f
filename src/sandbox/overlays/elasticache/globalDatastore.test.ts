import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeCaches } from "../testing/fakeCaches.ts";
import { globalCache } from "./index.ts";
import { FAILOVER_MS, LAG_MS, RESYNC_MS } from "./timings.ts";

const ACCOUNT = "123456789012";
const EAST = "us-east-1";
const WEST = "eu-west-1";

const seen = (caches: FakeCaches, id: string) => {
  const found = globalCache(caches.world, ACCOUNT, id);
  if (found === undefined) throw new Error("no global datastore");
  return found;
};
const member = (caches: FakeCaches, id: string, region: string) =>
  seen(caches, id).members.find((one) => one.region === region);
const primaryOf = (caches: FakeCaches, id: string) =>
  seen(caches, id)
    .members.filter((one) => one.isPrimary)
    .map((one) => one.region);
const describeIt = (caches: FakeCaches, region: string, name: string) =>
  caches.texts(region, "DescribeGlobalReplicationGroups", name);

describe("a global datastore", () => {
  it("is named after its region of birth and hands its settings down to those who join", async () => {
    const caches = new FakeCaches();
    const id = await caches.pair();
    const west = (name: string) => caches.texts(WEST, "DescribeReplicationGroups", name);

    expect(id).toBe("ldgnf-baskets");
    expect(await west("CacheNodeType")).toEqual(["cache.r7g.large"]);
    expect(await west("TransitEncryptionEnabled")).toEqual(["true"]);
    expect(await west("AutomaticFailover")).toEqual(["enabled"]);
    expect(await west("GlobalReplicationGroupMemberRole")).toEqual(["SECONDARY"]);
    expect(await caches.texts(WEST, "DescribeCacheClusters", "CacheParameterGroupName")).toEqual(
      Array(2).fill("global-datastore-west"),
    );
  });

  it("is seen alike from every region, the lost one's members included", async () => {
    const caches = new FakeCaches();
    await caches.pair();
    caches.world.lose(EAST);

    expect(await describeIt(caches, WEST, "ReplicationGroupRegion")).toEqual([EAST, WEST]);
    expect(await describeIt(caches, WEST, "Role")).toEqual(["PRIMARY", "SECONDARY"]);
  });

  it("refuses a second member in a region, a fourth member, and one that joins while the primary is gone", async () => {
    const caches = new FakeCaches();
    const id = await caches.pair();
    const second = await caches.join(WEST, "again", id);
    await caches.join("us-west-2", "third", id);
    const fourth = await caches.join("eu-central-1", "fourth", id);
    caches.world.lose(EAST);

    expect([second.code, fourth.code]).toEqual(["InvalidParameterValue", "InvalidParameterValue"]);
    const other = new FakeCaches();
    const lonely = await other.pair();
    other.world.lose(EAST);
    expect((await other.join("us-west-2", "late", lonely)).code).toBe("InvalidGlobalReplicationGroupState");
  });

  it("changes node type in all members at once", async () => {
    const caches = new FakeCaches();
    const id = await caches.pair();
    await caches.call(EAST, "ModifyGlobalReplicationGroup", {
      GlobalReplicationGroupId: id,
      CacheNodeType: "cache.r7g.xlarge",
    });

    for (const region of [EAST, WEST]) {
      expect(await caches.texts(region, "DescribeReplicationGroups", "CacheNodeType")).toEqual([
        "cache.r7g.xlarge",
      ]);
    }
  });

  it("is taken down from the outside: secondaries leave, the group goes, the primary stays", async () => {
    const caches = new FakeCaches();
    const GlobalReplicationGroupId = await caches.pair();
    const leave = (ReplicationGroupRegion: string, ReplicationGroupId: string) =>
      caches.call(EAST, "DisassociateGlobalReplicationGroup", {
        GlobalReplicationGroupId,
        ReplicationGroupRegion,
        ReplicationGroupId,
      });
    const deleted = () => caches.call(EAST, "DeleteGlobalReplicationGroup", { GlobalReplicationGroupId });

    expect((await leave(EAST, "east")).code).toBe("InvalidParameterValue");
    expect((await deleted()).code).toBe("InvalidGlobalReplicationGroupState");
    expect((await caches.call(WEST, "DeleteReplicationGroup", { ReplicationGroupId: "west" })).code).toBe(
      "InvalidReplicationGroupState",
    );
    expect((await leave(WEST, "west")).status).toBe(200);
    expect((await deleted()).status).toBe(200);
    expect(await caches.texts(EAST, "DescribeReplicationGroups", "ReplicationGroupId")).toEqual(["east"]);
  });
});

describe("a failover between regions", () => {
  it("needs nothing of the region that is gone, and takes its time", async () => {
    const caches = new FakeCaches();
    const id = await caches.pair();
    caches.world.lose(EAST);

    const answer = await caches.failover(WEST, id, WEST, "west");
    const meanwhile = { status: await describeIt(caches, WEST, "Status"), primary: primaryOf(caches, id) };
    caches.world.clock.advance(FAILOVER_MS);

    expect(answer.status).toBe(200);
    expect(meanwhile).toEqual({ status: ["modifying", "associated", "associated"], primary: [EAST] });
    expect(primaryOf(caches, id)).toEqual([WEST]);
    expect(seen(caches, id).lastMovement?.unreplicatedMs).toBe(LAG_MS);
  });

  it("leaves the old primary out of step until it is back and filled again", async () => {
    const caches = new FakeCaches();
    const id = await caches.pair();
    caches.world.lose(EAST);
    await caches.failover(WEST, id, WEST, "west");
    caches.world.clock.advance(FAILOVER_MS + RESYNC_MS);
    const gone = member(caches, id, EAST);
    caches.world.restore(EAST);
    const back = member(caches, id, EAST);
    caches.world.clock.advance(RESYNC_MS);

    expect([gone?.inStep, back?.inStep]).toEqual([false, false]);
    expect(gone?.lagMs).toBeGreaterThan(LAG_MS);
    expect(member(caches, id, EAST)).toMatchObject({ inStep: true, lagMs: LAG_MS, isPrimary: false });
  });

  it("refuses a stranger, the primary itself, a lost target, and a second one meanwhile", async () => {
    const caches = new FakeCaches();
    const id = await caches.pair();
    const stranger = await caches.failover(WEST, id, WEST, "nobody");
    const itself = await caches.failover(WEST, id, EAST, "east");
    caches.world.lose(WEST);
    const lost = await caches.failover(EAST, id, WEST, "west");
    caches.world.restore(WEST);
    await caches.failover(EAST, id, WEST, "west");
    const second = await caches.failover(EAST, id, WEST, "west");

    expect([stranger.code, itself.code]).toEqual(["InvalidParameterValue", "InvalidParameterValue"]);
    expect([lost.code, second.code]).toEqual(Array(2).fill("InvalidGlobalReplicationGroupState"));
  });

  it("waits for its target when that is lost on the way", async () => {
    const caches = new FakeCaches();
    const id = await caches.pair();
    await caches.failover(WEST, id, WEST, "west");
    caches.world.lose(WEST);
    caches.world.clock.advance(FAILOVER_MS);
    const waiting = primaryOf(caches, id);
    caches.world.restore(WEST);

    expect(waiting).toEqual([EAST]);
    expect(primaryOf(caches, id)).toEqual([WEST]);
  });

  it("leaves exactly one primary, whatever is lost, given back and moved", async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constantFrom("lose", "restore"), region: fc.constantFrom(EAST, WEST) }),
      fc.record({ to: fc.constantFrom({ region: EAST, group: "east" }, { region: WEST, group: "west" }) }),
      fc.record({ ms: fc.integer({ min: 1, max: 300_000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const caches = new FakeCaches();
        const id = await caches.pair();
        let accepted = 0;
        let moves = 0;
        let before = primaryOf(caches, id)[0];
        for (const one of steps) {
          if ("to" in one) {
            const answer = await caches.failover(WEST, id, one.to.region, one.to.group);
            if (answer.status === 200) accepted += 1;
          } else if ("ms" in one) caches.world.clock.advance(one.ms);
          else if (one.do === "lose") caches.world.lose(one.region);
          else caches.world.restore(one.region);
          const now = primaryOf(caches, id);
          expect(now).toHaveLength(1);
          if (now[0] !== before) moves += 1;
          before = now[0];
        }
        expect(moves).toBeLessThanOrEqual(accepted);
      }),
      { numRuns: 60 },
    );
  });
});

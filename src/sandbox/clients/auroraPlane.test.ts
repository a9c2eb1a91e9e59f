import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterArn, FakeAurora } from "../overlays/testing/fakeAurora.ts";
import type { ClientStore } from "./model.ts";
import { customersOf, seenBy } from "./testing/customers.ts";

const EAST = "us-east-1";
const WEST = "eu-west-1";
const LAG = 0.3;
const ORDERS: ClientStore = {
  id: "orders",
  engine: "aurora-postgresql",
  name: "orders",
  members: { [EAST]: "east", [WEST]: "west" },
};

/** A minute of writes before anything happens. */
async function written(seed = "test") {
  const aurora = await FakeAurora.pair();
  const clients = await customersOf(aurora.world, ORDERS, { seed });
  const pass = (seconds: number) => {
    aurora.world.clock.advance(seconds * 1000);
    clients.catchUp();
  };
  pass(60);
  return { aurora, clients, pass, seen: () => seenBy(clients) };
}

/** Every acknowledged write is somewhere, and only there. */
function balances({ found, lost, diverged, late, acknowledged }: ReturnType<typeof seenBy>) {
  expect(found + lost.writes + diverged.writes + late.writes).toBe(acknowledged);
}

describe("customers of an Aurora global database", () => {
  it("write to its one writer from both regions, and find all but what the lag has under way", async () => {
    const { seen } = await written();
    const store = seen();
    expect(store.acknowledged).toBeGreaterThan(1000);
    expect(store.found).toBe(store.acknowledged);
    expect(store.writers).toMatchObject([{ region: EAST }]);
    expect(store.fences).toEqual([]);
  });

  it("lose at most the lag with a region that is gone, and the old writer takes nothing any more", async () => {
    const { aurora, pass, seen } = await written();
    const lostAt = aurora.world.clock.now();
    aurora.world.lose(EAST);
    pass(90);
    await aurora.failover();
    pass(90);

    const store = seen();
    expect(store.lost.writes).toBeGreaterThan(0);
    expect(store.lost.seconds).toBeLessThanOrEqual(LAG);
    expect(store.diverged.writes).toBe(0);
    balances(store);
    expect(store.writers).toMatchObject([
      { region: EAST, to: lostAt + 150_000 },
      { region: WEST, from: lostAt + 150_000 },
    ]);
    expect(store.fences).toMatchObject([
      { oldWriter: EAST, newWriter: WEST, cutAt: lostAt, at: undefined, acknowledgedAfterCut: 0 },
    ]);
    const unserved = store.services.map((service) => service.unserved);
    // From the loss until the new writer is there, half a minute of that with names that led into the lost region.
    for (const [outage] of unserved) {
      expect(outage?.from).toBeLessThan(lostAt + 1000);
      expect((outage?.to ?? 0) - lostAt).toBeGreaterThan(149_000);
      expect((outage?.to ?? 0) - lostAt).toBeLessThan(152_000);
    }
    expect(
      unserved.map(([outage]) => outage?.why.some((text) => text.includes("does not answer"))),
    ).toContain(true);
  });

  it("are kept from the old writer when its region is back", async () => {
    const { aurora, pass, seen } = await written();
    aurora.world.lose(EAST);
    await aurora.failover();
    pass(120);
    aurora.world.restore(EAST);
    const backAt = aurora.world.clock.now();
    pass(300);
    const store = seen();
    expect(store.fences).toMatchObject([{ at: backAt, acknowledgedAfterCut: 0 }]);
    expect(store.fences[0]?.how).toContain("took it back as a secondary");
    expect(store.diverged.writes).toBe(0);
    balances(store);
  });

  it("write to both sides of a partition until the old writer is fenced, and what it took alone is counted", async () => {
    const { aurora, pass, seen } = await written();
    aurora.world.partition(EAST);
    pass(30);
    await aurora.failover();
    pass(90);
    const during = seen();
    expect(during.fences[0]).toMatchObject({ at: undefined });
    expect(during.fences[0]?.how).toContain("out of reach");

    aurora.world.restore(EAST);
    pass(1);
    const healed = seen();
    pass(120);
    const later = seen();

    // The one near the old writer was served all the while.
    expect(during.services.find(({ near }) => near === EAST)?.unserved).toEqual([]);
    expect(healed.diverged.writes).toBeGreaterThan(900);
    expect(healed.diverged.writes).toBe(healed.fences[0]?.acknowledgedAfterCut);
    expect(healed.diverged.seconds).toBeGreaterThan(118);
    expect(later.diverged).toEqual(healed.diverged);
    expect(later.fences[0]?.at).toBeDefined();
    expect(later.lost.seconds).toBeLessThanOrEqual(LAG);
    balances(later);
  });

  it("lose nothing in a partition that ends before anybody fails over", async () => {
    const { aurora, pass, seen } = await written();
    aurora.world.partition(EAST);
    pass(60);
    aurora.world.restore(EAST);
    pass(10);
    expect(seen()).toMatchObject({ lost: { writes: 0 }, diverged: { writes: 0 }, fences: [] });
  });

  it("have the old writer fenced at once when it can be reached", async () => {
    const { aurora, pass, seen } = await written();
    const at = aurora.world.clock.now();
    await aurora.failover();
    pass(90);
    const store = seen();
    expect(store.fences).toMatchObject([{ cutAt: at, at, acknowledgedAfterCut: 0 }]);
    expect(store.lost.seconds).toBeLessThanOrEqual(LAG);
    balances(store);
  });

  it("lose nothing to a switchover", async () => {
    const { aurora, pass, seen } = await written();
    await aurora.switchover(EAST, clusterArn(WEST, "west"));
    pass(120);
    const store = seen();
    expect(store).toMatchObject({ lost: { writes: 0 }, diverged: { writes: 0 }, fences: [] });
    expect(store.writers.at(-1)?.region).toBe(WEST);
    balances(store);
  });

  it("act equally for equal seeds", async () => {
    const [one, same, other] = await Promise.all(
      ["a", "a", "b"].map(async (seed) => (await written(seed)).seen()),
    );
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  it("find the same whether the clock runs or jumps", async () => {
    const running = await written();
    const jumping = await written();
    for (const { aurora } of [running, jumping]) {
      aurora.world.lose(EAST);
      await aurora.failover();
    }
    for (let second = 0; second < 120; second++) running.pass(1);
    jumping.pass(120);
    expect(running.seen()).toEqual(jumping.seen());
  });
});

describe("whatever happens to a writer's region, and whenever it is back", () => {
  it("no write is both found and lost, and an old writer takes nothing once it is fenced", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("lose", "partition"),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 200 }),
        async (loss, failoverAfter, backAfter) => {
          const { aurora, pass, seen } = await written();
          aurora.world[loss as "lose" | "partition"](EAST);
          // Half way: before the failover is called, while it runs, or after it.
          const first = Math.min(failoverAfter, backAfter);
          pass(first);
          if (first === backAfter) aurora.world.restore(EAST);
          pass(failoverAfter - first);
          await aurora.failover();
          if (first !== backAfter) {
            pass(backAfter - failoverAfter);
            aurora.world.restore(EAST);
          }
          pass(1);
          const fenced = seen();
          pass(100);
          const end = seen();
          balances(end);
          expect(end.lost.seconds).toBeLessThanOrEqual(LAG);
          expect(end.fences).toHaveLength(1);
          expect(end.fences[0]?.at).toBeDefined();
          expect(end.fences[0]?.acknowledgedAfterCut).toBe(fenced.fences[0]?.acknowledgedAfterCut);
          expect(end.writers.at(-1)?.region).toBe(WEST);
          if (loss === "lose") expect(end.diverged.writes).toBe(0);
        },
      ),
      { numRuns: 20 },
    );
  }, 60_000);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeCaches } from "../overlays/testing/fakeCaches.ts";
import type { ClientStore } from "./model.ts";
import { customersOf, seenBy } from "./testing/customers.ts";

const EAST = "us-east-1";
const WEST = "eu-west-1";
const LAG = 2;
const SESSIONS: ClientStore = {
  id: "sessions",
  engine: "redis",
  name: "sessions",
  members: { [EAST]: "east", [WEST]: "west" },
};

/** A minute of writes before anything happens. */
async function written(seed = "test", store: ClientStore = SESSIONS) {
  const caches = new FakeCaches();
  const id = await caches.pair();
  const clients = await customersOf(caches.world, store, { seed });
  const pass = (seconds: number) => {
    caches.world.clock.advance(seconds * 1000);
    clients.catchUp();
  };
  pass(60);
  return {
    caches,
    world: caches.world,
    pass,
    seen: () => seenBy(clients),
    failOver: async (to: string) => {
      const answer = await caches.failover(to, id, to, to === EAST ? "east" : "west");
      expect(answer.status).toBe(200);
    },
  };
}

/** Every acknowledged write is somewhere, and only there. */
function balances({ found, lost, diverged, late, acknowledged }: ReturnType<typeof seenBy>) {
  expect(found + lost.writes + diverged.writes + late.writes).toBe(acknowledged);
}

describe("customers of a Global Datastore", () => {
  it("write to its one primary from both regions", async () => {
    const { seen } = await written();
    const store = seen();
    expect(store.acknowledged).toBeGreaterThan(1000);
    expect(store.found).toBe(store.acknowledged);
    expect(store).toMatchObject({
      engine: "redis",
      lagSeconds: LAG,
      writers: [{ region: EAST }],
      fences: [],
    });
  });

  it("lose at most the lag with a region that is gone, and write to the member that takes over", async () => {
    const { world, pass, seen, failOver } = await written();
    const lostAt = world.clock.now();
    world.lose(EAST);
    pass(90);
    await failOver(WEST);
    pass(90);
    const store = seen();
    expect(store.lost.writes).toBeGreaterThan(0);
    expect(store.lost.seconds).toBeLessThanOrEqual(LAG);
    expect(store.lost.seconds).toBeGreaterThan(LAG / 2);
    expect(store.diverged.writes).toBe(0);
    balances(store);
    expect(store.writers).toMatchObject([
      { region: EAST, to: lostAt + 150_000 },
      { region: WEST, from: lostAt + 150_000 },
    ]);
    expect(store.fences).toMatchObject([{ oldWriter: EAST, newWriter: WEST, at: undefined }]);
    for (const { unserved } of store.services)
      expect((unserved[0]?.to ?? 0) - lostAt).toBeGreaterThan(149_000);
  });

  it("get the writes back in the region that returns once it is filled, and lose what is under way then", async () => {
    const { world, pass, seen, failOver } = await written();
    world.lose(EAST);
    await failOver(WEST);
    pass(120);
    const { lost } = seen();
    world.restore(EAST);
    pass(200);
    await failOver(EAST);
    pass(90);
    const store = seen();
    expect(store.lost.writes).toBeGreaterThan(lost.writes);
    expect(store.lost.seconds).toBeLessThanOrEqual(LAG);
    expect(store.fences.map(({ at }) => at === undefined)).toEqual([false, false]);
    balances(store);
  });

  it("lose all that was written elsewhere when a member gets the writes back before it is filled", async () => {
    const { world, pass, seen, failOver } = await written();
    world.lose(EAST);
    await failOver(WEST);
    pass(120);
    world.restore(EAST);
    pass(10);
    await failOver(EAST);
    pass(90);
    const store = seen();
    expect(store.lost.seconds).toBeGreaterThan(60);
    balances(store);
  });

  it("diverge while an old primary is cut off and running, until it can be reached again", async () => {
    const { world, pass, seen, failOver } = await written();
    world.partition(EAST);
    pass(30);
    await failOver(WEST);
    pass(120);
    const during = seen();
    expect(during.diverged.writes).toBeGreaterThan(100);
    expect(during.fences[0]?.at).toBeUndefined();
    world.restore(EAST);
    pass(5);
    const { diverged } = seen();
    pass(200);
    const store = seen();
    expect(store.diverged).toEqual(diverged);
    expect(store.fences[0]?.how).toContain("became a secondary");
    balances(store);
  });

  it("lose what a node had not sent to its replica, and are served by that within the minute", async () => {
    const { world, caches, pass, seen } = await written();
    const lostAt = world.clock.now();
    world.parts.lose({ kind: "instance", region: EAST, identifier: "east-001" });
    pass(20);
    await caches.call(EAST, "TestFailover", { ReplicationGroupId: "east", NodeGroupId: "0001" });
    pass(60);
    const store = seen();
    expect(store.lost.writes).toBeGreaterThan(0);
    expect(store.lost.seconds).toBeLessThanOrEqual(0.1);
    expect(store.writers).toMatchObject([{ region: EAST }]);
    expect(store.fences).toEqual([]);
    for (const { unserved } of store.services) {
      expect((unserved[0]?.to ?? 0) - lostAt).toBeGreaterThan(49_000);
      expect((unserved[0]?.to ?? 0) - lostAt).toBeLessThan(53_000);
    }
    balances(store);
  });

  it("lose the whole lag when another region takes over from a node that is gone: it sends nothing any more", async () => {
    const { world, pass, seen, failOver } = await written();
    world.parts.lose({ kind: "instance", region: EAST, identifier: "east-001" });
    pass(20);
    await failOver(WEST);
    pass(90);
    const store = seen();
    expect(store.lost.seconds).toBeGreaterThan(LAG / 2);
    expect(store.lost.seconds).toBeLessThanOrEqual(LAG);
    balances(store);
  });

  it("lose nothing of a node that answers again by itself", async () => {
    const { world, pass, seen } = await written();
    const part = { kind: "zone", region: EAST, zone: `${EAST}a` } as const;
    world.parts.lose(part);
    pass(20);
    world.parts.restore(part);
    pass(20);
    const store = seen();
    expect(store.lost.writes).toBe(0);
    expect(store.found).toBe(store.acknowledged);
  });

  it("of a group that is a member of nothing lose with its node what its replica lacks", async () => {
    const caches = new FakeCaches();
    await caches.group(EAST, "alone");
    const clients = await customersOf(caches.world, { ...SESSIONS, members: { [EAST]: "alone" } });
    caches.world.clock.advance(60_000);
    clients.catchUp();
    caches.world.parts.lose({ kind: "instance", region: EAST, identifier: "alone-001" });
    await caches.call(EAST, "TestFailover", { ReplicationGroupId: "alone", NodeGroupId: "0001" });
    caches.world.clock.advance(60_000);
    const store = seenBy(clients);
    expect(store.lost.writes).toBeGreaterThan(0);
    expect(store.lagSeconds).toBe(0.1);
    balances(store);
  });

  it("have every write in one place, whatever happens in whatever order", async () => {
    const what = fc.constantFrom("lose", "cut", "restore", "over", "back", "node", "wait");
    await fc.assert(
      fc.asyncProperty(fc.array(what, { maxLength: 8 }), async (events) => {
        const { world, caches, pass, seen } = await written();
        for (const event of events) {
          if (event === "lose") world.lose(EAST);
          if (event === "cut") world.partition(EAST);
          if (event === "restore") world.restore(EAST);
          if (event === "over") await caches.failover(WEST, "ldgnf-baskets", WEST, "west");
          if (event === "back") await caches.failover(EAST, "ldgnf-baskets", EAST, "east");
          if (event === "node")
            await caches.call(EAST, "TestFailover", { ReplicationGroupId: "east", NodeGroupId: "0001" });
          pass(event === "wait" ? 150 : 20);
        }
        balances(seen());
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});

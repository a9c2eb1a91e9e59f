import { describe, expect, it } from "vitest";
import { FakeInstances } from "../overlays/testing/fakeInstances.ts";
import type { ClientStore } from "./model.ts";
import { customersOf, seenBy } from "./testing/customers.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const LAG = 30;
const INVOICES: ClientStore = {
  id: "invoices",
  engine: "rds-postgresql",
  name: "invoices",
  members: { [EAST]: "east", [WEST]: "west" },
};

async function written() {
  const instances = await FakeInstances.pair();
  const clients = await customersOf(instances.world, INVOICES);
  const pass = (seconds: number) => {
    instances.world.clock.advance(seconds * 1000);
    clients.catchUp();
  };
  pass(60);
  return { instances, pass, seen: () => seenBy(clients) };
}

describe("customers of an RDS instance with a copy in another region", () => {
  it("lose the copy's lag with the region, and are served by the copy once it is promoted", async () => {
    const { instances, pass, seen } = await written();
    instances.world.lose(EAST);
    await instances.promote();
    pass(400);
    const store = seen();
    expect(store.lost.writes).toBeGreaterThan(0);
    expect(store.lost.seconds).toBeGreaterThan(LAG - 1);
    expect(store.lost.seconds).toBeLessThanOrEqual(LAG);
    expect(store.found + store.lost.writes).toBe(store.acknowledged);
    expect(store.writers.map(({ region }) => region)).toEqual([EAST, WEST]);
    expect(store.services.every(({ unserved }) => unserved.every(({ to }) => to !== undefined))).toBe(true);
  });

  it("write to the old instance again when its region is back, because nothing fences it", async () => {
    const { instances, pass, seen } = await written();
    instances.world.lose(EAST);
    await instances.promote();
    pass(400);
    expect(seen().diverged.writes).toBe(0);
    instances.world.restore(EAST);
    pass(120);
    const store = seen();
    expect(store.fences).toMatchObject([{ oldWriter: EAST, newWriter: WEST, at: undefined }]);
    expect(store.fences[0]?.how).toContain("RDS does not stop the source");
    expect(store.fences[0]?.acknowledgedAfterCut).toBe(store.diverged.writes);
    expect(store.diverged.writes).toBeGreaterThan(100);
    expect(store.found + store.lost.writes + store.diverged.writes).toBe(store.acknowledged);
  });

  it("take the move to the standby for a short time without service, and lose nothing", async () => {
    const { instances, pass, seen } = await written();
    await instances.call(EAST, "RebootDBInstance", { DBInstanceIdentifier: "east", ForceFailover: "true" });
    pass(200);
    const store = seen();
    expect(store).toMatchObject({ lost: { writes: 0 }, diverged: { writes: 0 }, fences: [] });
    const [outage] = store.services[0]?.unserved ?? [];
    expect(((outage?.to ?? 0) - (outage?.from ?? 0)) / 1000).toBeGreaterThan(80);
  });
});

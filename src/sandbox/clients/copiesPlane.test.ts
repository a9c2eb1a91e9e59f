import { describe, expect, it } from "vitest";
import { FakeWorld } from "../overlays/testing/fakeWorld.ts";
import type { ClientStore } from "./model.ts";
import { customersOf, seenBy } from "./testing/customers.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const store = (engine: "dynamodb" | "s3"): ClientStore => ({
  id: "cart",
  engine,
  name: "cart",
  members: { [EAST]: "cart-east", [WEST]: "cart-west" },
});

async function written(engine: "dynamodb" | "s3" = "dynamodb", lookMs = 0) {
  const world = new FakeWorld(() => ({ status: 404, headers: {}, body: "" }));
  const clients = await customersOf(world, store(engine), { lookMs });
  const pass = (seconds: number) => {
    world.clock.advance(seconds * 1000);
    clients.catchUp();
  };
  pass(60);
  return { world, pass, seen: () => seenBy(clients) };
}

describe("customers of a global table", () => {
  it("do without what had not reached the others while a region is gone, and find it when that is back", async () => {
    const { world, pass, seen } = await written();
    world.lose(EAST);
    pass(120);
    const during = seen();
    expect(during.late.writes).toBeGreaterThan(0);
    expect(during.late.seconds).toBeLessThanOrEqual(1);
    expect(during.found + during.late.writes).toBe(during.acknowledged);
    world.restore(EAST);
    pass(5);
    const after = seen();
    expect(after).toMatchObject({
      late: { writes: 0 },
      lost: { writes: 0 },
      diverged: { writes: 0 },
      fences: [],
    });
    expect(after.found).toBe(after.acknowledged);
  });

  it("are served by another copy as soon as names lead there, without anybody's doing", async () => {
    const { world, pass, seen } = await written();
    const lostAt = world.clock.now();
    world.lose(EAST);
    pass(150);
    const [outage] = seen().services.find(({ near }) => near === EAST)?.unserved ?? [];
    // Health checks take half a minute, and a resolver keeps an answer for one more.
    expect((outage?.to ?? 0) - lostAt).toBeGreaterThan(29_000);
    expect((outage?.to ?? 0) - lostAt).toBeLessThan(91_000);
    expect(seen().services.find(({ near }) => near === WEST)?.unserved).toEqual([]);
  });

  it("write to both sides of a partition, and what they wrote fits together when it ends", async () => {
    const { world, pass, seen } = await written();
    world.partition(EAST);
    pass(120);
    expect(seen().late.writes).toBeGreaterThan(900);
    expect(seen().services.flatMap(({ unserved }) => unserved)).toEqual([]);
    world.restore(EAST);
    pass(5);
    expect(seen().found).toBe(seen().acknowledged);
  });
});

describe("on a slow machine, customers", () => {
  it("have done all that was due before a loss in the world of before it", async () => {
    const { world, pass, seen } = await written("dynamodb", 20);
    pass(1);
    const lostAt = world.clock.now();
    world.lose(EAST);
    pass(150);
    const outages = seen().services.flatMap(({ unserved }) => unserved);
    expect(outages).toHaveLength(1);
    expect(outages[0]?.from).toBeGreaterThanOrEqual(lostAt);
  });
});

describe("customers of a bucket that replicates nothing", () => {
  it("find in the other region nothing of what was put into the lost one", async () => {
    const { world, pass, seen } = await written("s3");
    const before = seen().acknowledged;
    world.lose(EAST);
    pass(5);
    expect(seen().late.writes).toBeGreaterThan(before / 3);
  });
});

describe("a time of hours in which nobody looks", () => {
  it("is filled with requests at its beginning and at its end, and not in between", async () => {
    const { pass, seen } = await written();
    const perMinute = seen().acknowledged;
    pass(24 * 3600);
    expect(seen().acknowledged).toBeGreaterThan(perMinute * 10);
    expect(seen().acknowledged).toBeLessThan(perMinute * 13);
  });
});

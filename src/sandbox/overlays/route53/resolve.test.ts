import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeWorld } from "../testing/fakeWorld.ts";
import { ALIAS_TARGET_SECONDS, healthOf } from "./health.ts";
import { hasLatency, roundTripMs } from "./latency.ts";
import { resolve } from "./resolve.ts";
import { plainCheck, plainRecord } from "./testing/plain.ts";
import type { DnsRecord, HealthCheck, Route53View } from "./view.ts";

/** Nothing is asked of the emulator: the records are given. */
const emptyWorld = () => new FakeWorld(() => ({ status: 404, headers: {}, body: "" }));

const EAST = "us-east-1";
const WEST = "us-west-2";
const EUROPE = "eu-west-1";
const balancer = (region: string) => `shop-1.${region}.elb.amazonaws.com`;

const alias = (name: string, evaluateTargetHealth = true) => ({ alias: { name, evaluateTargetHealth } });

function view(records: readonly DnsRecord[], checks: readonly HealthCheck[] = []): Route53View {
  return {
    zones: [{ id: "Z", name: "example.com", records }],
    checks: new Map(checks.map((each) => [each.id, each])),
  };
}

const origins = [EAST, WEST, EUROPE].map((region) =>
  plainRecord(`origin-${region}.example.com`, alias(balancer(region))),
);
const checks = [EAST, WEST, EUROPE].map((region) =>
  plainCheck(region, { fqdn: `origin-${region}.example.com` }),
);

/** Two active regions by latency; behind us-east-1 a failover pair with us-west-2. */
const shop = view(
  [
    ...origins,
    plainRecord("entry.example.com", {
      ...alias(`origin-${EAST}.example.com`),
      setIdentifier: EAST,
      failover: "PRIMARY",
      healthCheckId: EAST,
    }),
    plainRecord("entry.example.com", {
      ...alias(`origin-${WEST}.example.com`),
      setIdentifier: WEST,
      failover: "SECONDARY",
      healthCheckId: WEST,
    }),
    plainRecord("www.example.com", { ...alias("entry.example.com"), setIdentifier: EAST, region: EAST }),
    plainRecord("www.example.com", {
      ...alias(`origin-${EUROPE}.example.com`),
      setIdentifier: EUROPE,
      region: EUROPE,
      healthCheckId: EUROPE,
    }),
  ],
  checks,
);

const ask = (world: FakeWorld, clientRegion: string, of = shop, name = "www.example.com") =>
  resolve(of, world, { name, type: "A", clientRegion });

describe("what DNS answers", () => {
  it("sends clients to the region of the shortest round trip, down the alias chain, for 60 seconds", () => {
    const world = emptyWorld();
    expect(ask(world, "us-west-1")).toMatchObject({
      answers: [balancer(EAST)],
      chosen: EAST,
      ttlSeconds: 60,
    });
    expect(ask(world, "eu-central-1")).toMatchObject({ answers: [balancer(EUROPE)], chosen: EUROPE });
  });

  it("keeps a region's clients in their home when it is lost, once the health check has seen it", () => {
    const world = emptyWorld();
    world.lose(EAST);
    expect(ask(world, EAST).answers).toEqual([balancer(EAST)]);
    world.clock.advance(30_000);
    const answer = ask(world, EAST);
    expect(answer).toMatchObject({ answers: [balancer(WEST)], chosen: EAST });
    expect(answer.passedOver).toMatchObject([{ record: `entry.example.com A ${EAST}` }]);
  });

  it("backs out of a branch in which nothing is healthy", () => {
    const world = emptyWorld();
    for (const region of [EAST, WEST]) world.lose(region);
    world.clock.advance(30_000);
    expect(ask(world, EAST)).toMatchObject({ answers: [balancer(EUROPE)], chosen: EUROPE });
  });

  it("counts all records as healthy when none is", () => {
    const world = emptyWorld();
    for (const region of [EAST, WEST, EUROPE]) world.lose(region);
    world.clock.advance(30_000);
    expect(ask(world, EAST).answers).toEqual([balancer(EAST)]);
  });

  it("returns to a region only after it has been seen healthy for as long", () => {
    const world = emptyWorld();
    world.lose(EUROPE);
    world.clock.advance(60_000);
    expect(ask(world, EUROPE).chosen).toBe(EAST);
    world.restore(EUROPE);
    world.clock.advance(29_000);
    expect(ask(world, EUROPE).chosen).toBe(EAST);
    world.clock.advance(1_000);
    expect(ask(world, EUROPE).chosen).toBe(EUROPE);
  });

  it("never notices an outage shorter than the health check needs to see it", () => {
    const world = emptyWorld();
    world.lose(EUROPE);
    world.clock.advance(20_000);
    expect(ask(world, EUROPE).chosen).toBe(EUROPE);
    world.restore(EUROPE);
    expect(ask(world, EUROPE).chosen).toBe(EUROPE);
  });

  it("stays with a lost target when the alias does not evaluate its health", () => {
    const world = emptyWorld();
    const blind = view([
      plainRecord("www.example.com", { ...alias(balancer(EAST), false), setIdentifier: "a", region: EAST }),
      plainRecord("www.example.com", { ...alias(balancer(WEST), false), setIdentifier: "b", region: WEST }),
    ]);
    world.lose(EAST);
    world.clock.advance(ALIAS_TARGET_SECONDS * 1000);
    expect(ask(world, EAST, blind).answers).toEqual([balancer(EAST)]);
  });

  it("takes the heaviest healthy weighted record, weight 0 last", () => {
    const world = emptyWorld();
    const weighted = view(
      [
        plainRecord("www.example.com", {
          setIdentifier: "idle",
          weight: 0,
          values: ["192.0.2.3"],
          ttlSeconds: 30,
        }),
        plainRecord("www.example.com", {
          setIdentifier: "main",
          weight: 90,
          values: ["192.0.2.1"],
          healthCheckId: "main",
        }),
      ],
      [plainCheck("main", { fqdn: balancer(EAST) })],
    );
    expect(ask(world, EAST, weighted).chosen).toBe("main");
    world.lose(EAST);
    world.clock.advance(30_000);
    expect(ask(world, EAST, weighted)).toMatchObject({
      chosen: "idle",
      answers: ["192.0.2.3"],
      ttlSeconds: 30,
    });
  });

  it("follows a CNAME, gives it when it is asked for, and takes the shorter TTL", () => {
    const world = emptyWorld();
    const named = view([
      plainRecord("www.example.com", { type: "CNAME", values: ["end.example.com."], ttlSeconds: 300 }),
      plainRecord("end.example.com", { values: ["192.0.2.1"], ttlSeconds: 20 }),
    ]);
    expect(ask(world, EAST, named)).toMatchObject({ answers: ["192.0.2.1"], ttlSeconds: 20 });
    const asked = resolve(named, world, { name: "www.example.com", type: "CNAME", clientRegion: EAST });
    expect(asked.answers).toEqual(["end.example.com."]);
  });

  it("answers nothing and says why for an unknown name, an unknown zone and routing by place", () => {
    const world = emptyWorld();
    expect(ask(world, EAST, shop, "no.example.com")).toMatchObject({
      answers: [],
      passedOver: [{ reason: "the zone has no such record" }],
    });
    expect(ask(world, EAST, shop, "example.org").passedOver[0]?.reason).toContain("no public zone");
    const placed = view([
      plainRecord("www.example.com", { geographic: true, setIdentifier: "eu", values: ["192.0.2.1"] }),
    ]);
    expect(ask(world, EAST, placed)).toMatchObject({
      answers: [],
      passedOver: [{ reason: expect.stringContaining("not modelled") }],
    });
  });

  it("ends on records that lead in a circle", () => {
    const circle = view([
      plainRecord("a.example.com", alias("b.example.com")),
      plainRecord("b.example.com", alias("a.example.com")),
    ]);
    expect(ask(emptyWorld(), EAST, circle, "a.example.com").answers).toEqual([]);
  });

  it("fails on a client region whose round trips nobody measured, and names it", () => {
    expect(() => ask(emptyWorld(), "mars-north-1")).toThrow("mars-north-1");
  });

  it("never answers with a region that has been lost for long while another is up", () => {
    const region = fc.constantFrom(EAST, WEST, EUROPE);
    fc.assert(
      fc.property(
        fc.uniqueArray(region, { maxLength: 2 }),
        fc.constantFrom(EAST, WEST, EUROPE, "sa-east-1"),
        (lost, client) => {
          const world = emptyWorld();
          for (const each of lost) world.lose(each);
          world.clock.advance(3_600_000);
          const [answer] = ask(world, client).answers;
          for (const each of lost) expect(answer).not.toBe(balancer(each));
        },
      ),
    );
  });
});

describe("a health check", () => {
  const healthy = (world: FakeWorld, one: HealthCheck) => healthOf(one, view(origins, checks), world).healthy;

  it("of an endpoint takes interval times threshold to change, and outlives the loss of a checker's region", () => {
    const world = emptyWorld();
    const slow = plainCheck("slow", { fqdn: `origin-${EAST}.example.com`, interval: 30, threshold: 3 });
    world.lose(EAST);
    world.clock.advance(89_000);
    expect(healthy(world, slow)).toBe(true);
    world.clock.advance(1_000);
    expect(healthy(world, slow)).toBe(false);
    expect(
      healthy(
        world,
        plainCheck("other", { fqdn: `origin-${WEST}.example.com`, regions: [EAST, WEST, EUROPE] }),
      ),
    ).toBe(true);
  });

  it("that is calculated counts its healthy children", () => {
    const world = emptyWorld();
    world.lose(EAST);
    world.clock.advance(30_000);
    const of = (childThreshold: number) =>
      plainCheck("all", { type: "CALCULATED", children: [EAST, WEST, EUROPE], childThreshold });
    expect(healthy(world, of(2))).toBe(true);
    expect(healthy(world, of(3))).toBe(false);
    expect(healthy(world, of(4))).toBe(false);
    expect(healthy(world, of(0))).toBe(true);
  });

  it("that is disabled is healthy, inverted the opposite", () => {
    const world = emptyWorld();
    world.lose(EAST);
    world.clock.advance(30_000);
    const fqdn = `origin-${EAST}.example.com`;
    expect(healthy(world, plainCheck("disabled", { fqdn, disabled: true }))).toBe(true);
    expect(healthy(world, plainCheck("inverted", { fqdn, inverted: true }))).toBe(true);
    expect(healthy(world, plainCheck("both", { fqdn, inverted: true, disabled: true }))).toBe(false);
  });

  it("that leads nowhere it could be followed is healthy and says so", () => {
    const world = emptyWorld();
    expect(healthOf(plainCheck("ip", {}), view([]), world)).toMatchObject({
      healthy: true,
      reason: expect.stringContaining("not followed"),
    });
  });
});

describe("round trips", () => {
  it("are the same both ways and shortest to the region itself", () => {
    expect(roundTripMs(EAST, EUROPE)).toBe(roundTripMs(EUROPE, EAST));
    expect(roundTripMs(EAST, EAST)).toBeLessThan(roundTripMs(EAST, "us-east-2"));
    expect(hasLatency("eu-south-2")).toBe(false);
  });
});

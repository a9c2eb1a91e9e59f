import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { HEALTH_CHECK } from "../../constructs/edge/regionalTraffic.ts";
import { graphFromStacks } from "../../graph/index.ts";
import { ManualClock } from "../../lib/index.ts";
import { regionalFailover } from "../../runbooks/index.ts";
import { openProject, synthesizeUnit } from "../project.ts";
import { modelledLossOf } from "./lostRegion.ts";
import { type RecoveryModesResult, recoveryModes } from "./modes.ts";
import { promotionsOf } from "./promotions.ts";
import { regionScope } from "./scope.ts";

const STOREFRONT = join(import.meta.dirname, "..", "..", "..", "examples", "storefront");
let result: RecoveryModesResult;
beforeAll(async () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 1));
  result = await recoveryModes({ path: STOREFRONT, clock, samples: 1000 });
});

const journey = (loss: string, name: string) => {
  const found = result.losses.find((each) => each.loss === loss)?.journeys.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} is not judged under the loss of ${loss}`);
  return found;
};

describe("the example", () => {
  it("is detected by the health checks and named by the records that its stacks have", () => {
    expect(result.environment).toBe("production");
    expect(result.names).toEqual({
      movedBy: "health",
      intervalSeconds: HEALTH_CHECK.intervalSeconds,
      failureThreshold: HEALTH_CHECK.failureThreshold,
      ttlSeconds: 60,
    });
  });

  it("brings every journey back after the loss of any region", () => {
    for (const region of ["us-east-1", "us-west-2", "eu-west-1"]) {
      for (const name of ["browse", "buy"]) {
        const { verdict, rto } = journey(`region ${region}`, name);
        expect(verdict, `${name} without ${region}`).toBe("recovers");
        expect(rto?.p50.seconds).toBeGreaterThan(90);
        expect(rto?.p50.seconds).toBeLessThan(rto?.p95.seconds ?? 0);
        expect(rto?.p95.seconds).toBeLessThan(rto?.p99.seconds ?? 0);
      }
    }
  });

  it("buys later than it browses, because databases must be promoted, and says on whose memory that rests", () => {
    // Its regions watch each other, so nobody has to be woken first; where only people notice, they are waited for.
    const [browse, buy] = [journey("region us-east-1", "browse"), journey("region us-east-1", "buy")];
    expect(buy.rto?.p50.seconds).toBeGreaterThan(2 * (browse.rto?.p50.seconds ?? Number.POSITIVE_INFINITY));
    expect(buy.recalled).toEqual(
      expect.arrayContaining(["watch_starts", "rds_cross_region_replica_promotion"]),
    );
    expect(browse.recalled).not.toContain("watch_starts");
    for (const { recalled } of [browse, buy]) expect(recalled).not.toContain("people_decide");
    expect(result.unseen.join()).toContain("what the recovery switches say: taken as on");
  });

  it("does not notice a lost recovery region or a global control plane", () => {
    const quiet = [
      "region eu-central-1",
      "a zone of eu-central-1",
      "Route 53 control plane (us-east-1)",
      "IAM control plane (us-east-1)",
    ];
    for (const loss of quiet) {
      expect(journey(loss, "buy").verdict, loss).toBe("untouched");
    }
  });

  it("has steps that call no region that is gone", () => {
    const regions = result.losses.flatMap(({ of, steps }) => (of.kind === "region" ? [{ of, steps }] : []));
    expect(regions).toHaveLength(4);
    for (const { of, steps } of regions) expect(steps.map(({ region }) => region)).not.toContain(of.region);
  });

  it("says what it took for granted", () => {
    expect(result.unseen.join()).toContain("which region writes today");
  });
});

describe("the model", () => {
  it("promotes what the library's runbooks promote, each at once as their lanes do, and nothing else", async () => {
    const { platform } = await openProject(STOREFRONT, new ManualClock(Date.UTC(2026, 10, 1)));
    const [production] = platform.environments;
    if (production === undefined) throw new Error("no environment");
    expect(promotionsOf(platform, production)).toBe("at-once");
    for (const { name } of production.regions) {
      const runbooks = regionalFailover(regionScope(platform, production, name));
      const acting = runbooks
        .flatMap(({ stages }) => stages.flatMap(({ lanes }) => lanes.flat()))
        .filter(({ id, action }) => id.startsWith("promote-") && action !== undefined);
      const plan = result.losses.find(({ loss }) => loss === `region ${name}`);
      const promoted = plan?.steps.filter(({ id }) => id.startsWith("promote-")) ?? [];
      // A runbook is written for every store of the region, and its guard spares those that are written elsewhere.
      const ids = acting.map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining(promoted.map(({ id }) => id)));
      const born = production.stores.filter(({ birth }) => birth === name).map(({ id }) => `promote-${id}`);
      expect(promoted.map(({ id }) => id)).toEqual(ids.filter((id) => born.includes(id)));
      for (const { region } of promoted) expect(runbooks.map(({ runsIn }) => runsIn)).toContain(region);
      // Of RDS after the way to the old writer is closed, a route for each zone.
      const closed = plan?.steps.filter(({ id }) => id.startsWith("cut-")) ?? [];
      for (const { id, after } of promoted) {
        const cut = id.replace("promote-", "cut-");
        const waits = closed.some((each) => each.id === cut) ? cut : `decide-${name}`;
        expect(after).toEqual([waits]);
      }
      for (const { after, timing } of closed) {
        expect(after).toEqual([`decide-${name}`]);
        expect(timing).toBe("transit_gateway_routes");
      }
      const instances = production.stores.filter(
        ({ engine, birth }) => engine === "rds-postgresql" && birth === name,
      );
      expect(closed.map(({ id }) => id)).toEqual(instances.map(({ id }) => `cut-${id}`));
    }
  });
});

describe("the loss of a region, by service", () => {
  it("is judged by the strictest journey that a service is part of, and names its recalled figures", async () => {
    const { platform } = await openProject(STOREFRONT, new ManualClock(Date.UTC(2026, 10, 1)));
    const [production] = platform.environments;
    if (production === undefined) throw new Error("no environment");
    const { stacks } = synthesizeUnit(platform, production);
    const { services, lost } = modelledLossOf(
      platform,
      production,
      graphFromStacks(stacks, { name: production.name }),
      "us-east-1",
      500,
    );
    expect(lost).toBe("us-east-1");
    expect(services.map(({ name }) => name)).toEqual(platform.services.map(({ name }) => name));
    const of = (name: string) => services.find((each) => each.name === name);
    expect(of("orders")).toMatchObject({
      critical: true,
      verdict: "recovers",
      // Of buying: 5 minutes; nothing promises anything of fulfilment but the platform.
      rpo: { objectiveSeconds: 300 },
      rto: { objectiveSeconds: 900 },
    });
    expect(of("fulfilment")?.rpo?.objectiveSeconds).toBe(3600);
    expect(of("orders")?.rto?.recalled).toContain("watch_starts");
    expect(of("search")?.rto?.recalled).not.toContain("watch_starts");
    expect(of("orders")?.rto?.p50).toBeLessThan(of("orders")?.rto?.p99 ?? 0);
  });
});

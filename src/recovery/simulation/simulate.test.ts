import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failureModes } from "../modes/modes.ts";
import type { Effect, LossPlan, RecoveryStep } from "../modes/plan.ts";
import { ORDERS, subject } from "../modes/testing/subjects.ts";
import type { RecoveryTiming } from "../timing/blocks/block.ts";
import { recalled } from "../timing/figure.ts";
import { modelLosses } from "./results.ts";
import { simulateLoss } from "./simulate.ts";

/** Always the same time: typical and pessimistic are one. */
const always = (seconds: number): RecoveryTiming => timing(seconds, seconds);
const timing = (typical: number, pessimistic: number): RecoveryTiming => ({
  id: `${typical}-${pessimistic}`,
  what: "a step",
  typical,
  pessimistic,
  origin: recalled(),
});
const step = (id: string, takes: RecoveryTiming, ...after: readonly string[]): RecoveryStep => ({
  id,
  title: id,
  plane: "data",
  region: "us-west-2",
  timing: takes,
  after,
  restores: [],
});
const effect = (replace: Partial<Effect> = {}): Effect => ({
  name: "buy",
  verdict: "recovers",
  needs: [],
  notes: [],
  dataLoss: [],
  ...replace,
});
const plan = (steps: readonly RecoveryStep[], journey: Effect): LossPlan => ({
  loss: { kind: "region", region: "us-east-1" },
  steps,
  stores: [],
  services: [],
  journeys: [journey],
});
function modelled(given: LossPlan, samples = 2000) {
  const journey = modelLosses([given], { samples })[0]?.journeys[0];
  if (journey === undefined) throw new Error("no journey");
  return journey;
}

describe("a simulated loss", () => {
  // By hand: detect 30, then names 60 and a decision 100; promotions of 50 and 70 one after the other; 5 to reconnect.
  const chain = [
    step("detect", always(30)),
    step("move", always(60), "detect"),
    step("decide", always(100), "detect"),
    step("promote-a", always(50), "decide"),
    step("promote-b", always(70), "decide", "promote-a"),
    step("reconnect-b", always(5), "promote-b"),
  ];

  it("is over with the last step that is needed: 30 + 100 + 50 + 70 + 5", () => {
    const { rto, carriedBy } = modelled(plan(chain, effect({ needs: ["move", "reconnect-b"] })));
    expect(rto).toMatchObject({ p50: { seconds: 255 }, p95: { seconds: 255 }, p99: { seconds: 255 } });
    expect(carriedBy.map(({ of, share }) => [of, Math.round(share * 255)])).toEqual([
      ["decide", 100],
      ["promote-b", 70],
      ["promote-a", 50],
      ["detect", 30],
      ["reconnect-b", 5],
    ]);
  });

  it("waits only for what is needed: 30 + 60", () => {
    expect(modelled(plan(chain, effect({ needs: ["move"] }))).rto?.p50.seconds).toBe(90);
  });

  it("has the quantiles of the one step that it is made of", () => {
    const { rto } = modelled(
      plan([step("promote", timing(60, 300))], effect({ needs: ["promote"] })),
      20_000,
    );
    expect(Math.abs((rto?.p50.seconds ?? 0) - 60)).toBeLessThan(3);
    expect(Math.abs((rto?.p95.seconds ?? 0) - 300)).toBeLessThan(20);
    // A lognormal of sigma ln(5)/1.645: 60 exp(0.978 * 2.326).
    expect(Math.abs((rto?.p99.seconds ?? 0) - 584)).toBeLessThan(60);
  });

  it("takes nothing where nothing stops, and has no figure where nothing helps", () => {
    expect(modelled(plan([], effect({ verdict: "degraded" }))).rto?.p99.seconds).toBe(0);
    const lost = modelled(plan(chain, effect({ verdict: "lost", needs: ["move"] })));
    expect(lost.rto).toBeUndefined();
    expect(lost.rpo).toBeUndefined();
  });

  it("loses what the store that is furthest behind had not sent", () => {
    const dataLoss = [
      { store: "near", kind: "lag", timing: always(2) },
      { store: "far", kind: "lag", timing: always(9) },
    ] as const;
    const { rpo, dataCarriedBy } = modelled(plan([], effect({ verdict: "degraded", dataLoss })));
    expect(rpo?.p50.seconds).toBe(9);
    expect(dataCarriedBy.map(({ of, share }) => [of, share])).toEqual([["far", 1]]);
  });

  it("comes at any moment between two backups", () => {
    const dataLoss = [{ store: "far", kind: "backup", everySeconds: 86_400, timing: always(600) }] as const;
    const { rpo } = modelled(plan([], effect({ verdict: "degraded", dataLoss })), 20_000);
    expect(Math.abs((rpo?.p50.seconds ?? 0) - (600 + 43_200))).toBeLessThan(1500);
    expect(Math.abs((rpo?.p95.seconds ?? 0) - (600 + 82_080))).toBeLessThan(1500);
  });

  it("names what from memory carries it, and nothing that carries nothing", () => {
    const { recalled: named } = modelled(plan(chain, effect({ needs: ["reconnect-b"] })));
    expect(named).toEqual(["100-100", "70-70", "50-50", "30-30", "5-5"]);
  });

  it("refuses a plan whose steps wait for what comes later", () => {
    const turned = plan([step("a", always(1), "b"), step("b", always(1))], effect());
    expect(() => simulateLoss(turned, { samples: 1 })).toThrow("a waits for b");
  });

  it("is the same every time", () => {
    const once = modelLosses(failureModes(subject()), { samples: 50 });
    expect(modelLosses(failureModes(subject()), { samples: 50 })).toEqual(once);
  });

  it("is over no sooner for a slower step, in any sample", () => {
    const [whole] = failureModes(subject({ stores: [ORDERS] }), [{ kind: "region", region: "us-east-1" }]);
    if (whole === undefined) throw new Error("no plan");
    const slower = fc.tuple(fc.nat(whole.steps.length - 1), fc.double({ min: 1, max: 20, noNaN: true }));
    fc.assert(
      fc.property(slower, ([which, factor]) => {
        const steps = whole.steps.map((each, index) => {
          const { typical, pessimistic } = each.timing;
          const stretched = { ...each.timing, typical: typical * factor, pessimistic: pessimistic * factor };
          return index === which ? { ...each, timing: stretched } : each;
        });
        const times = (given: LossPlan) => simulateLoss(given, { samples: 200 }).journeys[0]?.downFor ?? [];
        const before = times(whole);
        times({ ...whole, steps }).forEach((seconds, at) => {
          expect(seconds).toBeGreaterThanOrEqual((before[at] ?? 0) - 1e-3);
        });
      }),
      { numRuns: 30 },
    );
  });
});

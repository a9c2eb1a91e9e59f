import { describe, expect, it } from "vitest";
import { failureModes } from "../modes/modes.ts";
import { region, subject } from "../modes/testing/subjects.ts";
import { modelLosses } from "../simulation/results.ts";
import type { RecoverySubject } from "../subject/subject.ts";
import { availabilityOf } from "./availability.ts";
import { poissonInterval } from "./poisson.ts";

const of = (given: RecoverySubject) => {
  const losses = modelLosses(failureModes(given), { samples: 500 });
  const [found] = availabilityOf(given, losses);
  if (found === undefined) throw new Error("nothing is served");
  return found;
};

describe("poissonInterval", () => {
  // Garwood, "Fiducial Limits for the Poisson Distribution", 1936: the table of 95 %.
  it.each([
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [3, 0.6187, 8.767],
    [10, 4.795, 18.39],
  ])("knows what %d seen may mean", (count, low, high) => {
    const [from, to] = poissonInterval(count);
    expect(from).toBeCloseTo(low, 3);
    expect(to).toBeCloseTo(high, 2);
  });
});

describe("the availability of a journey", () => {
  it("is an interval, and better for those who can leave", () => {
    const { withFailover, withoutFailover, objectivePercent } = of(subject());
    expect(objectivePercent).toBe(99.9);
    for (const [low, high] of [withFailover, withoutFailover]) {
      expect(low).toBeLessThan(high);
      expect(low).toBeGreaterThan(99);
      expect(high).toBeLessThanOrEqual(100);
    }
    expect(withFailover[0]).toBeGreaterThan(withoutFailover[0]);
    expect(withFailover[1]).toBeGreaterThan(withoutFailover[1]);
  });

  it("gains nothing from a failover that is not there", () => {
    const { withFailover, withoutFailover } = of(subject({ regions: [region("us-east-1")] }));
    expect(withFailover).toEqual(withoutFailover);
  });

  it("says how often what was counted on, and by whose word", () => {
    const { rates, recalled } = of(subject());
    expect(recalled).toBe(true);
    expect(rates.map(({ of: what, kind }) => [what, kind])).toEqual([
      ["outages of us-east-1", "counted"],
      ["zones of us-east-1", "recalled"],
      ["writer of orders-us", "recalled"],
    ]);
    // Three in six years.
    expect(rates[0]?.perYear[0]).toBeCloseTo(0.6187 / 6, 3);
    expect(rates[0]?.perYear[1]).toBeCloseTo(8.767 / 6, 2);
  });
});

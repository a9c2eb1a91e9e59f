import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recalled, type TimingFigure } from "./figure.ts";
import { durationSlices, normalQuantile, SLICES, sliceOf } from "./lognormal.ts";

const figure = (typical: number, pessimistic: number, floor = 0): TimingFigure => ({
  id: "some",
  type: "some",
  typical,
  pessimistic,
  floor,
  origin: recalled(),
});

describe("normalQuantile", () => {
  it.each([
    [0.5, 0],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.9995, 3.290526731491892],
    [0.05, -1.6448536269514722],
  ])("knows the quantile of %d", (probability, z) => {
    expect(normalQuantile(probability)).toBeCloseTo(z, 9);
  });
});

describe("durationSlices", () => {
  it("has the typical figure in the middle and the pessimistic at the 95th percentile", () => {
    const slices = durationSlices(figure(600, 900));
    const middle = ((slices[SLICES / 2 - 1] ?? 0) + (slices[SLICES / 2] ?? 0)) / 2;
    expect(middle).toBeCloseTo(600, 0);
    expect(Math.abs((slices[Math.round(0.95 * SLICES)] ?? 0) - 900)).toBeLessThan(2);
  });

  it("ascends from above the floor, whatever the figures", () => {
    const sound = fc
      .tuple(
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.double({ min: 0.5, max: 1000, noNaN: true }),
        fc.double({ min: 0.1, max: 3000, noNaN: true }),
      )
      .map(([floor, over, more]) => figure(floor + over, floor + over + more, floor));
    fc.assert(
      fc.property(sound, (given) => {
        const slices = durationSlices(given);
        expect(slices.every(Number.isFinite)).toBe(true);
        // Seconds are kept in single precision.
        expect(slices[0]).toBeGreaterThanOrEqual(Math.fround(given.floor ?? 0));
        expect(slices.every((value, at) => at === 0 || value >= (slices[at - 1] ?? 0))).toBe(true);
      }),
    );
  });
});

describe("sliceOf", () => {
  it("takes the lowest bits to the first slice and the highest to the last", () => {
    expect([sliceOf(0), sliceOf(0xffffffff), sliceOf(0x80000000)]).toEqual([0, SLICES - 1, SLICES / 2]);
  });
});

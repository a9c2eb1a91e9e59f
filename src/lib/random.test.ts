import { describe, expect, it } from "vitest";
import { seededRandom, seededStreams } from "./random.ts";

const drawn = (source: { bits(): number }, count: number) =>
  Array.from({ length: count }, () => source.bits());

describe("seededRandom", () => {
  it("gives the same numbers for the same seed and others for another", () => {
    expect(drawn(seededRandom("a"), 50)).toEqual(drawn(seededRandom("a"), 50));
    expect(drawn(seededRandom("a"), 50)).not.toEqual(drawn(seededRandom("b"), 50));
  });

  it("never changes what it gives for a seed, so that a report can be made again years later", () => {
    expect(drawn(seededRandom("trireme"), 3)).toEqual([3385110109, 2152850734, 1665820314]);
  });

  it("fills the range evenly: 64 bins of 100,000 draws pass a chi-squared test", () => {
    const bins = new Array<number>(64).fill(0);
    const numbers = drawn(seededRandom("even"), 100_000);
    expect(numbers.every((bits) => Number.isInteger(bits) && bits >= 0 && bits < 2 ** 32)).toBe(true);
    for (const bits of numbers) {
      bins[bits >>> 26] = (bins[bits >>> 26] ?? 0) + 1;
    }
    const expected = 100_000 / 64;
    const distance = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 63 degrees of freedom: 0.1 % of honest sources lie beyond 103.4.
    expect(distance).toBeLessThan(103.4);
  });

  it("draws for one name without regard to the others, and without likeness to them", () => {
    const streams = seededStreams("seed");
    const alone = drawn(streams("b"), 1000);
    drawn(streams("a"), 7);
    expect(drawn(streams("b"), 1000)).toEqual(alone);
    const other = drawn(streams("a"), 1000);
    const mean = 2 ** 31;
    const covariance = alone.reduce((sum, bits, i) => sum + (bits - mean) * ((other[i] ?? 0) - mean), 0);
    const variance = alone.reduce((sum, bits) => sum + (bits - mean) ** 2, 0);
    expect(Math.abs(covariance / variance)).toBeLessThan(0.1);
  });
});

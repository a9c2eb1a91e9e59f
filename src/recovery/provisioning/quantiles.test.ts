import { describe, expect, it } from "vitest";
import { nearestSample, spreadOf } from "./quantiles.ts";

describe("spreadOf", () => {
  it("takes the nearest rank, and bounds each quantile by the error of sampling", () => {
    const { p50, p95 } = spreadOf(Float64Array.from({ length: 1000 }, (_, at) => 1000 - at));
    expect(p50.seconds).toBe(500);
    expect(p95.seconds).toBe(950);
    // 1.96 × √(1000 × 0.95 × 0.05) = 13.5 ranks.
    expect(p95.between).toEqual([937, 964]);
  });

  it("bounds the quantile of one sample by that sample", () => {
    expect(spreadOf(Float64Array.of(7)).p95).toEqual({ seconds: 7, between: [7, 7] });
  });
});

describe("nearestSample", () => {
  it("finds the sample that comes nearest", () => {
    expect(nearestSample(Float64Array.of(10, 30, 22), 21)).toBe(2);
  });
});

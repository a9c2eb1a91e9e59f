import type { TimingFigure } from "./figure.ts";

/** What a distribution of durations is made of, in seconds. */
export type Durations = Pick<TimingFigure, "typical" | "pessimistic" | "floor">;

/** How finely a distribution is cut. The longest stands for the slowest thousandth. */
export const SLICES = 1024;
const SLICE_BITS = 10;

/** 95th percentile of the standard normal distribution. */
const NORMAL_P95 = 1.6448536269514722;

/**
 * The durations of a figure as `SLICES` equally likely values, ascending, in seconds: the medians of equal
 * slices of a lognormal distribution that has `typical` as its median and `pessimistic` as its 95th
 * percentile, counted from `floor`.
 *
 * Lognormal, because a creation is many steps of which each can be slow by some factor: never negative, most
 * near the typical, a long tail to one side. Two figures fix it, and two are what anybody knows. Cut into
 * slices, because a draw then costs one look-up, and because no draw is absurd: the longest is about 3.3
 * standard deviations out.
 */
export function durationSlices(figure: Durations): Float32Array {
  const known = kept.get(figure);
  if (known !== undefined) return known;
  const { typical, pessimistic, floor = 0 } = figure;
  const median = typical - floor;
  const sigma = Math.log((pessimistic - floor) / median) / NORMAL_P95;
  const found = standardNormal().map((z) => floor + median * Math.exp(sigma * z));
  const seconds = Float32Array.from(found);
  kept.set(figure, seconds);
  return seconds;
}

/** Figures are constants, and three environments share them. */
const kept = new WeakMap<Durations, Float32Array>();

/** The slice that 32 random bits fall into. */
export function sliceOf(bits: number): number {
  return bits >>> (32 - SLICE_BITS);
}

let slices: Float64Array | undefined;

/** Medians of the slices of the standard normal distribution. */
function standardNormal(): Float64Array {
  slices ??= Float64Array.from({ length: SLICES }, (_, slice) => normalQuantile((slice + 0.5) / SLICES));
  return slices;
}

/** The value below which a standard normal variable lies with this probability, by bisection. Between 0 and 1. */
export function normalQuantile(probability: number): number {
  let low = -9;
  let high = 9;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (normalDistribution(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability that a standard normal variable lies below `z`: its density's series of odd powers. */
function normalDistribution(z: number): number {
  if (z < -8) return 0;
  if (z > 8) return 1;
  let term = z;
  let sum = z;
  for (let power = 3; sum + term !== sum; power += 2) {
    term *= (z * z) / power;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * z * z) * 0.3989422804014327;
}

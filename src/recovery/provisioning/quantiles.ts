/** A quantile of samples, and how far off it may be. */
export interface Quantile {
  /** Seconds. */
  readonly seconds: number;
  /** Seconds between which the quantile of the model lies with 95 % probability: the error of sampling alone. */
  readonly between: readonly [number, number];
}

/** Median and 95th percentile of what was simulated. */
export interface Spread {
  readonly p50: Quantile;
  readonly p95: Quantile;
}

export function spreadOf(seconds: Float64Array): Spread {
  const sorted = seconds.toSorted();
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}

/**
 * The nearest rank of ascending values. The interval is that of order statistics: the number of samples below
 * the true quantile is binomial, whatever the distribution.
 */
export function quantile(sorted: Float64Array, share: number): Quantile {
  const count = sorted.length;
  const deviation = 1.96 * Math.sqrt(count * share * (1 - share));
  const at = (rank: number) => tenths(sorted[Math.min(count - 1, Math.max(0, Math.ceil(rank) - 1))] ?? 0);
  return {
    seconds: at(share * count),
    between: [at(share * count - deviation), at(share * count + deviation)],
  };
}

/** Number of the sample whose value is nearest to a quantile. */
export function nearestSample(seconds: Float64Array, wanted: number): number {
  let nearest = 0;
  seconds.forEach((value, index) => {
    if (Math.abs(value - wanted) < Math.abs((seconds[nearest] ?? 0) - wanted)) nearest = index;
  });
  return nearest;
}

/** Seconds as precisely as a model of minutes deserves. */
export function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

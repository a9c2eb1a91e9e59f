import type { Interval } from "../../lib/index.ts";

/** What a region's prices are of another's, as seen where both are known. */
export interface Ratio extends Interval {
  /** The region whose price is taken. */
  readonly from: string;
  /** Which prices were compared: `ec2/*`. */
  readonly basis: string;
  /** How many. */
  readonly pairs: number;
}

/** Fewer pairs say nothing of a region. */
const LEAST_PAIRS = 2;

/**
 * The lowest, the middle and the highest of the ratios seen. One pair alone would have no width, which would pretend
 * to know: it counts only beside others.
 */
export function ratioOf(
  ratios: readonly number[],
  { from, basis }: { readonly from: string; readonly basis: string },
): Ratio | undefined {
  if (ratios.length < LEAST_PAIRS) return undefined;
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? 1;
  return {
    from,
    basis,
    pairs: sorted.length,
    low: at(0),
    expected: at(Math.floor(sorted.length / 2)),
    high: at(sorted.length - 1),
  };
}

import { combineIntervals, exactly, type Interval, mapInterval } from "../../lib/index.ts";

/** How much of something there is in a month, and whether somebody said so. */
export interface Amount extends Interval {
  /** True where it rests on a default of ours, or on a value that is not known yet. */
  readonly assumed: boolean;
}

/** Hours of a month: 8,760 a year by twelve, as AWS's own calculator counts. */
export const HOURS_OF_A_MONTH = 730;
/** Days of a month, by the same count. */
export const DAYS_OF_A_MONTH = HOURS_OF_A_MONTH / 24;

export function known(value: number): Amount {
  return { ...exactly(value), assumed: false };
}

export function assumed(low: number, expected: number, high: number): Amount {
  return { low, expected, high, assumed: true };
}

/** All months' hours, of one. */
export const ALL_MONTH = known(HOURS_OF_A_MONTH);
export const ONE = known(1);

export function product(...amounts: readonly Amount[]): Amount {
  return amounts.reduce((all, each) => ({
    ...combineIntervals(all, each, (a, b) => a * b),
    assumed: all.assumed || each.assumed,
  }));
}

export function sum(...amounts: readonly Amount[]): Amount {
  return amounts.reduce(
    (all, each) => ({
      ...combineIntervals(all, each, (a, b) => a + b),
      assumed: all.assumed || each.assumed,
    }),
    known(0),
  );
}

export function times(amount: Amount, factor: number): Amount {
  return { ...mapInterval(amount, (value) => value * factor), assumed: amount.assumed };
}

/** What is more than `included`. */
export function beyond(amount: Amount, included: number): Amount {
  return { ...mapInterval(amount, (value) => Math.max(0, value - included)), assumed: amount.assumed };
}

export function largest(...amounts: readonly Amount[]): Amount {
  return amounts.reduce((all, each) => ({
    ...combineIntervals(all, each, Math.max),
    assumed: all.assumed || each.assumed,
  }));
}

/** A figure that is not known exactly: `low` and `high` bound it, `expected` lies between them. */
export interface Interval<Value = number> {
  readonly low: Value;
  readonly expected: Value;
  readonly high: Value;
}

/** A figure that is known. */
export function exactly<Value>(value: Value): Interval<Value> {
  return { low: value, expected: value, high: value };
}

/** Each of the three by the same function; it must not turn their order round. */
export function mapInterval<From, To>(
  { low, expected, high }: Interval<From>,
  change: (value: From) => To,
): Interval<To> {
  return { low: change(low), expected: change(expected), high: change(high) };
}

/** Lows with lows, highs with highs, as if all erred the same way: the widest that the parts allow. */
export function combineIntervals<A, B, To>(
  one: Interval<A>,
  other: Interval<B>,
  combine: (a: A, b: B) => To,
): Interval<To> {
  return {
    low: combine(one.low, other.low),
    expected: combine(one.expected, other.expected),
    high: combine(one.high, other.high),
  };
}

/** Sum of amounts of money; nothing for none. */
export function sumIntervals(intervals: Iterable<Interval<bigint>>): Interval<bigint> {
  let [low, expected, high] = [0n, 0n, 0n];
  for (const each of intervals) {
    low += each.low;
    expected += each.expected;
    high += each.high;
  }
  return { low, expected, high };
}

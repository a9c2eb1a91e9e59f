import type { StackWork } from "./work.ts";

/** When each stack is begun and done, in seconds from the begin of the rollout. Kept and written over. */
export interface StackTimes {
  /** Numbers of the stacks, those with the longest chain behind them first. */
  readonly order: readonly number[];
  readonly begin: Float64Array;
  readonly end: Float64Array;
  /** The stack whose end let this one begin, by dependency or by giving its place; -1 for none. */
  readonly cause: Int32Array;
}

export function stackTimes(stacks: readonly StackWork[]): StackTimes {
  const count = stacks.length;
  const chain = (stack: number) => stacks[stack]?.chain ?? 0;
  return {
    order: [...stacks.keys()].sort((a, b) => chain(b) - chain(a) || a - b),
    begin: new Float64Array(count),
    end: new Float64Array(count),
    cause: new Int32Array(count),
  };
}

/**
 * Rolls stacks out as `trireme deploy` does: each as soon as all it depends on is done, at most `atOnce` at
 * once, those with the longest chain behind them first. `lengths`: seconds that each takes. Returns the
 * seconds until all are done.
 */
export function scheduleStacks(
  stacks: readonly StackWork[],
  lengths: Float64Array,
  atOnce: number,
  { order, begin, end, cause }: StackTimes,
): number {
  const waiting = [...order];
  const running: number[] = [];
  end.fill(Number.POSITIVE_INFINITY);
  let now = 0;
  let lastDone = -1;
  while (waiting.length > 0) {
    for (let at = 0; at < waiting.length && running.length < atOnce; ) {
      const stack = waiting[at] as number;
      const needs = stacks[stack]?.needs ?? [];
      if (needs.some((other) => (end[other] as number) > now)) {
        at++;
        continue;
      }
      waiting.splice(at, 1);
      begin[stack] = now;
      end[stack] = now + (lengths[stack] as number);
      cause[stack] = lastDone;
      running.push(stack);
    }
    let first = 0;
    for (let at = 1; at < running.length; at++) {
      if ((end[running[at] as number] as number) < (end[running[first] as number] as number)) first = at;
    }
    lastDone = running[first] as number;
    running.splice(first, 1);
    now = end[lastDone] as number;
  }
  return end.reduce((latest, each) => Math.max(latest, each), 0);
}

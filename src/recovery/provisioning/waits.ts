import type { StackWait } from "./prediction.ts";
import { spreadOf, tenths } from "./quantiles.ts";
import { scheduleStacks, stackTimes } from "./stackSchedule.ts";
import type { StackWork } from "./work.ts";

const LEAST_SECONDS = 30;
const EVERY = 10;

/**
 * What the order of stacks costs: the same samples with one kind of waiting left out, `links` for `data` for
 * instance, by the last part of the stacks' names. A dependency that must be stays one; but a stack waits for
 * the whole of another where it often needs one resource of it, and that can be cut otherwise.
 */
export function waitsOf(
  work: readonly StackWork[],
  takes: readonly Float64Array[],
  makespans: Float64Array,
  stacksAtOnce: number,
): readonly StackWait[] {
  const numbers = [...makespans.keys()].filter((number) => number % EVERY === 0);
  const lengths = numbers.map((number) => Float64Array.from(takes, (seconds) => seconds[number] ?? 0));
  const times = stackTimes(work);
  const median = (stacks: readonly StackWork[]) =>
    spreadOf(Float64Array.from(lengths, (seconds) => scheduleStacks(stacks, seconds, stacksAtOnce, times)))
      .p50.seconds;
  const before = median(work);
  return kindsOfWaiting(work)
    .map(({ stack, waitsFor }) => ({
      stack,
      waitsFor,
      saves: tenths(before - median(without(work, stack, waitsFor))),
    }))
    .filter(({ saves }) => saves >= LEAST_SECONDS)
    .sort((a, b) => b.saves - a.saves);
}

function kindsOfWaiting(work: readonly StackWork[]): readonly Omit<StackWait, "saves">[] {
  const kinds = work.flatMap(({ id, needs }) =>
    needs.map((other) => ({ stack: kindOf(id), waitsFor: kindOf(work[other]?.id ?? "") })),
  );
  return [...new Map(kinds.map((kind) => [`${kind.stack}>${kind.waitsFor}`, kind])).values()];
}

function without(work: readonly StackWork[], stack: string, waitsFor: string): readonly StackWork[] {
  return work.map((each) =>
    kindOf(each.id) === stack
      ? { ...each, needs: each.needs.filter((other) => kindOf(work[other]?.id ?? "") !== waitsFor) }
      : each,
  );
}

/** `links` of `production/us-east-1/links`. */
function kindOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

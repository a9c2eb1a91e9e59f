import { NOTHING } from "./listSchedule.ts";
import type { Sample } from "./simulate.ts";
import type { StackWork, Task } from "./work.ts";

/** A link of the chain that bounds a sample: a resource, or Terraform's own time for a stack. */
export interface Link {
  readonly stack: StackWork;
  /** Undefined: Terraform's own time. */
  readonly task: Task | undefined;
  /** Number of the task among those of all stacks, or of the stack where `task` is undefined. */
  readonly number: number;
  /** Seconds. */
  readonly begin: number;
  readonly seconds: number;
  /** It began when another that it does not need gave its place. */
  readonly waitedForPlace: boolean;
}

/**
 * The chain of what waited for what, from the begin of the rollout to its end: each link begins when the one
 * before it ends, so their seconds add up to the makespan.
 */
export function criticalPath(work: readonly StackWork[], sample: Sample): readonly Link[] {
  const { end, cause } = sample.stacks;
  const path: Link[] = [];
  for (let stack = latest(end); stack >= 0; stack = cause[stack] ?? -1) {
    const of = work[stack];
    if (of === undefined) break;
    path.push(...withinStack(of, stack, sample));
  }
  return path.reverse();
}

/** From the last resource of a stack back to Terraform's own time. */
function withinStack(work: StackWork, index: number, sample: Sample): Link[] {
  const { tasks, durations, overheads, stacks } = sample;
  const { offset } = work;
  const overhead = overheads[index] ?? 0;
  const begin = stacks.begin[index] ?? 0;
  const path: Link[] = [];
  let number = latest(tasks.finish.subarray(offset, offset + work.tasks.length));
  while (number >= 0 && number !== NOTHING) {
    const seconds = durations[offset + number] ?? 0;
    const cause = tasks.cause[offset + number] ?? NOTHING;
    path.push({
      stack: work,
      task: work.tasks[number],
      number: offset + number,
      begin: begin + overhead + (tasks.finish[offset + number] ?? 0) - seconds,
      seconds,
      waitedForPlace: cause < 0,
    });
    number = cause < 0 ? ~cause : cause;
  }
  const own = {
    stack: work,
    task: undefined,
    number: index,
    begin,
    seconds: overhead,
    waitedForPlace: false,
  };
  return [...path, own];
}

/** Index of the largest; -1 for none. */
function latest(values: Float64Array): number {
  let found = -1;
  values.forEach((value, index) => {
    if (found < 0 || value > (values[found] ?? 0)) found = index;
  });
  return found;
}

import type { RolloutResult, StackResult } from "../../terraform/index.ts";
import type { EnvironmentPlan } from "../plan/result.ts";
import type { RolledOutStack, RolloutOutcome } from "./result.ts";

/** Each stack's end, for the result. */
export function rolledOut({ results }: RolloutResult): readonly RolledOutStack[] {
  return results.map(({ stack, status, applied, error, reason, seconds }: StackResult) => {
    const why = error?.message ?? reason;
    return {
      id: stack,
      status,
      ...(applied === undefined ? {} : { resources: resourcesOf(applied.counts) }),
      ...(error === undefined ? {} : { code: error.code }),
      ...(why === undefined ? {} : { reason: why }),
      seconds,
    };
  });
}

function resourcesOf({
  add,
  change,
  replace,
  destroy,
}: {
  add: number;
  change: number;
  replace: number;
  destroy: number;
}): number {
  return add + change + replace + destroy;
}

export function outcomeOf(
  stacks: readonly RolledOutStack[],
  signal: AbortSignal | undefined,
): RolloutOutcome {
  const left = stacks.filter(({ status }) => status === "failed" || status === "skipped");
  if (left.length === 0) {
    return stacks.some(({ status }) => status === "applied") ? "done" : "nothing-to-do";
  }
  if (signal?.aborted === true || left.some(({ code }) => code === "interrupted")) return "interrupted";
  return "incomplete";
}

/** Whether a plan has to be mended before anybody is asked. A region that is gone is known, and told. */
export function cannotBePlanned({ unplannable }: EnvironmentPlan): boolean {
  return unplannable.some(({ code }) => code !== "region-gone");
}

import { isGoodEnd, type RunResult } from "../../../runbooks/index.ts";

/**
 * Why a run did not come to its end, by its first step that came to a bad one; undefined for one that did. Lanes go on
 * beside such a step, so it need not be the last that was heard of.
 */
export function whyIncomplete({
  completed,
  steps,
}: Pick<RunResult, "completed" | "steps">): string | undefined {
  if (completed) return undefined;
  const bad = steps.find(({ outcome }) => !isGoodEnd(outcome));
  return bad === undefined ? "no step was begun" : `${bad.id}: ${bad.outcome}, ${bad.detail}`;
}

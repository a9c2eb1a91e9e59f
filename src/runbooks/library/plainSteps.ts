import type { Confirmation, Step } from "../runbook.ts";
import type { RecoverableStore } from "./scope.ts";

/** What is said of a step that changes nothing; the rest of it is the same each time. */
type Plain = Pick<Step, "id" | "title"> & Partial<Pick<Step, "plane" | "budgetSeconds">>;

/** Looks until it is so, by default for a minute, and by a control plane. */
export function lookingStep({
  id,
  title,
  plane = "control",
  budgetSeconds = 60,
  timing,
  ...confirmation
}: Plain & Pick<Step, "timing"> & Confirmation): Step {
  return {
    id,
    title,
    plane,
    guard: { rules: [] },
    confirmation,
    undo: "nothing to undo: it only looks",
    budgetSeconds,
    retry: "safe",
    timing,
  };
}

/** Asks a person what no API tells, and goes on after a yes. */
export function askingStep({
  id,
  title,
  plane = "control",
  budgetSeconds,
  asks,
  undo = "nothing to undo: it only asks",
}: Plain & Pick<Step, "budgetSeconds"> & Partial<Pick<Step, "undo">> & { readonly asks: string }): Step {
  return {
    id,
    title,
    plane,
    guard: { rules: [] },
    action: { kind: "question", asks },
    undo,
    budgetSeconds,
    retry: "safe",
    timing: "person/answer",
  };
}

/** Has a person judge what was restored, for a day: nothing outside of a store can tell that what it holds is right. */
export function judgingStep(
  store: Pick<RecoverableStore, "id">,
  target: string,
  { asks, undo }: { readonly asks: string; readonly undo: string },
): Step {
  return askingStep({
    id: `judge-${store.id}`,
    title: `Ask whether ${target} holds what it should`,
    asks,
    undo,
    budgetSeconds: 86_400,
  });
}

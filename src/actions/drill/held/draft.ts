import type { CustomersSummary } from "../../rehearse/customersResult.ts";
import type { NotDone, PlanSummary, StepSummary } from "../../rehearse/result.ts";
import type { DrillPlan, DrillRecord } from "../record.ts";
import { dataPart, planOf, timelineOf, untilServed } from "../record.ts";

/** A record that is still being filled. */
export type Draft = { -readonly [Key in keyof DrillRecord]: DrillRecord[Key] };

/** Stacks that touch global APIs, told by their ids. */
export type IsGlobal = (id: string) => boolean;

/** Fills in what customers saw. */
export function noteCustomers(draft: Draft, customers: CustomersSummary | undefined): void {
  if (customers === undefined) return;
  Object.assign(draft, dataPart(customers));
  draft.took = { ...draft.took, untilServed: untilServed(customers) };
}

/** Fills in the steps of the recovery, or of the way back. */
export function noteSteps(draft: Draft, which: "failover" | "failback", summary: StepSummary): void {
  if (which === "failover") draft.timeline = timelineOf(summary);
  draft.took = { ...draft.took, [which]: summary.modelledSeconds };
}

export function notePlan(
  draft: Draft,
  moment: "planBefore" | "planAfterFailover" | "planAfterFailback",
  plan: PlanSummary,
  isGlobal: IsGlobal,
): void {
  if (moment === "planAfterFailover") {
    draft.planAfterFailover = {
      survivors: planOf(plan, (id) => !isGlobal(id)),
      global: planOf(plan, isGlobal),
    };
  } else draft[moment] = planOf(plan, () => true);
}

export function noteNotDone(draft: Draft, ...entries: readonly NotDone[]): void {
  draft.notDone = [...draft.notDone, ...entries];
}

export function isEmptyPlan(plan: DrillPlan | undefined): boolean {
  return (
    plan !== undefined &&
    plan.add + plan.change + plan.replace + plan.destroy === 0 &&
    plan.unplannable.length === 0
  );
}

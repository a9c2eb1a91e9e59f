import type { CustomersSummary } from "../../rehearse/customersResult.ts";
import type { Moment, NotDone, PlanSummary, StepSummary } from "../../rehearse/result.ts";
import type { DrillPlan, DrillRecord } from "../record.ts";
import { dataLossOf, fencesOf, planOf, timelineOf } from "../record.ts";

/** A record that is still being filled. */
export type Draft = { -readonly [Key in keyof DrillRecord]: DrillRecord[Key] };

/** Stacks that touch global APIs, told by their ids. */
export type IsGlobal = (id: string) => boolean;

/** Fills in what customers saw. */
export function noteCustomers(draft: Draft, customers: CustomersSummary | undefined): void {
  if (customers === undefined) return;
  const { stores, services } = customers;
  draft.writersOverTime = Object.fromEntries(stores.map(({ store, writers }) => [store, writers]));
  draft.fenced = fencesOf(stores);
  draft.dataLoss = dataLossOf(stores);
  draft.took = {
    ...draft.took,
    untilServed: Object.fromEntries(
      services.map(({ service, unservedSeconds, servedAgain }) => [
        service,
        servedAgain ? unservedSeconds : null,
      ]),
    ),
  };
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

export function noteWriters(draft: Draft, moment: Moment, writers: ReadonlyMap<string, string>): void {
  draft.writers = Object.fromEntries(
    [...writers].map(([store, writer]) => [store, { ...draft.writers[store], [moment]: writer }]),
  );
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

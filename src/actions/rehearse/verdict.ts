import type { StoreData } from "./customersResult.ts";
import type { RehearsalResult } from "./result.ts";
import { isEmpty } from "./summaries.ts";

/** Whether everything was done and came out as it must. What was not looked at proves nothing. */
export function isProven(result: RehearsalResult): boolean {
  const { plans, failover, failback, calls, notDone, failures } = result;
  return (
    notDone.length === 0 &&
    failures.length === 0 &&
    isEmpty(plans.second) &&
    isEmpty(plans.afterFailover) &&
    (plans.afterReturn === undefined || isEmpty(plans.afterReturn)) &&
    isEmpty(plans.afterFailback) &&
    divergedWrites(result) === 0 &&
    failover?.completed === true &&
    failback?.completed === true &&
    calls !== undefined &&
    // A failover that should have called AWS and shows no call was not seen, rather than blameless.
    (calls.byFailover > 0 || failover.steps.every(({ actions }) => actions.length === 0)) &&
    calls.toLostRegion === 0 &&
    calls.toFallenControlPlanes === 0
  );
}

/**
 * Writes that a writer which was left behind took after another had taken over, of whatever engine: they stand on its side
 * only. That a store should have been fenced by people does not make it fenced.
 */
export function divergedWrites({ customers }: Pick<RehearsalResult, "customers">): number {
  return divergedOf(customers?.stores ?? []);
}

/** The same of stores, of each the moment at which it was worst. */
export function divergedOf(stores: readonly Pick<StoreData, "atEnd" | "afterFailover">[]): number {
  const most = stores.map(({ atEnd, afterFailover }) =>
    Math.max(atEnd.diverged.writes, afterFailover?.diverged.writes ?? 0),
  );
  return most.reduce((sum, each) => sum + each, 0);
}

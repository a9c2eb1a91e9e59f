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
    fencesHeld(result) &&
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
 * No writer that was left behind took a write after another had taken over, of whatever engine: what it took is on its side
 * only. That a store should be fenced by people does not make it fenced.
 */
function fencesHeld({ customers }: RehearsalResult): boolean {
  return (customers?.stores ?? []).every(
    ({ atEnd, afterFailover }) => atEnd.diverged.writes === 0 && (afterFailover?.diverged.writes ?? 0) === 0,
  );
}

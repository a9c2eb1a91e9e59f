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
 * An Aurora writer that a failover left behind takes nothing after its region is lost: AWS fences it. Of an RDS instance
 * nobody promises that; what it took is left to people.
 */
function fencesHeld({ customers }: RehearsalResult): boolean {
  return (customers?.stores ?? []).every(
    ({ engine, atEnd }) => engine !== "aurora-postgresql" || atEnd.diverged.writes === 0,
  );
}

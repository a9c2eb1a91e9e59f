import { divergedOf } from "../../rehearse/verdict.ts";
import type { DrillRecord } from "../record.ts";

export type ScenarioVerdict = NonNullable<DrillRecord["verdict"]>;

/** What must hold on every bad day, from what was seen. What was not looked at is said, and is no pass. */
export function verdictOf(
  { dataLoss, fenced, calls, writers }: Pick<DrillRecord, "dataLoss" | "fenced" | "calls" | "writers">,
  regionsWereAway: boolean,
): ScenarioVerdict {
  const stores = Object.values(dataLoss);
  const fences = Object.values(fenced).flat();
  const twoAtEnd = Object.values(writers).some(({ afterFailback }) => afterFailback?.includes(" and "));
  const into = (calls?.toLostRegion ?? 0) + (calls?.toFallenControlPlanes ?? 0);
  return {
    writtenTwice: stores.length === 0 ? "not-seen" : divergedOf(stores) > 0 || twoAtEnd ? "yes" : "no",
    fence:
      fences.length === 0
        ? "not-needed"
        : fences.every(({ at, acknowledgedAfterCut }) => at !== undefined && acknowledgedAfterCut === 0)
          ? "held"
          : "broken",
    calledWhatWasAway:
      calls === undefined ? "not-seen" : !regionsWereAway ? "nothing-was-away" : into > 0 ? "yes" : "no",
  };
}

/** Whether nothing of it is bad, or unknown. */
export function isSafe({ writtenTwice, fence, calledWhatWasAway }: ScenarioVerdict): boolean {
  return (
    writtenTwice === "no" &&
    fence !== "broken" &&
    (calledWhatWasAway === "no" || calledWhatWasAway === "nothing-was-away")
  );
}

import { describe, expect, it } from "vitest";
import { stepsOf } from "../../runbooks/index.ts";
import { everyRunbook } from "../../runbooks/testing/library.ts";
import { RUNBOOK_TIMINGS } from "./runbookSteps.ts";

const steps = everyRunbook().flatMap((runbook) => stepsOf(runbook).map(({ step }) => step));

describe("the steps of the library's runbooks", () => {
  it("carry keys that the model has a time for, and no key is carried by none", () => {
    const carried = [...new Set(steps.map(({ timing }) => timing))];
    expect([...carried, "none"].toSorted()).toEqual(Object.keys(RUNBOOK_TIMINGS).toSorted());
  });

  it("are given more time than the model takes for a bad one", () => {
    for (const { id, timing, budgetSeconds } of steps) {
      const worst = (RUNBOOK_TIMINGS[timing] ?? []).reduce((sum, { pessimistic }) => sum + pessimistic, 0);
      expect(budgetSeconds, id).toBeGreaterThanOrEqual(worst);
    }
  });
});

import { describe, expect, it } from "vitest";
import type { Runbook, Step } from "../runbook.ts";
import { LOST, NAMES, NEXT } from "../testing/bench.ts";
import { compileRunbook } from "./machine.ts";

const step = (id: string, more: Partial<Step> = {}): Step => ({
  id,
  title: "A step",
  plane: "control",
  guard: { rules: [], otherwise: { leads: "stop", says: "no" } },
  undo: "none",
  budgetSeconds: 10,
  retry: "safe",
  timing: "none",
  ...more,
});
const states = (...lane: readonly Step[]) => {
  const runbook: Runbook = {
    name: "aside",
    version: 1,
    title: "Aside",
    when: "never",
    runsIn: NEXT,
    lost: LOST,
    inputs: {},
    stages: [{ id: "only", lanes: [lane] }],
    leansOn: [],
  };
  return compileRunbook(runbook, NAMES).document.States as Readonly<Record<string, object>>;
};
const aside = (says: string) => step("aside", { expendable: { severity: "critical", says } });

describe("a step that its lane does without", () => {
  it("leads on from a bad end, once those on call were told, and also where they could not be", () => {
    const made = states(aside("mend it"), step("next"));
    expect(made["aside: stopped"]).toMatchObject({ Next: "aside: done without, words" });
    expect(made["aside: done without, words"]).toMatchObject({
      Parameters: { "text.$": "States.Format('{}: {}. mend it', $.last.step, $.last.says)" },
    });
    expect(made["aside: done without"]).toMatchObject({
      Resource: "arn:aws:states:::sns:publish",
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "next: begin" }],
      Next: "next: begin",
    });
    // Any other ends its lane.
    expect(made["next: stopped"]).toMatchObject({ Next: "next: FAILED" });
  });

  it("is refused as the last of its lane, whose bad end would pass for a good one, and with words that cannot be said", () => {
    expect(() => states(step("first"), aside("mend it"))).toThrow("the last of its lane");
    for (const says of ["it's gone", "{fact}", "a\\b"]) {
      expect(() => states(aside(says), step("next")), says).toThrow("may stand in");
    }
  });
});

import { describe, expect, it } from "vitest";
import type { DeployResult, DestroyResult, RolloutOutcome } from "../actions/index.ts";
import { rolloutExitCode, rolloutText } from "./rolloutText.ts";

const RESULT = {
  platform: "shop",
  environment: "staging",
  target: "sandbox",
  outcome: "incomplete",
  plan: { unplannable: [{ id: "staging/traffic", code: "terraform-plan-failed", reason: "no such zone" }] },
  stacks: [
    { id: "staging/global", status: "applied", resources: 3, seconds: 1 },
    {
      id: "staging/data",
      status: "failed",
      code: "terraform-apply-failed",
      reason: "quota reached",
      seconds: 1,
    },
    {
      id: "staging/compute",
      status: "skipped",
      reason: "not started because staging/data failed",
      seconds: 0,
    },
  ],
  seconds: 2,
} as unknown as DeployResult;
const ended = (outcome: RolloutOutcome, more: Partial<DeployResult> = {}): DeployResult => ({
  ...RESULT,
  outcome,
  ...more,
});

describe("how a deployment ended", () => {
  it("names each stack that failed or was not begun, and why", () => {
    const text = rolloutText(RESULT);
    expect(text).toContain("INCOMPLETE");
    expect(text).toContain("1 applied, 0 unchanged, 1 failed, 1 not begun; 3 resources");
    expect(text).toContain("failed    staging/data: quota reached");
    expect(text).toContain("not begun staging/compute: not started because staging/data failed");
  });

  it("names what could not be planned when that is why nothing was done", () => {
    const text = rolloutText(ended("not-planned", { stacks: [] }));
    expect(text).toContain("no plan   staging/traffic: no such zone");
  });

  it("names what a destruction left, and why", () => {
    const remains = [{ what: "bucket states", why: "the record of what stood here" }];
    const text = rolloutText({ ...ended("done"), remains } as DestroyResult);
    expect(text).toContain("1 destroyed");
    expect(text).toContain("remains   bucket states: the record of what stood here");
  });

  it.each([
    ["done", 0],
    ["nothing-to-do", 0],
    ["declined", 1],
    ["not-planned", 1],
    ["incomplete", 1],
    ["interrupted", 3],
  ] as const)("%s exits with %d", (outcome, code) => {
    expect(rolloutExitCode(ended(outcome))).toBe(code);
  });

  it("exits with 3 when somebody else holds a state: that is not the platform's fault", () => {
    const stacks = [{ id: "a", status: "failed", code: "state-locked", seconds: 0 }] as const;
    expect(rolloutExitCode(ended("incomplete", { stacks }))).toBe(3);
  });
});

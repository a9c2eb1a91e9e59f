import { describe, expect, it } from "vitest";
import type { Environment } from "../../config/index.ts";
import { TriremeError } from "../../lib/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import type { PlansResult, RolloutResult, SavedPlan } from "../../terraform/index.ts";
import { regionSummaries, stackSummaries } from "./places.ts";

const stack = (id: string, place: string, types: readonly string[]): SynthesizedStack => ({
  id,
  scope: place === "global" ? { kind: "global" } : { kind: "region", region: place },
  alsoReads: [],
  dependsOn: [],
  inputs: [],
  stateRegion: "us-east-1",
  configuration: {
    resource: Object.fromEntries(types.map((type) => [type, { one: {} }])),
  },
});

const STACKS = [
  stack("e/global", "global", ["aws_iam_role"]),
  stack("e/us-east-1/data", "us-east-1", ["aws_rds_cluster", "aws_subnet"]),
  stack("e/us-west-2/data", "us-west-2", ["aws_subnet"]),
];

const ROLLOUT: RolloutResult = {
  results: [
    { stack: "e/global", status: "applied", startedAt: 12_000, endedAt: 15_000, seconds: 3 },
    { stack: "e/us-east-1/data", status: "unchanged", startedAt: 15_000, endedAt: 30_000, seconds: 15 },
    {
      stack: "e/us-west-2/data",
      status: "failed",
      error: new TriremeError("quota reached", { code: "terraform-apply-failed", fault: "environment" }),
      startedAt: 15_000,
      endedAt: 16_000,
      seconds: 1,
    },
  ],
  inDoubt: [],
  seconds: 18,
};

const SECOND: PlansResult = {
  planned: STACKS.map(({ id }) => ({ stack: id, plan: { changes: [] } as unknown as SavedPlan, seconds: 1 })),
  unplannable: [],
  seconds: 1,
};

const environment = {
  regions: [
    { name: "us-east-1", role: "active" },
    { name: "us-west-2", role: "recovery" },
  ],
} as unknown as Environment;

describe("what became of each stack", () => {
  it("is its place, what was applied of it, by grade, and when", () => {
    const all = stackSummaries(STACKS, {
      rollout: ROLLOUT,
      second: SECOND,
      validated: new Set(["e/global", "e/us-east-1/data"]),
      begunAt: 10_000,
    });
    expect(all[1]).toEqual({
      id: "e/us-east-1/data",
      place: "us-east-1",
      resources: 2,
      validated: true,
      apply: "unchanged",
      applied: 2,
      grades: { modelled: 1, echoed: 1 },
      start: 5,
      end: 20,
    });
    expect(all[2]).toMatchObject({ apply: "failed", reason: "quota reached", validated: false, applied: 0 });
  });

  it("claims nothing before anything ran", () => {
    const [first] = stackSummaries(STACKS, { validated: new Set(), begunAt: 0 });
    expect(first).toEqual({
      id: "e/global",
      place: "global",
      resources: 1,
      validated: false,
      apply: "not-reached",
      applied: 0,
      grades: {},
    });
  });

  it("counts no resource as applied that no second plan has found", () => {
    const all = stackSummaries(STACKS, { rollout: ROLLOUT, validated: new Set(), begunAt: 0 });
    expect(all.map(({ applied }) => applied)).toEqual([0, 0, 0]);
    expect(all[0]?.apply).toBe("applied");
  });
});

describe("what became of each region", () => {
  it("is the sum of its stacks, global ones apart, in the order of the configuration", () => {
    const all = stackSummaries(STACKS, {
      rollout: ROLLOUT,
      second: SECOND,
      validated: new Set(),
      begunAt: 10_000,
    });
    expect(regionSummaries(environment, all)).toEqual([
      {
        name: "us-east-1",
        role: "active",
        stacks: 1,
        stacksApplied: 1,
        resources: 2,
        applied: 2,
        grades: { echoed: 1, modelled: 1 },
        seconds: 15,
      },
      expect.objectContaining({
        name: "us-west-2",
        role: "recovery",
        stacksApplied: 0,
        applied: 0,
        grades: {},
      }),
      expect.objectContaining({ name: "global", role: "global", resources: 1 }),
    ]);
  });

  it("says no time of a region where nothing was begun", () => {
    const [region] = regionSummaries(
      environment,
      stackSummaries(STACKS, { validated: new Set(), begunAt: 0 }),
    );
    expect(region).not.toHaveProperty("seconds");
  });
});

import { describe, expect, it } from "vitest";
import { RecordingHost } from "../../host/index.ts";
import { ManualClock } from "../../lib/index.ts";
import type { StackSummary, StepSummary } from "./result.ts";
import { Stages } from "./stages.ts";
import { timelineOf } from "./timeline.ts";

const STACK: StackSummary = {
  id: "e/us-east-1/network",
  place: "us-east-1",
  resources: 2,
  validated: true,
  apply: "applied",
  applied: 2,
  grades: { echoed: 2 },
  start: 3,
  end: 8,
};

const STEP: StepSummary["steps"][number] = {
  id: "promote",
  title: "Promote",
  plane: "control",
  region: "us-west-2",
  actions: [],
  outcome: "confirmed",
  detail: "",
  startedAt: 1_000_000,
  endedAt: 1_060_000,
};

describe("the stages of a rehearsal", () => {
  it("are kept with when they began and ended, from its start", async () => {
    const clock = new ManualClock(5000);
    const stages = new Stages(new RecordingHost(), clock);
    clock.advance(1000);
    await stages.run("apply", "Applying", async () => clock.advance(2500));
    expect(stages.entries()).toEqual([
      { kind: "stage", name: "apply", clock: "wall", start: 1, end: 3.5, outcome: "done" },
    ]);
    expect(stages.seconds).toEqual({ apply: 2.5 });
  });

  it("are kept as failed when their work throws, which it still does", async () => {
    const stages = new Stages(new RecordingHost(), new ManualClock());
    const work = () => Promise.reject(new Error("no"));
    await expect(stages.run("apply", "Applying", work)).rejects.toThrow("no");
    expect(stages.entries()[0]).toMatchObject({ name: "apply", outcome: "failed" });
  });

  it("keep from when to when a region was gone, once, and nothing of a region that was not", () => {
    const clock = new ManualClock();
    const stages = new Stages(new RecordingHost(), clock);
    stages.regionBack();
    clock.advance(4000);
    stages.regionLost("us-east-1");
    clock.advance(6000);
    stages.regionBack();
    stages.regionBack();
    expect(stages.entries()).toEqual([
      {
        kind: "outage",
        name: "us-east-1",
        place: "us-east-1",
        clock: "wall",
        start: 4,
        end: 10,
        outcome: "done",
      },
    ]);
  });
});

describe("the timeline of a rehearsal", () => {
  it("puts stacks on the wall clock, and leaves out those that were never begun", () => {
    const { start: _start, end: _end, ...unbegun } = STACK;
    const failed = { ...STACK, id: "e/traffic", place: "global", apply: "failed" as const };
    const entries = timelineOf([], [STACK, { ...unbegun, apply: "skipped" }, failed], {
      failover: undefined,
      failback: undefined,
    });
    expect(entries).toEqual([
      {
        kind: "stack",
        name: "e/us-east-1/network",
        place: "us-east-1",
        stage: "apply",
        clock: "wall",
        start: 3,
        end: 8,
        outcome: "done",
      },
      expect.objectContaining({ name: "e/traffic", place: "global", outcome: "failed" }),
    ]);
  });

  it("puts steps on the sandbox's clock, from the first step of their own stage", () => {
    const later = { ...STEP, outcome: "timed-out" as const, startedAt: 1_060_000, endedAt: 1_100_000 };
    const far = { ...STEP, startedAt: 9_000_000, endedAt: 9_001_000, outcome: "satisfied" as const };
    const entries = timelineOf([], [], {
      failover: { completed: false, modelledSeconds: 100, steps: [STEP, later] },
      failback: { completed: true, modelledSeconds: 1, steps: [far] },
    });
    expect(
      entries.map(({ stage, clock, start, end, outcome }) => [stage, clock, start, end, outcome]),
    ).toEqual([
      ["failover", "sandbox", 0, 60, "done"],
      ["failover", "sandbox", 60, 100, "failed"],
      ["failback", "sandbox", 0, 1, "done"],
    ]);
  });
});

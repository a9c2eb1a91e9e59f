import { describe, expect, it } from "vitest";
import { ManualClock } from "../lib/index.ts";
import { runSteps } from "./run.ts";
import type { Step } from "./step.ts";

const step = (id: string, more: Partial<Step> = {}): Step => ({
  id,
  title: `Step ${id}`,
  plane: "control",
  region: "us-west-2",
  actions: ["rds:FailoverGlobalCluster"],
  budgetSeconds: 60,
  guard: async () => ({ kind: "proceed" }),
  confirm: async () => ({ ok: true, detail: "seen" }),
  ...more,
});

const outcomes = (result: Awaited<ReturnType<typeof runSteps>>) =>
  result.steps.map(({ id, outcome }) => `${id} ${outcome}`);

describe("running steps", () => {
  it("looks, acts, then confirms, each step after the other", async () => {
    const done: string[] = [];
    const noting = (id: string) =>
      step(id, {
        guard: async () => {
          done.push(`${id} guard`);
          return { kind: "proceed" };
        },
        act: async () => void done.push(`${id} act`),
        confirm: async () => {
          done.push(`${id} confirm`);
          return { ok: true, detail: "seen" };
        },
      });
    const result = await runSteps([noting("a"), noting("b")], { clock: new ManualClock() });
    expect(done).toEqual(["a guard", "a act", "a confirm", "b guard", "b act", "b confirm"]);
    expect(result.completed).toBe(true);
    expect(outcomes(result)).toEqual(["a confirmed", "b confirmed"]);
  });

  it("does not act when what it is for is true already, and goes on", async () => {
    const acted: string[] = [];
    const satisfied = step("a", {
      guard: async () => ({ kind: "satisfied", detail: "was so" }),
      act: async () => void acted.push("a"),
    });
    const result = await runSteps([satisfied, step("b")], { clock: new ManualClock() });
    expect(acted).toEqual([]);
    expect(outcomes(result)).toEqual(["a satisfied", "b confirmed"]);
    expect(result.steps[0]?.detail).toBe("was so");
  });

  it("polls on its own clock until a step is confirmed, and says how long that took", async () => {
    const clock = new ManualClock(1_000);
    let looks = 0;
    const slow = step("a", { confirm: async () => ({ ok: ++looks === 4, detail: `look ${looks}` }) });
    const result = await runSteps([slow], { clock, pollMs: 2_000 });
    expect(looks).toBe(4);
    expect(result.steps[0]).toMatchObject({
      outcome: "confirmed",
      detail: "look 4",
      startedAt: 1_000,
      endedAt: 7_000,
    });
  });

  it("stops at a step that is not confirmed within its budget, with what was last seen", async () => {
    const clock = new ManualClock();
    const never = step("a", { budgetSeconds: 12, confirm: async () => ({ ok: false, detail: "not yet" }) });
    const result = await runSteps([never, step("b")], { clock });
    expect(result.completed).toBe(false);
    expect(outcomes(result)).toEqual(["a timed-out"]);
    expect(result.steps[0]?.detail).toBe("after 12 s: not yet");
    expect(clock.now()).toBe(15_000);
  });

  it("looks a last time at the end of the budget", async () => {
    const clock = new ManualClock();
    const late = step("a", {
      budgetSeconds: 10,
      confirm: async () => ({ ok: clock.now() >= 10_000, detail: "late" }),
    });
    expect(outcomes(await runSteps([late], { clock }))).toEqual(["a confirmed"]);
  });

  it.each([
    ["guard", { guard: async () => Promise.reject(new Error("no such database")) }],
    ["act", { act: async () => Promise.reject(new Error("no such database")) }],
    ["confirm", { confirm: async () => Promise.reject(new Error("no such database")) }],
  ] as const)("stops at a step whose %s throws, with what was thrown", async (_part, more) => {
    const result = await runSteps([step("a", more), step("b")], { clock: new ManualClock() });
    expect(result.completed).toBe(false);
    expect(outcomes(result)).toEqual(["a failed"]);
    expect(result.steps[0]?.detail).toBe("no such database");
  });

  it("refuses to go on when a guard says that it would be unsafe, and does not act", async () => {
    const acted: string[] = [];
    const unsafe = step("a", {
      guard: async () => ({ kind: "stop", detail: "no member" }),
      act: async () => void acted.push("a"),
    });
    const result = await runSteps([unsafe, step("b")], { clock: new ManualClock() });
    expect(acted).toEqual([]);
    expect(outcomes(result)).toEqual(["a stopped"]);
    expect(result.completed).toBe(false);
  });

  it("begins no further step once it is interrupted", async () => {
    const stop = new AbortController();
    const last = step("a", { act: async () => stop.abort() });
    const result = await runSteps([last, step("b")], { clock: new ManualClock(), signal: stop.signal });
    expect(outcomes(result)).toEqual(["a confirmed", "b stopped"]);
    expect(result.completed).toBe(false);
  });

  it("does not wait for a confirmation once it is interrupted, and says that it lacks one", async () => {
    const stop = new AbortController();
    const clock = new ManualClock();
    const pending = step("a", {
      act: async () => stop.abort(),
      confirm: async () => ({ ok: false, detail: "moving" }),
    });
    const result = await runSteps([pending], { clock, signal: stop.signal });
    expect(result.steps[0]).toMatchObject({
      outcome: "stopped",
      detail: "interrupted before it was confirmed: moving",
    });
    expect(clock.now()).toBe(0);
  });

  it("is complete when there is nothing to do, and tells of each step as it begins and ends", async () => {
    const told: string[] = [];
    const options = {
      clock: new ManualClock(),
      onStart: ({ id }: Step) => told.push(`${id} began`),
      onStep: ({ id, outcome }: { id: string; outcome: string }) => told.push(`${id} ${outcome}`),
    };
    expect(await runSteps([], options)).toEqual({ completed: true, steps: [] });
    await runSteps([step("a")], options);
    expect(told).toEqual(["a began", "a confirmed"]);
  });
});

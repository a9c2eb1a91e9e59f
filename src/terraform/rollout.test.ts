import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock, systemClock, TriremeError } from "../lib/index.ts";
import type { SavedPlan } from "./driver.ts";
import { FakeDriver } from "./fakeDriver.ts";
import { readJournal } from "./journal.ts";
import { MemoryOutputStore } from "./outputStore.ts";
import { planStacks } from "./planning.ts";
import type { StackProgress } from "./progress.ts";
import { type ApplyOptions, applyStacks, type RolloutResult } from "./rollout.ts";
import { smallStack } from "./testing/stacks.ts";

describe("applying stacks", () => {
  let workRoot: string;
  let driver: FakeDriver;
  let outputs: MemoryOutputStore;

  beforeEach(async () => {
    workRoot = await mkdtemp(join(tmpdir(), "trireme-rollout-"));
    driver = new FakeDriver();
    outputs = new MemoryOutputStore();
  });
  afterEach(() => rm(workRoot, { recursive: true, force: true }));

  /** network <- data <- compute, and traffic beside them. */
  const fleet = [
    smallStack("e/compute", ["e/data", "e/network"]),
    smallStack("e/network"),
    smallStack("e/data", ["e/network"]),
    smallStack("e/traffic"),
  ];
  const apply = (more: Partial<ApplyOptions> = {}) =>
    applyStacks({ stacks: fleet, driver, workRoot, outputs, concurrency: 2, ...more });
  const statuses = (run: RolloutResult) =>
    Object.fromEntries(run.results.map((result) => [result.stack, result.status]));
  const applies = () =>
    driver.operations.filter((done) => done.operation === "apply").map((done) => done.stack);

  it("applies each stack after those it depends on and hands their outputs on", async () => {
    const run = await apply();
    expect(new Set(Object.values(statuses(run)))).toEqual(new Set(["applied"]));
    expect(run.results.map((result) => result.stack)).toEqual(fleet.map((stack) => stack.id));
    expect(applies().indexOf("e/network")).toBeLessThan(applies().indexOf("e/data"));
    expect(applies().indexOf("e/data")).toBeLessThan(applies().indexOf("e/compute"));
    expect(await outputs.read("e/data")).toEqual({ id: "e/data < e/network" });
  });

  it("tells when work on a stack began and ended, and no time of one that was not begun", async () => {
    driver.failAt("e/data", "apply");
    const clock = new ManualClock(1000);
    const { results } = await apply({ clock, onProgress: () => clock.advance(500) });
    const { startedAt = 0, endedAt = 0, seconds } = results.find(({ stack }) => stack === "e/network") ?? {};
    expect(startedAt).toBeGreaterThanOrEqual(1000);
    expect(endedAt).toBeGreaterThan(startedAt);
    expect(seconds).toBe((endedAt - startedAt) / 1000);
    const skipped = results.find(({ stack }) => stack === "e/compute");
    expect(skipped?.status).toBe("skipped");
    expect(skipped).not.toHaveProperty("startedAt");
  });

  it("applies nothing a second time, yet knows the outputs", async () => {
    await apply();
    const emptied = new MemoryOutputStore();
    const run = await apply({ outputs: emptied });
    expect(new Set(Object.values(statuses(run)))).toEqual(new Set(["unchanged"]));
    expect(applies()).toHaveLength(4);
    expect(await emptied.read("e/network")).toEqual({ id: "e/network" });
  });

  it("begins a stack as soon as its own dependencies are done, without waiting for others", async () => {
    driver = new FakeDriver({ clock: systemClock });
    driver.slowAt("e/traffic", "apply", 300);
    const order: string[] = [];
    await apply({
      onProgress: (progress) => {
        if (progress.state === "done") order.push(progress.stack);
      },
    });
    expect(order).toEqual(["e/network", "e/data", "e/compute", "e/traffic"]);
  });

  it("fails only the dependents of what failed, and says whose fault it was", async () => {
    driver.failAt("e/data", "apply", "out of capacity");
    const run = await apply();
    expect(statuses(run)).toEqual({
      "e/network": "applied",
      "e/data": "failed",
      "e/compute": "skipped",
      "e/traffic": "applied",
    });
    const [compute, , data] = run.results;
    expect(compute?.reason).toBe("not started because e/data failed");
    expect(data?.error).toMatchObject({ code: "terraform-apply-failed", message: "e/data: out of capacity" });
  });

  it("goes on where it stopped once the cause is gone", async () => {
    driver.failAt("e/data", "apply");
    await apply();
    driver.heal("e/data");
    const run = await apply();
    expect(statuses(run)).toEqual({
      "e/network": "unchanged",
      "e/data": "applied",
      "e/compute": "applied",
      "e/traffic": "unchanged",
    });
  });

  it("skips a stack whose plan is declined, with its dependents", async () => {
    const asked: SavedPlan[] = [];
    const run = await apply({
      approve: async (plan) => {
        asked.push(plan);
        return plan.stack !== "e/network";
      },
    });
    expect(statuses(run)).toEqual({
      "e/network": "skipped",
      "e/data": "skipped",
      "e/compute": "skipped",
      "e/traffic": "applied",
    });
    expect(run.results[1]?.reason).toBe("its plan was declined");
    expect(asked.map((plan) => plan.counts.add)).toEqual([1, 1]);
  });

  it("does not ask for approval of a plan that changes nothing", async () => {
    await apply();
    const run = await apply({ approve: async () => false });
    expect(new Set(Object.values(statuses(run)))).toEqual(new Set(["unchanged"]));
  });

  it("fails a stack whose producer has no such output, and names both", async () => {
    const odd = smallStack("e/odd", ["e/network"]);
    const [input] = odd.inputs;
    if (input === undefined) throw new Error("the stack should have an input");
    const stacks = [smallStack("e/network"), { ...odd, inputs: [{ ...input, output: "absent" }] }];
    const run = await apply({ stacks });
    expect(run.results[1]?.error).toMatchObject({ code: "input-missing", fault: "input" });
    expect(run.results[1]?.error?.message).toContain("e/network has no output absent");
  });

  it("takes inputs of stacks outside the run from the store", async () => {
    await outputs.write("e/network", { id: "vpc-1" });
    const run = await apply({ stacks: [smallStack("e/data", ["e/network"])] });
    expect(run.results[0]).toMatchObject({ status: "applied", outputs: { id: "e/data < vpc-1" } });
  });

  it("merges the override of a sandbox", async () => {
    const override = () => ({ resource: { terraform_data: { one: { input: "sandboxed" } } } });
    const run = await apply({ stacks: [smallStack("e/network")], override });
    expect(run.results[0]?.outputs).toEqual({ id: "sandboxed" });
  });

  it("begins nothing once it is aborted", async () => {
    const stop = new AbortController();
    const run = await apply({
      concurrency: 1,
      signal: stop.signal,
      onProgress: (progress) => {
        if (progress.state === "done") stop.abort();
      },
    });
    expect(Object.values(statuses(run)).filter((status) => status === "applied")).toHaveLength(1);
    expect(Object.values(statuses(run)).filter((status) => status === "skipped")).toHaveLength(3);
    expect(run.results.map((result) => result.reason)).toContain("the run was interrupted");
  });

  it("never has more stacks at work than allowed", async () => {
    driver = new FakeDriver({ clock: systemClock });
    const stacks = Array.from({ length: 7 }, (_, index) => smallStack(`e/s${index}`));
    for (const stack of stacks) driver.slowAt(stack.id, "apply", 15);
    const atWork = new Set<string>();
    let most = 0;
    await apply({
      stacks,
      concurrency: 3,
      onProgress: ({ stack, state }: StackProgress) => {
        if (state === "started") atWork.add(stack);
        if (state === "done") atWork.delete(stack);
        most = Math.max(most, atWork.size);
      },
    });
    expect(most).toBe(3);
  });

  it("writes intent before the deed and result after it", async () => {
    await apply({ stacks: [smallStack("e/network")], clock: new ManualClock(0) });
    const entries = await readJournal(workRoot);
    expect(entries.map((entry) => entry.type)).toEqual([
      "run-started",
      "planned",
      "apply-intended",
      "apply-succeeded",
      "run-finished",
    ]);
    expect(entries[0]?.at).toBe("1970-01-01T00:00:00.000Z");
  });

  it("applies a plan that was made before just as it is, without planning again", async () => {
    const stacks = [smallStack("e/network")];
    const { planned } = await planStacks({ stacks, driver, workRoot, outputs });
    const plans = new Map(planned.map(({ stack, plan }) => [stack, plan]));
    driver.operations.length = 0;
    const run = await apply({ stacks, plans });
    expect(statuses(run)).toEqual({ "e/network": "applied" });
    expect(driver.operations.map(({ operation }) => operation)).toEqual(["init", "apply"]);
  });

  it("plans a stack anew once something that it depends on was changed by this run", async () => {
    await apply();
    driver.drift("e/network", "terraform_data.one");
    const { planned } = await planStacks({ stacks: fleet, driver, workRoot, outputs });
    const plans = new Map(planned.map(({ stack, plan }) => [stack, plan]));
    driver.operations.length = 0;
    await apply({ plans });
    const again = driver.operations.filter(({ operation }) => operation === "plan").map(({ stack }) => stack);
    // Compute is behind data, which did not change itself but is behind the network, which did.
    expect(again).toEqual(["e/data", "e/compute"]);
  });

  it("names why a stack failed when the approval throws", async () => {
    const refusal = new TriremeError("more than was shown", { code: "too-much", fault: "environment" });
    const approve = async ({ stack }: SavedPlan) => {
      if (stack === "e/data") throw refusal;
      return true;
    };
    const run = await apply({ approve });
    expect(run.results.find(({ stack }) => stack === "e/data")).toMatchObject({
      status: "failed",
      error: { code: "too-much" },
    });
    expect(applies()).not.toContain("e/data");
  });

  it("destroys what depends on others before those, and forgets their outputs", async () => {
    await apply();
    driver.operations.length = 0;
    const run = await apply({ destroy: true });
    expect(new Set(Object.values(statuses(run)))).toEqual(new Set(["applied"]));
    expect(applies().indexOf("e/compute")).toBeLessThan(applies().indexOf("e/data"));
    expect(applies().indexOf("e/data")).toBeLessThan(applies().indexOf("e/network"));
    for (const { id } of fleet) expect(await outputs.read(id)).toBeUndefined();
    const again = await apply({ destroy: true });
    expect(new Set(Object.values(statuses(again)))).toEqual(new Set(["unchanged"]));
  });

  it("destroys a stack whose inputs are gone already: what is taken away depends on none", async () => {
    await apply();
    await outputs.remove("e/network");
    const run = await apply({ stacks: fleet.filter(({ id }) => id === "e/data"), destroy: true });
    expect(statuses(run)).toEqual({ "e/data": "applied" });
  });

  it("leaves what others still need when their destruction fails", async () => {
    await apply();
    driver.failAt("e/compute", "apply", "still in use");
    const run = await apply({ destroy: true });
    expect(statuses(run)).toEqual({
      "e/compute": "failed",
      "e/data": "skipped",
      "e/network": "skipped",
      "e/traffic": "applied",
    });
    expect(await outputs.read("e/network")).toBeDefined();
  });

  it("refuses stacks that depend on each other in a circle, and shows the circle", async () => {
    const stacks = [smallStack("a", ["b"]), smallStack("b", ["c"]), smallStack("c", ["a"])];
    await expect(apply({ stacks })).rejects.toMatchObject({
      code: "stack-cycle",
      message: expect.stringContaining("a -> b -> c -> a"),
    });
    await expect(apply()).resolves.toBeDefined();
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeDriver } from "./fakeDriver.ts";
import { MemoryOutputStore } from "./outputStore.ts";
import { type PlanStacksOptions, planStacks } from "./planning.ts";
import { applyStacks } from "./rollout.ts";
import { smallStack } from "./testing/stacks.ts";
import { workspaceOf } from "./workspace.ts";

describe("planning stacks", () => {
  let workRoot: string;
  let driver: FakeDriver;
  let outputs: MemoryOutputStore;

  beforeEach(async () => {
    workRoot = await mkdtemp(join(tmpdir(), "trireme-planning-"));
    driver = new FakeDriver();
    outputs = new MemoryOutputStore();
  });
  afterEach(() => rm(workRoot, { recursive: true, force: true }));

  const fleet = [smallStack("e/network"), smallStack("e/data", ["e/network"])];
  const plan = (more: Partial<PlanStacksOptions> = {}) =>
    planStacks({ stacks: fleet, driver, workRoot, outputs, ...more });

  it("plans a whole platform before anything exists, with placeholders that are marked", async () => {
    const result = await plan();
    expect(result.unplannable).toEqual([]);
    expect(result.planned.map(({ stack, plan }) => [stack, plan.provisional])).toEqual([
      ["e/network", false],
      ["e/data", true],
    ]);
  });

  it("makes provisional plans that cannot be applied", async () => {
    const { planned } = await plan();
    const provisional = planned[1]?.plan;
    if (provisional === undefined) throw new Error("the second stack should have been planned");
    const workspace = workspaceOf(workRoot, "e/data");
    await expect(driver.apply(workspace, provisional)).rejects.toMatchObject({ code: "plan-provisional" });
  });

  it("uses real values where the producer was applied", async () => {
    await applyStacks({ stacks: fleet, driver, workRoot, outputs });
    const result = await plan();
    expect(result.planned.every(({ plan }) => !plan.provisional && plan.changes.length === 0)).toBe(true);
  });

  it("sees what was deleted behind its back", async () => {
    await applyStacks({ stacks: fleet, driver, workRoot, outputs });
    driver.drift("e/network", "terraform_data.one");
    const result = await plan();
    expect(result.planned.map(({ plan }) => plan.counts.add)).toEqual([1, 0]);
  });

  it("refuses placeholders when told to, and says which value is missing", async () => {
    const result = await plan({ provisional: "refuse" });
    expect(result.planned.map(({ stack }) => stack)).toEqual(["e/network"]);
    expect(result.unplannable).toMatchObject([{ stack: "e/data", code: "input-missing" }]);
    expect(result.unplannable[0]?.reason).toContain("from_e_network (e/network has not been applied)");
  });

  it("tells why a stack has no plan and plans the others", async () => {
    driver.failAt("e/network", "plan", "nothing answers");
    const result = await plan();
    expect(result.planned.map(({ stack }) => stack)).toEqual(["e/data"]);
    expect(result.unplannable).toEqual([
      { stack: "e/network", reason: "e/network: nothing answers", code: "terraform-plan-failed" },
    ]);
  });

  it("takes a null output for a value and not for a missing one", async () => {
    await outputs.write("e/network", { id: null });
    const result = await plan({ stacks: fleet.slice(1), provisional: "refuse" });
    expect(result.planned[0]?.plan.provisional).toBe(false);
  });

  it("plans nothing once it is aborted", async () => {
    const result = await plan({ signal: AbortSignal.abort() });
    expect(result.planned).toEqual([]);
    expect(result.unplannable.map(({ code }) => code)).toEqual(["interrupted", "interrupted"]);
    expect(driver.operations).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { TriremeError } from "../../lib/index.ts";
import type { CallRecord, Sandbox } from "../../sandbox/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import type {
  PlansResult,
  ResourceChange,
  RolloutResult,
  SavedPlan,
  StackResult,
} from "../../terraform/index.ts";
import { callSummary, criticalPath, isEmpty, planSummary, resourceSummary } from "./summaries.ts";

const stack = (id: string, types: readonly string[], dependsOn: readonly string[] = []): SynthesizedStack => {
  const resource: Record<string, Record<string, object>> = {};
  for (const [index, type] of types.entries()) resource[type] = { ...resource[type], [`r${index}`]: {} };
  return {
    id,
    scope: { kind: "global" },
    alsoReads: [],
    dependsOn,
    inputs: [],
    stateRegion: "us-east-1",
    configuration: { resource } as SynthesizedStack["configuration"],
  };
};

const plan = (
  id: string,
  changes: readonly ResourceChange[] = [],
  more: Partial<SavedPlan> = {},
): SavedPlan => {
  const count = (action: string) => changes.filter((change) => change.action === action).length;
  return {
    stack: id,
    file: "plan.tfplan",
    sha256: "0",
    counts: {
      add: count("create"),
      change: count("update"),
      replace: count("replace"),
      destroy: count("delete"),
    },
    changes,
    outputChanges: [],
    provisional: false,
    ...more,
  };
};

const plans = (planned: readonly SavedPlan[], unplannable: PlansResult["unplannable"] = []): PlansResult => ({
  planned: planned.map((each) => ({ stack: each.stack, plan: each, seconds: 1 })),
  unplannable,
  seconds: 1,
});

const rollout = (...results: readonly StackResult[]): RolloutResult => ({ results, inDoubt: [], seconds: 1 });
const applied = (id: string, seconds = 1): StackResult => ({ stack: id, status: "applied", seconds });

describe("the sum of plans", () => {
  it("adds up what the stacks would do, and names it", () => {
    const changes: ResourceChange[] = [
      { address: "aws_vpc.a", type: "aws_vpc", action: "create" },
      { address: "aws_vpc.b", type: "aws_vpc", action: "replace" },
      { address: "aws_x.read", type: "aws_x", action: "read" },
    ];
    const summary = planSummary(plans([plan("a", changes), plan("b", changes)]), []);
    expect(summary).toMatchObject({ add: 2, change: 0, replace: 2, destroy: 0 });
    expect(summary.stacks[0]?.changes).toEqual(["create aws_vpc.a", "replace aws_vpc.b"]);
    expect(isEmpty(summary)).toBe(false);
  });

  it("is empty when stacks were planned and none has anything to do", () => {
    const read: ResourceChange = { address: "aws_x.y", type: "aws_x", action: "read" };
    expect(isEmpty(planSummary(plans([plan("a", [read])]), []))).toBe(true);
  });

  it("is not empty when no stack was planned at all, or no plan was made", () => {
    expect(isEmpty(planSummary(plans([]), []))).toBe(false);
    expect(isEmpty(planSummary(plans([]), [{ id: "a", reason: "gone", expected: true }]))).toBe(false);
    expect(isEmpty(undefined)).toBe(false);
  });

  it("stays empty beside stacks that were known not to be plannable, not beside one that failed", () => {
    const known = { id: "b", reason: "its region is gone", expected: true };
    expect(isEmpty(planSummary(plans([plan("a")]), [known]))).toBe(true);
    const failed = { stack: "c", reason: "locked by ada@ship", code: "state-locked" };
    const summary = planSummary(plans([plan("a")], [failed]), [known]);
    expect(isEmpty(summary)).toBe(false);
    expect(summary.unplannable[1]).toEqual({
      id: "c",
      reason: "locked by ada@ship",
      code: "state-locked",
      expected: false,
    });
  });

  it.each([
    ["an output would change", plan("a", [], { outputChanges: ["endpoint"] }), "change output endpoint"],
    [
      "an entry of the state would be forgotten",
      plan("a", [{ address: "aws_x.y", type: "aws_x", action: "forget" }]),
      "forget aws_x.y",
    ],
  ])("is not empty when %s, although no count shows it", (_what, saved, shown) => {
    const summary = planSummary(plans([saved]), []);
    expect(summary).toMatchObject({ add: 0, change: 0, replace: 0, destroy: 0 });
    expect(summary.stacks[0]?.changes).toEqual([shown]);
    expect(isEmpty(summary)).toBe(false);
  });
});

describe("what was proven of the resources", () => {
  const network = stack("e/network", ["aws_vpc", "aws_subnet", "aws_subnet"]);
  const data = stack("e/data", ["aws_rds_cluster", "aws_subnet"]);
  const all = new Set(["e/network", "e/data"]);

  it("is nothing before anything ran", () => {
    expect(resourceSummary([network, data], undefined, undefined, new Set())).toEqual({
      emitted: 5,
      validated: 0,
      applied: 0,
      notEmulated: [],
      grades: {},
      byType: [],
    });
  });

  it("is everything, by grade, when the second plan finds everything", () => {
    const summary = resourceSummary(
      [network, data],
      rollout(applied("e/network"), applied("e/data")),
      plans([plan("e/network"), plan("e/data")]),
      all,
    );
    expect(summary).toMatchObject({ emitted: 5, validated: 5, applied: 5, notEmulated: [] });
    expect(summary.grades).toEqual({ echoed: 4, modelled: 1 });
    expect(summary.byType).toContainEqual({ type: "aws_subnet", count: 3, grade: "echoed" });
  });

  it("leaves out a resource that the second plan wants to create: the emulator forgot it", () => {
    const create: ResourceChange = { address: "aws_subnet.r1", type: "aws_subnet", action: "create" };
    const summary = resourceSummary(
      [network],
      rollout(applied("e/network")),
      plans([plan("e/network", [create])]),
      all,
    );
    expect(summary.applied).toBe(2);
    expect(summary.notEmulated).toEqual([
      { type: "aws_subnet", count: 1, reason: "created, and not found again by the second plan" },
    ]);
  });

  it("takes away nothing else for a type that the stack does not emit", () => {
    const create: ResourceChange = { address: "module.x.aws_eip.a", type: "aws_eip", action: "create" };
    const result = rollout(applied("e/network"));
    expect(resourceSummary([network], result, plans([plan("e/network", [create])]), all).applied).toBe(3);
  });

  it("names the resources of failed and of skipped stacks, each reason apart", () => {
    const error = new TriremeError("quota reached", { code: "terraform-apply-failed", fault: "environment" });
    const summary = resourceSummary(
      [network, data],
      rollout(
        { stack: "e/network", status: "failed", error, seconds: 1 },
        { stack: "e/data", status: "skipped", reason: "not started because e/network failed", seconds: 0 },
      ),
      plans([]),
      new Set(),
    );
    expect(summary).toMatchObject({ applied: 0, validated: 0 });
    expect(summary.notEmulated).toContainEqual({
      type: "aws_subnet",
      count: 2,
      reason: "e/network: quota reached",
    });
    expect(summary.notEmulated).toContainEqual({
      type: "aws_subnet",
      count: 1,
      reason: "e/data: not started because e/network failed",
    });
    expect(summary.notEmulated.reduce((sum, { count }) => sum + count, 0)).toBe(5);
  });

  it("does not count a stack as applied that was not planned a second time", () => {
    const summary = resourceSummary([network], rollout(applied("e/network")), plans([]), all);
    expect(summary.applied).toBe(0);
    expect(summary.notEmulated[0]?.reason).toContain("not planned a second time");
  });
});

describe("the chain that bounded an apply", () => {
  const stacks = [
    stack("a", []),
    stack("b", [], ["a"]),
    stack("slow", [], ["a"]),
    stack("end", [], ["b", "slow"]),
    stack("alone", []),
  ];

  it("is the one of dependents that took longest together, with the slowest resource of each", () => {
    const slowest = [{ address: "aws_rds_cluster.x", seconds: 29.6 }];
    const counts = { add: 1, change: 0, replace: 0, destroy: 0 };
    const result = rollout(
      applied("a", 5),
      applied("b", 10),
      { ...applied("slow", 30), applied: { outputs: {}, counts, slowest } },
      applied("end", 1),
      applied("alone", 35),
    );
    expect(criticalPath(stacks, result)).toEqual([
      { stack: "a", seconds: 5, slowest: "" },
      { stack: "slow", seconds: 30, slowest: "aws_rds_cluster.x 30 s" },
      { stack: "end", seconds: 1, slowest: "" },
    ]);
  });

  it("is empty without stacks", () => {
    expect(criticalPath([], rollout())).toEqual([]);
  });
});

describe("what the call log says of a failover", () => {
  const call = (id: number, more: Partial<CallRecord>) =>
    ({ id, caller: "runbook", homeRegion: "us-west-2", global: false, ...more }) as CallRecord;
  const log = [
    call(1, { homeRegion: "us-east-1" }),
    call(2, { caller: "planning", homeRegion: "us-east-1" }),
    call(3, {}),
    call(4, {}),
    call(5, { homeRegion: "us-east-1" }),
    call(6, { homeRegion: "us-east-1", global: true }),
    call(7, { caller: "planning", homeRegion: "us-east-1", global: true }),
    call(8, { caller: "planning" }),
    call(9, { caller: "sandbox", homeRegion: "us-east-1" }),
    call(10, { homeRegion: "us-east-1" }),
  ];
  const sandbox = {
    status: async () => ({ calls: log.length, ownMs: { p50: 1, p95: 2 } }),
    calls: async ({ after = 0 }) => log.filter(({ id }) => id > after),
  } as unknown as Sandbox;

  it("tells the failover's calls into the region, to control planes that fell, and planning's apart", async () => {
    expect(await callSummary(sandbox, "us-east-1", { after: 2, upTo: 9 })).toEqual({
      total: 10,
      byFailover: 4,
      toLostRegion: 1,
      toFallenControlPlanes: 1,
      byPlanning: { total: 2, toLostRegion: 1 },
      gatewayMs: { p50: 1, p95: 2 },
    });
  });

  it("counts nothing from before the loss or after the return", async () => {
    const summary = await callSummary(sandbox, "us-east-1", { after: 2, upTo: 4 });
    expect(summary).toMatchObject({ byFailover: 2, toLostRegion: 0, toFallenControlPlanes: 0 });
  });
});

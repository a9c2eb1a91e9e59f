import { join } from "node:path";
import type { SynthesizedStack } from "../../stacks/index.ts";
import {
  isUnchanged,
  type PlansResult,
  planStacks,
  type RolloutOptions,
  reversed,
  type SavedPlan,
  waves,
} from "../../terraform/index.ts";
import { projectBook } from "../cost/prices/book.ts";
import { outlives } from "../destroy/remains.ts";
import { withoutStateBuckets } from "../workbench/imports.ts";
import { whyUnplannable } from "../workbench/plannable.ts";
import type { Site } from "../workbench/site.ts";
import { type CostChange, costChange } from "./costChange.ts";
import type { EnvironmentPlan, PlannedStackSummary } from "./result.ts";
import { statefulChanges } from "./stateful.ts";

/** What is shown before anything is approved, and the plans behind it. */
export interface Overview {
  readonly plan: EnvironmentPlan;
  /** By stack. */
  readonly saved: ReadonlyMap<string, SavedPlan>;
  /** The stacks that were planned, in the order given. */
  readonly stacks: readonly SynthesizedStack[];
}

export interface OverviewOptions {
  /** Ids of the stacks to plan. @default all */
  readonly only?: readonly string[];
  readonly destroy?: boolean;
}

/**
 * Plans every stack side by side and sums up. Before the first deploy there is no bucket for a state:
 * such a stack is planned as if it had none, in a workspace apart, for Terraform keeps the place of the
 * state in a saved plan.
 */
export async function overviewOf(site: Site, options: OverviewOptions = {}): Promise<Overview> {
  const { bench, lostRegions, copied } = site;
  const wanted = site.stacks
    .filter(({ id }) => options.only?.includes(id) ?? true)
    .filter((stack) => options.destroy !== true || !outlives(stack));
  const gone = wanted.flatMap((stack) => {
    const reason = lostRegions.map((lost) => whyUnplannable(stack, lost)).find((each) => each !== undefined);
    return reason === undefined ? [] : [{ id: stack.id, code: "region-gone", reason }];
  });
  const stacks = wanted.filter(({ id }) => !gone.some((each) => each.id === id));
  const there = new Set(
    (await bench.stateBucketsThere([...lostRegions, ...copied])).map(({ region }) => region),
  );
  const born = stacks.filter(({ stateRegion }) => there.has(stateRegion));
  const unborn = stacks.filter(({ stateRegion }) => !there.has(stateRegion));
  const asked = { provisional: "allow", destroy: options.destroy ?? false } as const;
  const plans = await planStacks({ ...bench.rollout(born, "planning"), ...asked });
  // What has no bucket for its state has nothing to destroy.
  const firsts =
    unborn.length === 0 || asked.destroy
      ? NOTHING
      : await planStacks({ ...firstTime(site, unborn), ...asked });

  const saved = new Map<string, SavedPlan>();
  for (const { stack, plan } of plans.planned) saved.set(stack, plan);
  for (const { stack, plan } of firsts.planned) saved.set(stack, { ...plan, provisional: true });
  const unplannable = [...plans.unplannable, ...firsts.unplannable].map(({ stack, code, reason }) => ({
    id: stack,
    code,
    reason,
  }));
  const summaries = asked.destroy
    ? summariesOf(reversed(stacks), saved, new Set(), "never")
    : summariesOf(stacks, saved, new Set(unborn.map(({ id }) => id)), "after");
  const missing = [...gone, ...unplannable];
  const cost = await costOfChanges(site, stacks, saved);
  const plan = summed(site, summaries, missing, cost, {
    ...options,
    seconds: plans.seconds + firsts.seconds,
  });
  return { plan, saved, stacks };
}

/** States are read only where something is there to lose or to change. */
async function costOfChanges(
  { bench, project, unit }: Site,
  stacks: readonly SynthesizedStack[],
  saved: ReadonlyMap<string, SavedPlan>,
): Promise<CostChange> {
  const planned = stacks.flatMap((stack) => {
    const changes = saved.get(stack.id)?.changes ?? [];
    return changes.length === 0 ? [] : [{ stack, changes }];
  });
  const withStates = planned.map(async (each) => {
    const known = each.changes.some(({ action }) => action !== "create" && action !== "read");
    return { ...each, state: known ? await bench.stateOf(each.stack) : undefined };
  });
  return costChange(project.platform, unit, await Promise.all(withStates), await projectBook(project.file));
}

const NOTHING: PlansResult = { planned: [], unplannable: [], seconds: 0 };

function firstTime({ bench, workRoot }: Site, stacks: readonly SynthesizedStack[]): RolloutOptions {
  const rollout = bench.rollout(stacks.map(withoutStateBuckets), "planning");
  return {
    ...rollout,
    workRoot: join(workRoot, "..", "before-the-first-deploy"),
    override: (stack) => ({
      ...rollout.override?.(stack),
      terraform: { backend: { local: {} } },
    }),
  };
}

function summariesOf(
  stacks: readonly SynthesizedStack[],
  saved: ReadonlyMap<string, SavedPlan>,
  unborn: ReadonlySet<string>,
  /** Whether a plan is made again when a stack before it changed. What is destroyed depends on no input. */
  again: "after" | "never",
): PlannedStackSummary[] {
  const moving = new Set<string>();
  const behind = new Map<string, readonly string[]>();
  return waves(stacks).flatMap((wave, index) =>
    wave.flatMap((stack) => {
      const upstream = stack.dependsOn.flatMap((id) => [...(behind.get(id) ?? []), id]);
      const waitsFor = again === "never" ? [] : [...new Set(upstream)].filter((id) => moving.has(id));
      behind.set(stack.id, upstream);
      const plan = saved.get(stack.id);
      if (plan === undefined) return [];
      if (!isUnchanged(plan)) moving.add(stack.id);
      const { counts, changes, outputChanges, provisional } = plan;
      const why = unborn.has(stack.id)
        ? "the bucket for its state is made by the first deploy"
        : "some of its inputs exist only when the stacks before it have been applied";
      return {
        id: stack.id,
        wave: index + 1,
        ...(provisional ? { provisional: why } : {}),
        waitsFor,
        ...counts,
        changes: changes.filter(({ action }) => action !== "read"),
        outputChanges,
      };
    }),
  );
}

function summed(
  { project, unit, target, stacks: all }: Site,
  stacks: readonly PlannedStackSummary[],
  unplannable: EnvironmentPlan["unplannable"],
  cost: CostChange,
  { only, seconds }: OverviewOptions & { readonly seconds: number },
): EnvironmentPlan {
  const sum = (key: "add" | "change" | "replace" | "destroy") =>
    stacks.reduce((total, stack) => total + stack[key], 0);
  const left = all.filter(({ id }) => only !== undefined && !only.includes(id)).map(({ id }) => id);
  return {
    platform: project.platform.name,
    environment: unit.name,
    target,
    add: sum("add"),
    change: sum("change"),
    replace: sum("replace"),
    destroy: sum("destroy"),
    stacks,
    stateful: stacks.flatMap(({ id, changes }) => statefulChanges(id, changes)),
    unplannable,
    cost,
    notLookedAt: [
      ...(left.length === 0 ? [] : [`stacks that were not asked for: ${left.join(", ")}`]),
      "states of stacks that an earlier configuration had and this one has not",
      "resources that Terraform did not make",
      ...(target === "sandbox" ? ["quotas, and whatever AWS refuses and the sandbox does not know of"] : []),
    ],
    changesPending: stacks.some(
      ({ changes, outputChanges }) => changes.length > 0 || outputChanges.length > 0,
    ),
    seconds,
  };
}

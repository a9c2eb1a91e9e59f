import type { Grade } from "../../lib/index.ts";
import type { RunResult, StepRecord } from "../../runbooks/index.ts";
import { type CallRecord, gradeOfType, type Sandbox } from "../../sandbox/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import type { PlansResult, RolloutResult } from "../../terraform/index.ts";
import type {
  CallSummary,
  Moment,
  PlanSummary,
  RehearsalResult,
  ResourceSummary,
  StepSummary,
  UnplannableStack,
} from "./result.ts";

export function planSummary(plans: PlansResult, skipped: readonly UnplannableStack[]): PlanSummary {
  const stacks = plans.planned.map(({ stack, plan }) => ({
    id: stack,
    ...plan.counts,
    changes: [
      ...plan.changes
        .filter(({ action }) => action !== "read")
        .map(({ action, address }) => `${action} ${address}`),
      ...plan.outputChanges.map((name) => `change output ${name}`),
    ],
  }));
  const sum = (key: "add" | "change" | "replace" | "destroy") =>
    stacks.reduce((total, stack) => total + stack[key], 0);
  return {
    add: sum("add"),
    change: sum("change"),
    replace: sum("replace"),
    destroy: sum("destroy"),
    stacks,
    unplannable: [
      ...skipped,
      ...plans.unplannable.map(({ stack, reason, code }) => ({ id: stack, reason, expected: false, code })),
    ],
  };
}

/** Nothing to do anywhere, something was looked at, and nothing failed to be looked at for an unknown reason. */
export function isEmpty(summary: PlanSummary | undefined): boolean {
  return (
    summary !== undefined &&
    summary.stacks.length > 0 &&
    summary.add + summary.change + summary.replace + summary.destroy === 0 &&
    // What stands in no count: outputs, and entries of the state that would be moved or forgotten.
    summary.stacks.every(({ changes }) => changes.length === 0) &&
    summary.unplannable.every(({ expected }) => expected)
  );
}

/** Resource types of a stack, one entry for each resource. */
function typesOf({ configuration }: SynthesizedStack): readonly string[] {
  return Object.entries((configuration.resource ?? {}) as Record<string, object>).flatMap(([type, blocks]) =>
    Object.keys(blocks).map(() => type),
  );
}

/**
 * Counts what was proven of the emitted resources. A resource counts as applied when its stack was,
 * and the second plan does not want to create it.
 */
export function resourceSummary(
  stacks: readonly SynthesizedStack[],
  rollout: RolloutResult | undefined,
  second: PlansResult | undefined,
  validatedStacks: ReadonlySet<string>,
): ResourceSummary {
  const results = new Map((rollout?.results ?? []).map((result) => [result.stack, result]));
  const planned = new Map((second?.planned ?? []).map(({ stack, plan }) => [stack, plan]));
  const applied: string[] = [];
  const notEmulated = new Map<string, { type: string; count: number; reason: string }>();
  for (const stack of stacks) {
    const result = results.get(stack.id);
    const plan = planned.get(stack.id);
    const whole = result?.status === "applied" || result?.status === "unchanged";
    const absent =
      whole && plan !== undefined ? plan.changes.filter(({ action }) => action === "create") : undefined;
    const types = [...typesOf(stack)];
    for (const { type } of absent ?? []) {
      const at = types.indexOf(type);
      if (at < 0) continue;
      types.splice(at, 1);
      count(notEmulated, type, "created, and not found again by the second plan");
    }
    if (absent !== undefined) applied.push(...types);
    else if (rollout !== undefined) {
      const reason = result?.error?.message ?? result?.reason ?? "its stack was not planned a second time";
      for (const type of types) count(notEmulated, type, `${stack.id}: ${reason}`);
    }
  }
  const byType = [...tallied(applied)].map(([type, number]) => ({
    type,
    count: number,
    grade: gradeOfType(type),
  }));
  const grades: Partial<Record<Grade, number>> = {};
  for (const { grade, count: number } of byType) grades[grade] = (grades[grade] ?? 0) + number;
  return {
    emitted: stacks.reduce((sum, stack) => sum + typesOf(stack).length, 0),
    validated: stacks
      .filter((stack) => validatedStacks.has(stack.id))
      .reduce((sum, stack) => sum + typesOf(stack).length, 0),
    applied: applied.length,
    notEmulated: [...notEmulated.values()],
    grades,
    byType,
  };
}

function count(
  into: Map<string, { type: string; count: number; reason: string }>,
  type: string,
  reason: string,
): void {
  const key = `${type}\n${reason}`;
  const known = into.get(key);
  if (known === undefined) into.set(key, { type, count: 1, reason });
  else known.count += 1;
}

function tallied(types: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const type of [...types].sort()) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

/** A span of the call log, by the ids at its ends. */
export interface Span {
  readonly after: number;
  readonly upTo: number;
}

/** What the call log says of a failover: `outage` spans the time in which the region was gone. */
export async function callSummary(sandbox: Sandbox, lost: string, outage: Span): Promise<CallSummary> {
  const status = await sandbox.status();
  const during = (await sandbox.calls({ after: outage.after })).filter((call) => call.id <= outage.upTo);
  const failover = during.filter((call) => call.caller === "runbook");
  const planning = during.filter((call) => call.caller === "planning");
  const intoRegion = (call: CallRecord) => !call.global && call.homeRegion === lost;
  const toControlPlane = (call: CallRecord) => call.global && call.homeRegion === lost;
  return {
    total: status.calls,
    byFailover: failover.length,
    toLostRegion: failover.filter(intoRegion).length,
    toFallenControlPlanes: failover.filter(toControlPlane).length,
    byPlanning: {
      total: planning.length,
      toLostRegion: planning.filter((call) => call.homeRegion === lost).length,
    },
    gatewayMs: status.ownMs,
  };
}

export function stepSummary({ completed, steps }: Pick<RunResult, "completed" | "steps">): StepSummary {
  const starts = steps.map((step: StepRecord) => step.startedAt);
  const ends = steps.map((step: StepRecord) => step.endedAt);
  const modelledSeconds = steps.length === 0 ? 0 : (Math.max(...ends) - Math.min(...starts)) / 1000;
  return { completed, modelledSeconds, steps };
}

/** The chain of stacks that bounded an apply: from the last to end, back through the slowest of what each waited for. */
export function criticalPath(
  stacks: readonly SynthesizedStack[],
  rollout: RolloutResult,
): RehearsalResult["criticalPath"] {
  const seconds = new Map(rollout.results.map((result) => [result.stack, result.seconds]));
  const slowest = new Map(
    rollout.results.map(({ stack, applied }) => {
      const [first] = applied?.slowest ?? [];
      return [stack, first === undefined ? "" : `${first.address} ${first.seconds.toFixed(0)} s`] as const;
    }),
  );
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const chains = new Map<string, { readonly total: number; readonly path: readonly string[] }>();
  const chainOf = (id: string): { readonly total: number; readonly path: readonly string[] } => {
    const known = chains.get(id);
    if (known !== undefined) return known;
    const before = (byId.get(id)?.dependsOn ?? [])
      .map(chainOf)
      .reduce((longest, chain) => (chain.total > longest.total ? chain : longest), { total: 0, path: [] });
    const chain = { total: before.total + (seconds.get(id) ?? 0), path: [...before.path, id] };
    chains.set(id, chain);
    return chain;
  };
  for (const { id } of stacks) chainOf(id);
  const longest = [...chains.values()].sort((a, b) => b.total - a.total)[0];
  return (longest?.path ?? []).map((stack) => ({
    stack,
    seconds: seconds.get(stack) ?? 0,
    slowest: slowest.get(stack) ?? "",
  }));
}

/** Writers as they were at the moments before, with those of one more. */
export function withMoment(
  all: RehearsalResult["writers"],
  moment: Moment,
  writers: ReadonlyMap<string, string>,
): RehearsalResult["writers"] {
  return Object.fromEntries(
    [...writers].map(([store, writer]) => [store, { ...all[store], [moment]: writer }]),
  );
}

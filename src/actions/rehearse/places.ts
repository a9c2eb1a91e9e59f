import type { Environment } from "../../config/index.ts";
import { GRADES, type Grade } from "../../lib/index.ts";
import type { SandboxStatus } from "../../sandbox/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import type { PlansResult, RolloutResult, StackResult } from "../../terraform/index.ts";
import type { EmulationSummary, RegionSummary, StackSummary } from "./result.ts";
import { resourceSummary } from "./summaries.ts";

/** What is known of the stacks so far; what is absent was not reached. */
export interface Known {
  readonly rollout?: RolloutResult;
  readonly second?: PlansResult;
  /** Ids of the stacks that Terraform and the provider accepted. */
  readonly validated: ReadonlySet<string>;
  /** Zero of the rehearsal's wall clock, milliseconds since the epoch. */
  readonly begunAt: number;
}

export function stackSummaries(
  stacks: readonly SynthesizedStack[],
  { rollout, second, validated, begunAt }: Known,
): readonly StackSummary[] {
  const results = new Map((rollout?.results ?? []).map((result) => [result.stack, result]));
  return stacks.map((stack) => {
    const { emitted, applied, grades } = resourceSummary([stack], rollout, second, validated);
    const result = results.get(stack.id);
    return {
      id: stack.id,
      place: stack.scope.kind === "global" ? "global" : stack.scope.region,
      resources: emitted,
      validated: validated.has(stack.id),
      apply: result?.status ?? "not-reached",
      ...reasonOf(result),
      applied,
      grades,
      ...spanOf(result, begunAt),
    };
  });
}

function reasonOf(result: StackResult | undefined): { readonly reason?: string } {
  const reason = result?.error?.message ?? result?.reason;
  return reason === undefined ? {} : { reason };
}

function spanOf(
  result: StackResult | undefined,
  begunAt: number,
): { readonly start?: number; readonly end?: number } {
  if (result?.startedAt === undefined || result.endedAt === undefined) return {};
  return { start: (result.startedAt - begunAt) / 1000, end: (result.endedAt - begunAt) / 1000 };
}

export function emulationSummary({ overlays, refusals }: SandboxStatus): EmulationSummary {
  return {
    overlays: overlays.map(({ name, grade, models }) => ({ name, grade, models })),
    refusals: refusals.length,
  };
}

/** The regions of the environment in its order, then what is global. */
export function regionSummaries(
  environment: Environment,
  stacks: readonly StackSummary[],
): readonly RegionSummary[] {
  const places = [
    ...environment.regions.map(({ name, role }) => ({ name, role })),
    { name: "global", role: "global" } as const,
  ];
  return places.map(({ name, role }) => {
    const own = stacks.filter(({ place }) => place === name);
    const starts = own.flatMap(({ start }) => start ?? []);
    const ends = own.flatMap(({ end }) => end ?? []);
    return {
      name,
      role,
      stacks: own.length,
      stacksApplied: own.filter(({ apply }) => apply === "applied" || apply === "unchanged").length,
      resources: own.reduce((sum, { resources }) => sum + resources, 0),
      applied: own.reduce((sum, { applied }) => sum + applied, 0),
      grades: summed(own.map(({ grades }) => grades)),
      ...(starts.length === 0 ? {} : { seconds: Math.max(...ends) - Math.min(...starts) }),
    };
  });
}

function summed(all: readonly StackSummary["grades"][]): Partial<Record<Grade, number>> {
  const sums = GRADES.map(
    (grade) => [grade, all.reduce((sum, each) => sum + (each[grade] ?? 0), 0)] as const,
  );
  return Object.fromEntries(sums.filter(([, count]) => count > 0));
}

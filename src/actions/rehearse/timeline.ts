import type { StackSummary, StepSummary, TimelineEntry } from "./result.ts";

/** Outcomes of a step after which what it is for is true. */
const ACHIEVED: readonly string[] = ["confirmed", "satisfied"];

/** What happened when, from what is known of stages, stacks and steps. Each with its own clock. */
export function timelineOf(
  stages: readonly TimelineEntry[],
  stacks: readonly StackSummary[],
  steps: { readonly failover: StepSummary | undefined; readonly failback: StepSummary | undefined },
): readonly TimelineEntry[] {
  return [
    ...stages,
    ...stacks.flatMap(stackEntry),
    ...stepEntries("failover", steps.failover),
    ...stepEntries("failback", steps.failback),
  ];
}

function stackEntry({ id, place, start, end, apply }: StackSummary): readonly TimelineEntry[] {
  if (start === undefined || end === undefined) return [];
  const outcome = apply === "failed" ? "failed" : "done";
  return [{ kind: "stack", name: id, place, stage: "apply", clock: "wall", start, end, outcome }];
}

/** A clock that was advanced between the steps has no place on the rehearsal's own: they count from the first of them. */
function stepEntries(stage: string, summary: StepSummary | undefined): readonly TimelineEntry[] {
  const steps = summary?.steps ?? [];
  const zero = Math.min(...steps.map((step) => step.startedAt));
  return steps.map(({ title, region, startedAt, endedAt, outcome }) => ({
    kind: "step",
    name: title,
    place: region,
    stage,
    clock: "sandbox",
    start: (startedAt - zero) / 1000,
    end: (endedAt - zero) / 1000,
    outcome: ACHIEVED.includes(outcome) ? "done" : "failed",
  }));
}

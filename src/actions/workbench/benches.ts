import type { SynthesizedStack } from "../../stacks/index.ts";
import { applyStacks, type PlansResult, planStacks, type RolloutResult } from "../../terraform/index.ts";
import type { Workbench } from "./workbench.ts";

/** A unit's stacks and what rolls them out: its own credentials, buckets of states and outputs. */
export interface UnitBench {
  readonly stacks: readonly SynthesizedStack[];
  readonly bench: Workbench;
}

/** Several units rolled out and planned one after another, as they would be on AWS: accounts before what is in them. */
export class Benches {
  readonly #units: readonly UnitBench[];

  constructor(units: readonly UnitBench[]) {
    this.#units = units;
  }

  /** Begins no unit when one before it failed. */
  async apply(label: string): Promise<RolloutResult> {
    const rollouts: RolloutResult[] = [];
    for (const { stacks, bench } of this.#units) {
      const failed = rollouts.some(({ results }) =>
        results.some(({ status }) => status === "failed" || status === "skipped"),
      );
      rollouts.push(failed ? notBegun(stacks) : await applyStacks({ ...bench.rollout(stacks, label) }));
    }
    return {
      results: rollouts.flatMap(({ results }) => results),
      inDoubt: rollouts.flatMap(({ inDoubt }) => inDoubt),
      seconds: rollouts.reduce((sum, { seconds }) => sum + seconds, 0),
    };
  }

  /** Plans the stacks that `possible` says can be planned; a provisional input is refused. */
  async plan(label: string, possible: (stack: SynthesizedStack) => boolean): Promise<PlansResult> {
    const plans: PlansResult[] = [];
    for (const { stacks, bench } of this.#units) {
      const rollout = bench.rollout(stacks.filter(possible), label);
      plans.push(await planStacks({ ...rollout, provisional: "refuse" }));
    }
    return {
      planned: plans.flatMap(({ planned }) => planned),
      unplannable: plans.flatMap(({ unplannable }) => unplannable),
      seconds: plans.reduce((sum, { seconds }) => sum + seconds, 0),
    };
  }

  async makeStateBuckets(): Promise<void> {
    for (const { bench } of this.#units) await bench.makeStateBuckets();
  }

  avoid(regions: readonly string[]): void {
    for (const { bench } of this.#units) bench.avoid(regions);
  }

  /** Highest memory of the processes that a unit's driver started, bytes: units are at work one after another. */
  peakMemory(): number {
    return Math.max(0, ...this.#units.map(({ bench }) => bench.driver.peakMemory?.().total ?? 0));
  }

  async close(): Promise<void> {
    await Promise.all(this.#units.map(({ bench }) => bench.close()));
  }
}

function notBegun(stacks: readonly SynthesizedStack[]): RolloutResult {
  const results = stacks.map(({ id }) => ({
    stack: id,
    status: "skipped" as const,
    reason: "a unit before it failed",
    seconds: 0,
  }));
  return { results, inDoubt: [], seconds: 0 };
}

import type { PlanCounts, ResourceChange } from "../../terraform/index.ts";
import type { CostChange } from "./costChange.ts";
import type { StatefulChange } from "./stateful.ts";

/** What one stack's plan would do. */
export interface PlannedStackSummary extends PlanCounts {
  readonly id: string;
  /** Stacks of wave 1 wait for nothing, those of wave 2 for some of wave 1. */
  readonly wave: number;
  /** Why the plan was made with placeholders, and cannot be applied as it is; absent when it can. */
  readonly provisional?: string;
  /** Stacks before it that change: this one is planned again after them, and may then do other things. */
  readonly waitsFor: readonly string[];
  /** Every change but reads of data sources. */
  readonly changes: readonly ResourceChange[];
  /** Names of the outputs that would change. */
  readonly outputChanges: readonly string[];
}

/** Sums and details over the plans of one environment. */
export interface EnvironmentPlan extends PlanCounts {
  readonly platform: string;
  readonly environment: string;
  readonly target: "sandbox" | "aws";
  /** In the order of their waves. */
  readonly stacks: readonly PlannedStackSummary[];
  /** Deletions and replacements of what holds data, each by itself. */
  readonly stateful: readonly StatefulChange[];
  /** Stacks that could not be planned, each with the reason and the error's code. */
  readonly unplannable: readonly { readonly id: string; readonly code: string; readonly reason: string }[];
  /** Of a month of what changes, modelled. */
  readonly cost: CostChange;
  /** What no plan here looked at. */
  readonly notLookedAt: readonly string[];
  /** Whether any plan would change anything. What could not be planned is unknown, not unchanged. */
  readonly changesPending: boolean;
  readonly seconds: number;
}

/** What `trireme plan --json` prints. */
export interface PlanResult extends EnvironmentPlan {
  /** Folder with the saved plans and `plan.json`, for `deploy --plan`; absent without `--out`. */
  readonly out?: string;
}

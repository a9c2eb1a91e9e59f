import type { UnfinishedRun } from "../../terraform/index.ts";
import type { EnvironmentPlan } from "../plan/result.ts";

/** How one stack ended. */
export interface RolledOutStack {
  readonly id: string;
  /** `skipped` was not begun or was declined. */
  readonly status: "applied" | "unchanged" | "failed" | "skipped";
  /** Resources that were changed in all, when applied. */
  readonly resources?: number;
  /** Code of the error, when failed. */
  readonly code?: string;
  /** Why it failed or was skipped. */
  readonly reason?: string;
  readonly seconds: number;
}

/**
 * How a deployment or destruction ended. `done`: everything came to its end. `nothing-to-do`: every plan
 * was empty. `declined`: somebody said no; nothing was changed by it. `not-planned`: some stack could not
 * be planned, so nobody was asked and nothing was changed. `incomplete`: some stacks failed, were declined
 * or were not reached; run it again to go on.
 */
export type RolloutOutcome =
  | "done"
  | "nothing-to-do"
  | "declined"
  | "not-planned"
  | "interrupted"
  | "incomplete";

/** What `trireme deploy --json` prints. */
export interface DeployResult {
  readonly platform: string;
  readonly environment: string;
  readonly target: "sandbox" | "aws";
  readonly outcome: RolloutOutcome;
  /** What was shown, and approved or declined. */
  readonly plan: EnvironmentPlan;
  /** What an earlier run had left unfinished. */
  readonly resumed?: UnfinishedRun;
  /** Empty when nothing was begun. In the order of the plan. */
  readonly stacks: readonly RolledOutStack[];
  /** Wall-clock seconds in all. */
  readonly seconds: number;
}

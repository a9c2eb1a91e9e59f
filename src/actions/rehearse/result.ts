import type { Finding } from "../../config/index.ts";
import type { Grade } from "../../lib/index.ts";
import type { StepRecord } from "../../runbooks/index.ts";

/** Sums over the plans of one moment. */
export interface PlanSummary {
  readonly add: number;
  readonly change: number;
  readonly replace: number;
  readonly destroy: number;
  /** Stacks that were planned, each with its own counts and what it would do. */
  readonly stacks: readonly {
    readonly id: string;
    readonly add: number;
    readonly change: number;
    readonly replace: number;
    readonly destroy: number;
    readonly changes: readonly string[];
  }[];
  /** Stacks that cannot be planned at this moment, each with the reason. */
  readonly unplannable: readonly UnplannableStack[];
}

export interface UnplannableStack {
  readonly id: string;
  readonly reason: string;
  /** True when the stack was not tried because what it needs is known to be gone; false when planning failed. */
  readonly expected: boolean;
  /** Code of the error, when planning failed: `state-locked`. */
  readonly code?: string;
}

export interface CallSummary {
  /** AWS calls of the whole rehearsal, by whomever. */
  readonly total: number;
  /** Made by the failover's own steps. */
  readonly byFailover: number;
  /** Of those, into the region that is gone. Must be 0. */
  readonly toLostRegion: number;
  /** Of those, to global control planes that fell with it. Must be 0. */
  readonly toFallenControlPlanes: number;
  /** Planning while the region was gone, apart from the failover. */
  readonly byPlanning: { readonly total: number; readonly toLostRegion: number };
  /** The gateway's own time on a call, milliseconds. */
  readonly gatewayMs: { readonly p50: number; readonly p95: number };
}

export type Moment = "afterApply" | "afterLoss" | "afterFailover" | "afterReturn" | "afterFailback";

export interface ResourceSummary {
  /** Resources in the synthesised configuration. */
  readonly emitted: number;
  /** Of those, in stacks that Terraform and the provider accepted. */
  readonly validated: number;
  /** Of those, created in the emulated AWS and still there at the second plan. */
  readonly applied: number;
  readonly notEmulated: readonly { readonly type: string; readonly count: number; readonly reason: string }[];
  /** Applied resources by grade of proof. */
  readonly grades: Readonly<Partial<Record<Grade, number>>>;
  readonly byType: readonly { readonly type: string; readonly count: number; readonly grade: Grade }[];
}

/** What `trireme rehearse --json` prints. Absent parts were not reached; `notDone` says why. */
export interface RehearsalResult {
  readonly platform: string;
  readonly environment: string;
  readonly lost: string;
  readonly proven: boolean;
  readonly findings: readonly Finding[];
  readonly resources: ResourceSummary;
  readonly plans: {
    readonly second?: PlanSummary;
    readonly afterFailover?: PlanSummary;
    readonly afterFailback?: PlanSummary;
  };
  readonly calls?: CallSummary;
  /** Store to the region that writes, at each moment. `every copy` where there is no single writer. */
  readonly writers: Readonly<Record<string, Readonly<Partial<Record<Moment, string>>>>>;
  readonly failover?: StepSummary;
  readonly failback?: StepSummary;
  /** Wall-clock seconds by stage, and in total. */
  readonly seconds: Readonly<Record<string, number>>;
  /** What bounded the first apply: the chain of stacks that took longest, with the slowest resource of each. */
  readonly criticalPath: readonly {
    readonly stack: string;
    readonly seconds: number;
    readonly slowest: string;
  }[];
  readonly peakMemoryMb: number | undefined;
  /** Stacks that could not be applied. */
  readonly failures: readonly { readonly stack: string; readonly code: string; readonly message: string }[];
  readonly notDone: readonly NotDone[];
}

/** Something that a rehearsal is there for and did not do. */
export interface NotDone {
  /**
   * Stable: `terraform-missing`, `emulator-missing`, `interrupted`, `apply-failed`, `one-region`,
   * `store-stranded`, `failover-incomplete`.
   */
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

export interface StepSummary {
  readonly completed: boolean;
  /** On the sandbox's clock: modelled, with waits of the model and not of AWS. */
  readonly modelledSeconds: number;
  readonly steps: readonly StepRecord[];
}

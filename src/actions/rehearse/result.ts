import type { Finding } from "../../config/index.ts";
import type { Grade } from "../../lib/index.ts";
import type { ProvisioningPrediction } from "../../recovery/index.ts";
import type { LeftToPeople, StepRecord } from "../../runbooks/index.ts";
import type { UnitCost } from "../cost/verdict.ts";
import type { ModelledRegionLoss } from "../recovery/lostRegion.ts";
import type { CustomersSummary } from "./customersResult.ts";

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

/** With what it was made. Absent: not there, or it does not tell. */
export interface Versions {
  readonly trireme: string;
  /** `terraform 1.11.4`, `tofu 1.11.0` */
  readonly terraform?: string;
  /** Of hashicorp/aws, as Terraform chose it. */
  readonly provider?: string;
  /** Kind of the emulated AWS behind the gateway; moto does not tell its version. */
  readonly emulator?: string;
}

/** What became of one stack. */
export interface StackSummary {
  readonly id: string;
  /** Region whose APIs it touches, or `global`. */
  readonly place: string;
  /** Resources in its configuration. */
  readonly resources: number;
  /** Terraform and the provider accepted it. */
  readonly validated: boolean;
  readonly apply: "applied" | "unchanged" | "failed" | "skipped" | "not-reached";
  /** Why it failed or was skipped. */
  readonly reason?: string;
  /** Resources of it that the second plan found in the emulated AWS, in all and by grade of proof. */
  readonly applied: number;
  readonly grades: Readonly<Partial<Record<Grade, number>>>;
  /** Of its apply, seconds since the rehearsal began. Absent when it was not begun. */
  readonly start?: number;
  readonly end?: number;
}

/** What became of the stacks of one region, or of the global ones. */
export interface RegionSummary {
  /** Its name, or `global`. */
  readonly name: string;
  /** What it is for on a good day. */
  readonly role: "active" | "recovery" | "global";
  readonly stacks: number;
  /** Stacks that were applied, or had nothing to apply. */
  readonly stacksApplied: number;
  readonly resources: number;
  readonly applied: number;
  readonly grades: Readonly<Partial<Record<Grade, number>>>;
  /** From its first stack's begin to its last stack's end, wall-clock seconds. Absent when none was begun. */
  readonly seconds?: number;
}

/** Something that took time. */
export interface TimelineEntry {
  /** `outage`: the region was gone. */
  readonly kind: "stage" | "stack" | "step" | "outage";
  readonly name: string;
  /** Region that was touched or called, `global` or `everywhere`. Absent for a stage. */
  readonly place?: string;
  /** For a stack and a step, the stage that they are part of. */
  readonly stage?: string;
  /**
   * `wall`: real time, from the start of the rehearsal. `sandbox`: real time and modelled waits that
   * nobody waited for, from the start of the first step of the same stage.
   */
  readonly clock: "wall" | "sandbox";
  /** Seconds. */
  readonly start: number;
  readonly end: number;
  readonly outcome: "done" | "failed";
}

/** What stood in AWS's place. */
export interface EmulationSummary {
  readonly overlays: readonly { readonly name: string; readonly grade: string; readonly models: string }[];
  /** Rules of what AWS documents that it rejects, each with its source. */
  readonly refusals: number;
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
  /** When it began, ISO 8601, UTC. */
  readonly begun: string;
  readonly versions: Versions;
  readonly proven: boolean;
  readonly findings: readonly Finding[];
  readonly resources: ResourceSummary;
  /** In the order in which they are applied. */
  readonly stacks: readonly StackSummary[];
  /** The regions in the order of the configuration, then `global`. */
  readonly regions: readonly RegionSummary[];
  readonly emulation?: EmulationSummary;
  readonly plans: {
    readonly second?: PlanSummary;
    readonly afterFailover?: PlanSummary;
    /** Of what could not be planned while the region was gone, before its failback. Drills make it. */
    readonly afterReturn?: PlanSummary;
    readonly afterFailback?: PlanSummary;
  };
  readonly calls?: CallSummary;
  /** Store to the region that writes, at each moment. `every copy` where there is no single writer. */
  readonly writers: Readonly<Record<string, Readonly<Partial<Record<Moment, string>>>>>;
  /** What customers met, and what was found of their data. Absent until the failover has ended. */
  readonly customers?: CustomersSummary | undefined;
  readonly failover?: StepSummary;
  readonly failback?: StepSummary;
  /** Caches of the lost region's own: what they held is gone, as their configuration says. */
  readonly lostWithRegion: readonly string[];
  /** What a failback leaves to people, because AWS offers no way back: store, what was seen, the steps. */
  readonly leftToPeople: readonly LeftToPeople[];
  /** What happened when: stages, outage, stacks, steps. */
  readonly timeline: readonly TimelineEntry[];
  /** When the environment would stand on AWS, created from nothing: modelled, and apart from this run's own seconds. */
  readonly provisioning?: ProvisioningPrediction;
  /** What a month of every environment would cost on AWS: modelled, by list prices. */
  readonly cost?: RehearsalCost;
  /** What the same loss would mean on AWS for each service: modelled, and apart from this run's own seconds. */
  readonly modelledLoss?: ModelledRegionLoss;
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

/** What the rehearsed environment costs, taken apart, and what all of them do. US dollars a month. */
export interface RehearsalCost {
  readonly rehearsed: UnitCost;
  /** Everything that can be deployed, the organization first. */
  readonly all: readonly Pick<UnitCost, "unit" | "monthly" | "budget" | "verdict">[];
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

import type { Grade } from "../../lib/index.ts";
import type { Origin } from "../timing/figure.ts";
import type { Spread } from "./quantiles.ts";

/** One thing on a critical path: a resource, or Terraform's own time for a stack (type `terraform`). */
export interface PathItem {
  /** Resource address within its stack; `terraform` for Terraform's own time. */
  readonly address: string;
  readonly type: string;
  readonly stack: string;
  /** Absent in stacks that touch global APIs only. */
  readonly region?: string;
  /** Which figure was taken: the type, or the type and its case. */
  readonly figure: string;
  /** Seconds, of the figure. */
  readonly typical: number;
  readonly pessimistic: number;
  readonly origin: Origin;
}

/** An item as it stood on the path of one sample. */
export interface PathStep extends PathItem {
  /** Seconds since the begin of the rollout. */
  readonly begin: number;
  readonly seconds: number;
  /** It began late because everything that may be at work at once was. */
  readonly waitedForPlace: boolean;
}

/** An item by how often it bounds the whole. */
export interface CriticalItem extends PathItem {
  /** Share of the samples in whose critical path it lies, 0 to 1. */
  readonly share: number;
  /** Mean of its seconds in those samples. */
  readonly seconds: number;
}

/** A figure from memory that the prediction rests on. */
export interface RecalledFigure {
  readonly figure: string;
  readonly typical: number;
  readonly pessimistic: number;
  readonly note: string;
  /** Mean share of the makespan that lies on it, 0 to 1. */
  readonly weight: number;
}

/** What a change to one kind of resource can bring at most. */
export interface Lever {
  readonly figure: string;
  readonly typical: number;
  readonly pessimistic: number;
  /** `<stack>:<address>` of those that lie on critical paths, most often first, at most 3. */
  readonly resources: readonly string[];
  /** Seconds by which the median would fall if all that go by this figure took no time. */
  readonly saves: number;
}

/** What it costs that stacks of one kind wait for all of another. */
export interface StackWait {
  /** Last part of the stacks' names: `links`. */
  readonly stack: string;
  readonly waitsFor: string;
  /** Seconds by which the median would fall without this waiting. */
  readonly saves: number;
}

/** When an environment stands that did not exist, everything created by the rollout. */
export interface ProvisioningPrediction {
  readonly environment: string;
  readonly grade: Grade;
  readonly total: Spread;
  readonly objective: {
    readonly seconds: number;
    /** Share of the samples that keep it, 0 to 1: how likely the model thinks it is. */
    readonly kept: number;
    readonly metAtP50: boolean;
    readonly metAtP95: boolean;
  };
  /** The path of the sample nearest to the median, and of that nearest to the 95th percentile. */
  readonly paths: { readonly p50: readonly PathStep[]; readonly p95: readonly PathStep[] };
  /** What lies most often on the path, at most 15. */
  readonly critical: readonly CriticalItem[];
  /** Kinds of resources by what they cost, dearest first, at most 5. */
  readonly levers: readonly Lever[];
  /** Kinds of waiting between stacks that cost at least 30 s, dearest first. */
  readonly waits: readonly StackWait[];
  /** Seconds from the begin of the rollout until the last stack of the region is done; global stacks apart. */
  readonly regions: readonly { readonly region: string; readonly done: Spread }[];
  /** Seconds that each stack takes itself, and until it is done. */
  readonly stacks: readonly { readonly stack: string; readonly takes: Spread; readonly done: Spread }[];
  /** Figures from memory with at least 1 % of the weight, heaviest first. */
  readonly recalled: readonly RecalledFigure[];
  /** Types without a figure, for which a guess was taken. */
  readonly untimed: readonly { readonly type: string; readonly count: number }[];
  readonly assumed: {
    readonly samples: number;
    readonly resources: number;
    readonly resourcesAtOnce: number;
    readonly stacksAtOnce: number;
    /** Month of the figures. */
    readonly collected: string;
  };
  /** What the model does not know of. */
  readonly leftOut: readonly string[];
}

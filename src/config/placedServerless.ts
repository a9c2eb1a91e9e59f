import type { JsonObject } from "../lib/index.ts";

/** When something runs. */
export interface Schedule {
  /** `cron(…)` or `rate(…)`. */
  readonly at: string;
  readonly timezone: string;
  /** 0: on the minute. */
  readonly windowMinutes: number;
  readonly runs: "every-region" | "each-home" | "once";
  /** Of `once`: where it is enabled when it is made. Permanent, and not where it runs today. */
  readonly birth?: string;
}

/** Whose it is. */
export interface Owned {
  readonly name: string;
  readonly owner: string;
  readonly costCentre: string;
}

/** A queue whose messages start a function. */
export interface QueueTrigger {
  readonly queue: string;
  /** Messages of one run, at most. */
  readonly batch: number;
  /** Seconds that messages are gathered for. 0: not at all. */
  readonly windowSeconds: number;
  /** Runs at a time for this queue. */
  readonly atOnce?: number;
}

/** Code that AWS runs when something happens. */
export interface ServerlessFunction extends Owned {
  readonly runtime: string;
  readonly handler: string;
  readonly memoryMib: number;
  readonly timeoutSeconds: number;
  /** Reserved, and the most at a time. */
  readonly concurrency?: number;
  readonly schedule?: Schedule;
  readonly events?: {
    readonly source: readonly string[];
    readonly detailType?: readonly string[];
    readonly detail?: JsonObject;
  };
  readonly queues: readonly QueueTrigger[];
  /** Kinds of events on the region's own bus that start it. */
  readonly hears: readonly string[];
  readonly stores: readonly string[];
  readonly critical: boolean;
}

export interface Throttle {
  readonly perSecond: number;
  readonly burst: number;
}

export interface ApiRoute {
  readonly method: string;
  readonly path: string;
  readonly function: string;
  readonly query: readonly string[];
  readonly body?: JsonObject;
}

/** A REST API before functions. */
export interface Api extends Owned {
  readonly host: string;
  /** `iam`, or a function. */
  readonly authoriser: string;
  readonly routes: readonly ApiRoute[];
  readonly throttle: Throttle;
  readonly plans: readonly { readonly name: string; readonly throttle: Throttle; readonly perDay?: number }[];
}

/** Steps in order. */
export interface Workflow extends Owned {
  readonly type: "standard" | "express";
  /** With references such as `function:stock-report` in it. */
  readonly definition: JsonObject;
  readonly schedule?: Schedule;
}

export interface Serverless {
  readonly functions: readonly ServerlessFunction[];
  readonly apis: readonly Api[];
  readonly workflows: readonly Workflow[];
}

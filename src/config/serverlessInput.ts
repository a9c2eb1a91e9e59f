import type { JsonObject } from "../lib/index.ts";

/** The part of the vocabulary that runs without machines: functions, the APIs before them, workflows over them. */

/** When something runs, and in which regions of an environment. */
export interface ScheduleInput {
  /**
   * An expression of EventBridge Scheduler: `cron(0 3 * * ? *)`, minute, hour, day of month, month, day of week, year;
   * `rate(5 minutes)`.
   */
  readonly at: string;
  /** Time zone of a cron expression, `Europe/Dublin`. Follows its summer time. @default "UTC" */
  readonly timezone?: string;
  /** It runs at some time within so long after `at`, `1m` to `24h`, so that not everything starts at once. @default on the minute */
  readonly window?: string;
  /**
   * `every-region`: each region that serves runs it for itself. `each-home`: one region of each home, for work that must
   * be done once for the home's data. `once`: one region of the environment.
   *
   * The schedule stands in every region, and where it does not run it is disabled. Which one is enabled is a fact of the
   * day, as which database writes is: Terraform makes it and then leaves it alone. When the region that runs it is lost,
   * it does not run until somebody enables it in the region that takes over: no failover of Trireme's does that yet.
   * Runs missed meanwhile are not made up. A region that comes back comes back with its schedule enabled, so one of the
   * two must be disabled: work must be such that doing it twice does no harm, which EventBridge Scheduler asks for anyway.
   * @default "every-region"
   */
  readonly runs?: "every-region" | "each-home" | "once";
  /**
   * For `once`: the region in which it is enabled when it is made. Permanent: not where it runs today.
   * In an environment without that region, its first one.
   * @default none: `once` needs it, and what runs in every region or in each home has none
   */
  readonly birth?: string;
}

/**
 * Events of the region's default bus that start a function: what AWS services say there. What services of ours publish
 * is declared under `events`, where a kind of event names the queues and functions that get it.
 */
export interface EventPatternInput {
  /** Who sends them: `aws.ecr`. */
  readonly source: readonly string[];
  /** What kind: `ECR Image Scan`. @default every kind */
  readonly detailType?: readonly string[];
  /** What the detail must hold, as an event pattern. @default anything */
  readonly detail?: JsonObject;
}

/**
 * A queue whose messages start a function. Of the messages that it was given it names those that it could not do
 * (`batchItemFailures`), and only these come back; a run that fails has done none of them.
 */
export interface QueueTriggerInput {
  /** Name of the queue. What was taken must stay hidden for six times the function's `timeout` and `window` besides. */
  readonly queue: string;
  /** Messages that one run gets at most, 1 to 10000, of a FIFO queue 10. @default 10 */
  readonly batch?: number;
  /**
   * How long messages are gathered for one run, in whole seconds up to `5m`. More than 10 messages need `1s` or more;
   * a FIFO queue takes none. @default none: a run starts as soon as there is a message
   */
  readonly window?: string;
  /** Runs that this queue has going at a time, 2 to 1000. @default as many as the function may have */
  readonly atOnce?: number;
}

/**
 * Code that AWS runs when something happens. The same in every region that runs services. What is deployed here is the
 * function and its alias `live`; its code comes with a release, which publishes a version and moves the alias.
 */
export interface FunctionInput {
  /** Kebab-case, at most 20 characters; no service, API or workflow has it as well. */
  readonly name: string;
  /** @default "nodejs22.x" */
  readonly runtime?: "nodejs22.x" | "python3.13" | "java21" | "provided.al2023";
  /** Where the code begins, in the runtime's own words. @default "index.handler" */
  readonly handler?: string;
  /** MiB, 128 to 10240. Processors come in proportion: a whole one at 1769. @default 512 */
  readonly memoryMib?: number;
  /** How long one run may take, `1s` to `15m`. @default "30s" */
  readonly timeout?: string;
  /** Runs that are kept free for it, and the most at a time. @default none: it shares the account's with all others */
  readonly concurrency?: number;
  /** @default no schedule starts it */
  readonly schedule?: ScheduleInput;
  /** @default no event starts it */
  readonly events?: EventPatternInput;
  /** Queues whose messages start it, in every region that has them and runs services. @default no queue starts it */
  readonly queues?: readonly QueueTriggerInput[];
  /** Names of the stores it reads or writes. With a database or a cache among them it runs inside the VPC. @default none */
  readonly stores?: readonly string[];
  /** Whether the shop is closed without it. @default false */
  readonly critical?: boolean;
  /** @default the platform's */
  readonly owner?: string;
  /** @default the platform's */
  readonly costCentre?: string;
}

/** One way into an API. */
export interface RouteInput {
  /** Method of HTTP. A path may stand once for each. */
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/orders/{order}`: what stands in braces is handed to the function by that name. */
  readonly path: string;
  /**
   * Function that answers. Services are reached by their host, through the load balancer: an API would lead to them by a
   * network load balancer more in each region.
   */
  readonly function: string;
  /** Names of query parameters without which a call is turned away. @default none */
  readonly query?: readonly string[];
  /**
   * What the body must be, as JSON Schema draft 4, which is what API Gateway checks. Of GET and DELETE none.
   * @default any
   */
  readonly body?: JsonObject;
}

/** How many calls are let in. */
export interface ThrottleInput {
  /** Calls a second, over longer times. @default 50 */
  readonly perSecond?: number;
  /** Calls at once. @default 100 */
  readonly burst?: number;
}

/** What a kind of caller may use. Callers get their keys by delivery, never from this file. */
export interface PlanInput {
  /** Kebab-case, at most 20 characters. */
  readonly name: string;
  /** @default those of the API */
  readonly throttle?: ThrottleInput;
  /** Calls a day, UTC. @default no limit */
  readonly perDay?: number;
}

/**
 * An API for programs: who calls is known, what they send is checked before any code runs, and how often they may call
 * is said. One in every region that runs services; callers reach the nearest one of a home that is healthy.
 */
export interface ApiInput {
  /** Kebab-case, at most 20 characters; no service, function or workflow has it as well. */
  readonly name: string;
  /** Label under `domain` at which it is reached. */
  readonly host: string;
  /**
   * Who says whether a call may come in: `iam`, for callers who sign with AWS credentials, or the name of a function of
   * ours that is handed the header `Authorization` and answers with a policy.
   */
  readonly authoriser: string;
  readonly routes: readonly RouteInput[];
  /** For all callers together, in each region. @default each part its own default */
  readonly throttle?: ThrottleInput;
  /** Usage plans. With any, each call needs a key of one of them besides its authorisation. @default none */
  readonly plans?: readonly PlanInput[];
  /** @default the platform's */
  readonly owner?: string;
  /** @default the platform's */
  readonly costCentre?: string;
}

/** One state of a workflow, in Amazon States Language. */
export type StateInput = JsonObject & {
  readonly Type: "Task" | "Choice" | "Wait" | "Pass" | "Parallel" | "Map" | "Succeed" | "Fail";
};

/** A workflow's definition, in Amazon States Language. */
export interface StatesInput {
  /** What it is for, as the console shows it. @default none */
  readonly Comment?: string;
  /** Name of the state that a run begins with. */
  readonly StartAt: string;
  /** Seconds that a run may take in all; it has failed then. @default as long as its type runs at most */
  readonly TimeoutSeconds?: number;
  /** What its states choose and compute with. @default "JSONPath" */
  readonly QueryLanguage?: "JSONPath" | "JSONata";
  /** Its states by their names, which are unique in the workflow, those of parallel branches included. */
  readonly States: Readonly<Record<string, StateInput>>;
}

/** Steps in an order that AWS keeps, in every region that runs services. */
export interface WorkflowInput {
  /** Kebab-case, at most 20 characters; no service, function or API has it as well. */
  readonly name: string;
  /** `standard` runs for up to a year and each step once; `express` for five minutes, cheaply and perhaps twice. @default "standard" */
  readonly type?: "standard" | "express";
  /**
   * Its tasks call functions: `Resource: "arn:aws:states:::lambda:invoke"`, with the function written
   * `"function:stock-report"`, which stands for the alias `live` in the workflow's own region.
   */
  readonly definition: StatesInput;
  /** @default no schedule starts it */
  readonly schedule?: ScheduleInput;
  /** @default the platform's */
  readonly owner?: string;
  /** @default the platform's */
  readonly costCentre?: string;
}

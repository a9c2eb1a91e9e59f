import { z } from "zod";
import type { JsonObject } from "../lib/index.ts";
import { duration, kebab, region, strict, tagValue, text, whole } from "./form.ts";

/** Functions, APIs and workflows as they are checked. */

const owner = tagValue("platform-team").optional();
const costCentre = tagValue("shop-1001").optional();
const name = kebab(2, 20, "stock-report");
const OBJECT = "a JSON object";
const json = z.record(z.string(), z.unknown(), OBJECT).transform((value) => value as JsonObject);
const names = (what: string) => z.array(text(`the name of a ${what}`), `a list of names of ${what}s`);

const AT = 'an expression of EventBridge Scheduler, such as "cron(0 3 * * ? *)" or "rate(5 minutes)"';
const RUNS = "every-region, each-home or once";
const schedule = strict({
  at: text(AT).regex(/^(?:cron|rate)\(.+\)$/, AT),
  timezone: text('a time zone, such as "UTC" or "Europe/Dublin"').default("UTC"),
  window: duration("15m", 60_000).optional(),
  runs: z.enum(["every-region", "each-home", "once"], RUNS).default("every-region"),
  birth: region.optional(),
});

const SOURCES = 'a list of at least one source of events, such as ["aws.ecr"]';
const events = strict({
  source: z.array(text(SOURCES), SOURCES).min(1, SOURCES),
  detailType: z.array(text("a kind of events"), "a list of kinds of events").optional(),
  detail: json.optional(),
});

/** Lambda Developer Guide, "Amazon SQS event source mapping parameters": 10,000 messages, 300 seconds, 2 to 1,000 runs. */
const QUEUES = "a list of queues";
const queueTrigger = strict({
  queue: text("the name of a queue"),
  batch: whole(1, 10_000, "messages").default(10),
  window: duration("20s", 1000)
    .refine((value) => value <= 300_000 && value % 1000 === 0, 'whole seconds up to "5m", such as "20s"')
    .optional(),
  atOnce: whole(2, 1000, "runs").optional(),
});

/** Runtimes of which both majors of the provider know; nodejs24.x is not among those of 5.100. */
const RUNTIMES = ["nodejs22.x", "python3.13", "java21", "provided.al2023"] as const;
const HANDLER = 'where the code begins, such as "index.handler"';

export const lambda = strict({
  name,
  runtime: z.enum(RUNTIMES, RUNTIMES.join(", ")).default("nodejs22.x"),
  handler: text(HANDLER)
    .regex(/^\S{1,128}$/, HANDLER)
    .default("index.handler"),
  memoryMib: whole(128, 10_240, "MiB").default(512),
  timeout: duration("30s", 1000).prefault("30s"),
  concurrency: whole(1, 10_000).optional(),
  schedule: schedule.optional(),
  events: events.optional(),
  queues: z.array(queueTrigger, QUEUES).default([]),
  stores: names("store").default([]),
  critical: z.boolean("true or false").default(false),
  owner,
  costCentre,
});

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const PATH = 'a path of letters, digits, . _ - and {names}, such as "/orders/{order}"';
const route = strict({
  method: z.enum(METHODS, METHODS.join(", ")),
  path: text(PATH).regex(
    /^\/(?:[A-Za-z0-9._-]+|\{[A-Za-z0-9_]+\})(?:\/(?:[A-Za-z0-9._-]+|\{[A-Za-z0-9_]+\}))*$/,
    PATH,
  ),
  function: text("the name of a function"),
  query: z.array(text("the name of a parameter"), "a list of names of parameters").default([]),
  body: json.optional(),
});

/** API Gateway's quota of an account and region: 10,000 calls a second, 5,000 at once (API Gateway quotas, read November 2026). */
const throttle = strict({
  perSecond: whole(1, 10_000).default(50),
  burst: whole(1, 5000).default(100),
});
const plan = strict({
  name: kebab(2, 20, "partners"),
  throttle: throttle.optional(),
  perDay: whole(1, 1_000_000_000).optional(),
});
const LABEL = 'a label under the domain, such as "partners"';
export const api = strict({
  name,
  host: text(LABEL).regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, LABEL),
  authoriser: text("iam, or the name of a function"),
  routes: z.array(route, "a list of at least one route").min(1, "a list of at least one route"),
  throttle: throttle.prefault({}),
  plans: z.array(plan, "a list of usage plans").default([]),
  owner,
  costCentre,
});

const TYPES = ["Task", "Choice", "Wait", "Pass", "Parallel", "Map", "Succeed", "Fail"] as const;
const state = z.looseObject({ Type: z.enum(TYPES, TYPES.join(", ")) }, "a state of Amazon States Language");
const definition = z.looseObject(
  {
    StartAt: text("the name of a state"),
    States: z.record(z.string(), state, "states by their names"),
  },
  "a definition in Amazon States Language, with StartAt and States",
);
export const workflow = strict({
  name,
  type: z.enum(["standard", "express"], "standard or express").default("standard"),
  definition: definition.transform((value) => value as JsonObject),
  schedule: schedule.optional(),
  owner,
  costCentre,
});

export type ScheduleSettings = z.output<typeof schedule>;
export type FunctionSettings = z.output<typeof lambda>;
export type ApiSettings = z.output<typeof api>;
export type WorkflowSettings = z.output<typeof workflow>;

import type { ApiInput, FunctionInput, WorkflowInput } from "../input.ts";
import { type Case, catalogue, environments, orders, stores } from "./caseParts.ts";

const report = { name: "stock-report" } satisfies FunctionInput;
const functions = (...list: Partial<FunctionInput>[]) => ({
  functions: list.map((each) => ({ ...report, ...each })),
});
const scheduled = (schedule: FunctionInput["schedule"], rest: Partial<FunctionInput> = {}) =>
  functions({ ...rest, ...(schedule === undefined ? {} : { schedule }) });
const NIGHTLY = "cron(0 3 * * ? *)";
const route = { method: "POST", path: "/orders/{order}", function: "stock-report" } as const;
const api = (replace: Partial<ApiInput> = {}, rest: Partial<FunctionInput> = {}) => ({
  ...functions({ timeout: "29s", ...rest }),
  apis: [{ name: "partners", host: "partners", authoriser: "iam", routes: [route], ...replace }],
});
const invoke = "arn:aws:states:::lambda:invoke";
const call = (FunctionName: string, Resource = invoke) =>
  ({ Type: "Task", Resource, Parameters: { FunctionName }, End: true }) as const;
const workflow = (
  Call: WorkflowInput["definition"]["States"][string],
  replace: Partial<WorkflowInput> = {},
) => ({
  ...functions({}),
  workflows: [{ name: "returns", definition: { StartAt: "Call", States: { Call } }, ...replace }],
});
const REPORT = "function:stock-report";
const timed = (TimeoutSeconds: number, type: "standard" | "express") =>
  workflow(call(REPORT), {
    type,
    definition: { StartAt: "Call", TimeoutSeconds, States: { Call: call(REPORT) } },
  });
const withStores = (runs: "once" | "each-home") => ({
  ...stores(orders, catalogue),
  ...scheduled(
    { at: NIGHTLY, runs, ...(runs === "once" ? { birth: "us-east-1" } : {}) },
    { stores: ["orders"] },
  ),
});

/** Of functions, APIs, workflows and their schedules. */
export const SERVERLESS_CASES: readonly Case[] = [
  {
    code: "config/component-name-taken",
    says: "a function that is called like a service",
    breaks: functions({ name: "checkout" }),
    where: "functions[0].name",
    keeps: functions({ name: "check" }),
  },
  {
    code: "config/component-name-taken",
    says: "two functions of one name",
    breaks: functions({}, {}),
    where: "functions[1].name",
    keeps: functions({}, { name: "price-report" }),
  },
  {
    code: "config/unknown-store",
    says: "a function that reads a store that nobody declared",
    breaks: functions({ stores: ["orderz"] }),
    where: "functions[0].stores[0]",
    keeps: functions({ stores: ["orders"] }),
  },
  {
    code: "config/unknown-function",
    says: "a route to a service",
    breaks: api({ routes: [{ ...route, function: "checkout" }] }),
    where: "apis[0].routes[0].function",
    keeps: api(),
  },
  {
    code: "config/unknown-function",
    says: "an authoriser that nobody declared",
    breaks: api({ authoriser: "gatekeeper" }),
    where: "apis[0].authoriser",
    keeps: api({ authoriser: "stock-report" }),
  },
  {
    code: "config/function-timeout",
    says: "a run of an hour",
    breaks: functions({ timeout: "1h" }),
    where: "functions[0].timeout",
    keeps: functions({ timeout: "15m" }),
  },
  {
    code: "config/function-slower-than-api",
    says: "a function that an API does not wait for",
    breaks: api({}, { timeout: "30s" }),
    where: "functions[0].timeout",
    keeps: api({}, { timeout: "29s" }),
  },
  {
    code: "config/route-taken",
    says: "one path by two names",
    breaks: api({ routes: [route, { ...route, path: "/orders/{id}" }] }),
    where: "apis[0].routes[1]",
    keeps: api({ routes: [route, { ...route, method: "PUT" }] }),
  },
  {
    code: "config/body-not-read",
    says: "a body for GET",
    breaks: api({ routes: [{ ...route, method: "GET", body: { type: "object" } }] }),
    where: "apis[0].routes[0].body",
    keeps: api({ routes: [{ ...route, body: { type: "object" } }] }),
  },
  {
    code: "config/host-taken",
    says: "an API at the host of a service",
    breaks: api({ host: "www" }),
    where: "apis[0].host",
    keeps: api(),
  },
  {
    code: "config/concurrency-over-quota",
    says: "more reserved than an account has",
    breaks: functions({ concurrency: 500 }, { name: "price-report", concurrency: 401 }),
    where: "functions[1].concurrency",
    keeps: functions({ concurrency: 500 }, { name: "price-report", concurrency: 400 }),
  },
  {
    code: "config/concurrency-over-quota",
    says: "more reserved than two environments of one account have",
    breaks: { ...environments({}, { name: "staging", slot: 1 }), ...functions({ concurrency: 451 }) },
    where: "functions[0].concurrency",
    keeps: { ...environments({}, { name: "staging", slot: 1 }), ...functions({ concurrency: 450 }) },
  },
  {
    code: "config/apis-share-account",
    says: "two environments with APIs in one account and region",
    breaks: { ...environments({}, { name: "staging", slot: 1 }), ...api() },
    where: "environments[1].account",
    keeps: { ...environments({}, { name: "staging", slot: 1, account: "222222222222" }), ...api() },
  },
  {
    code: "config/schedule-not-understood",
    says: "a cron expression of five fields",
    breaks: scheduled({ at: "cron(0 3 * * *)" }),
    where: "functions[0].schedule.at",
    keeps: scheduled({ at: NIGHTLY }),
  },
  {
    code: "config/schedule-not-understood",
    says: "a rate of one in the plural",
    breaks: scheduled({ at: "rate(1 hours)" }),
    where: "functions[0].schedule.at",
    keeps: scheduled({ at: "rate(1 hour)" }),
  },
  {
    code: "config/schedule-birth",
    says: "a schedule that runs once, nobody knows where",
    breaks: scheduled({ at: NIGHTLY, runs: "once" }),
    where: "functions[0].schedule.birth",
    keeps: scheduled({ at: NIGHTLY, runs: "once", birth: "us-east-1" }),
  },
  {
    code: "config/schedule-birth",
    says: "a birth for what runs everywhere",
    breaks: scheduled({ at: NIGHTLY, birth: "us-east-1" }),
    where: "functions[0].schedule.birth",
    keeps: scheduled({ at: NIGHTLY }),
  },
  {
    code: "config/once-sees-one-home",
    says: "a report of all homes' orders from one of them",
    breaks: withStores("once"),
    where: "functions[0].schedule.runs",
    keeps: withStores("each-home"),
  },
  {
    code: "config/workflow-broken",
    says: "a state that never ends",
    breaks: workflow({ Type: "Wait", Seconds: 1 }),
    where: "workflows[0].definition.States.Call",
    keeps: workflow({ Type: "Wait", Seconds: 1, End: true }),
  },
  {
    code: "config/workflow-task",
    says: "a task that the role of workflows cannot do",
    breaks: workflow(call(REPORT, "arn:aws:states:::dynamodb:putItem")),
    where: "workflows[0].definition.States.Call.Resource",
    keeps: workflow(call(REPORT)),
  },
  {
    code: "config/workflow-unknown-function",
    says: "a task that calls what nobody declared",
    breaks: workflow(call("function:stock-rapport")),
    where: "workflows[0].definition.States.Call.Parameters.FunctionName",
    keeps: workflow(call(REPORT)),
  },
  {
    code: "config/express-too-long",
    says: "an express workflow of ten minutes",
    breaks: timed(600, "express"),
    where: "workflows[0].definition.TimeoutSeconds",
    keeps: timed(600, "standard"),
  },
];

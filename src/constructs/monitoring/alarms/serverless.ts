import type { AlarmDefinition, Metric, WatchedResource } from "./alarm.ts";
import { together } from "./together.ts";

/** What runs without machines in a region. */
export interface ServerlessWatch {
  readonly functions: readonly FunctionWatch[];
  readonly apis: readonly ApiWatch[];
  readonly workflows: readonly WorkflowWatch[];
}

export interface FunctionWatch {
  /** As configured: `image-alert`. */
  readonly name: string;
  /** Name in Lambda. */
  readonly functionName: string;
}

export interface ApiWatch {
  /** As configured: `partners`. */
  readonly name: string;
  /** Name in API Gateway. */
  readonly apiName: string;
  /** Percent of requests that must succeed: 99.9. Below 100. */
  readonly availabilityPercent: number;
  /** Longest that a function behind it may take; API Gateway itself gives up after 29 s. */
  readonly timeoutSeconds: number;
}

export interface WorkflowWatch {
  /** As configured: `stock-recount`. */
  readonly name: string;
  readonly stateMachineArn: string;
}

/** Errors use up a month's budget so many times too fast: see `journeyAlarms`. */
const BURN = 14.4;
/** Fewer requests than this in five minutes say nothing of a rate. */
const LEAST_REQUESTS = 20;
/** Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html, unless raised; recalled. */
const API_TIMEOUT_SECONDS = 29;

const COUNT = { sounds: "above", threshold: 0, periodSeconds: 300, periods: 1, silence: "fine" } as const;

/**
 * Functions that fail or are held back, APIs that fail or hardly answer in time, workflows that do not end well.
 * Counts are sent when there is something to count: silence is fine. A function's own limit of concurrency throttles as
 * well: for what must not take more of a database, that is what it is for, and still worth knowing.
 * Sources: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html,
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html and
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html, recalled.
 */
export function serverlessAlarms({
  functions,
  apis,
  workflows,
}: ServerlessWatch): readonly WatchedResource[] {
  const watched = [
    { title: "Functions", alarms: together("functions", functions.flatMap(functionLimits)) },
    {
      title: "APIs",
      alarms: [
        ...together("apis-errors", apis.map(apiErrors)),
        ...together("apis-slow", apis.map(apiLatency)),
      ],
    },
    { title: "Workflows", alarms: together("workflows", workflows.flatMap(workflowLimits)) },
  ];
  return watched.filter(({ alarms }) => alarms.length > 0);
}

function functionLimits({ name, functionName }: FunctionWatch): readonly AlarmDefinition[] {
  const limit = (what: string, metricName: string, meaning: string): AlarmDefinition => ({
    ...COUNT,
    name: `function-${name}-${what}`,
    severity: "warning",
    meaning,
    watch: metric("AWS/Lambda", metricName, { FunctionName: functionName }),
    unit: "runs",
  });
  return [
    limit(
      "errors",
      "Errors",
      "Runs failed or ran out of time: read the function's log. If a release did it, move the alias back.",
    ),
    limit(
      "throttles",
      "Throttles",
      "Runs were held back: the function's own concurrency, or the account's in this region, is used up.",
    ),
  ];
}

function apiErrors({ name, apiName, availabilityPercent }: ApiWatch): AlarmDefinition {
  const ApiName = { ApiName: apiName };
  return {
    name: `api-${name}-errors`,
    severity: "critical",
    meaning: `Callers get errors that are ours, ${BURN} times as fast as the objective allows. Look at the functions behind the API and at its authoriser.`,
    watch: {
      label: "Errors, % of requests",
      expression: `IF(FILL(requests, 0) >= ${LEAST_REQUESTS}, FILL(errors, 0) / FILL(requests, 0) * 100, 0)`,
      of: {
        requests: { ...metric("AWS/ApiGateway", "Count", ApiName), statistic: "SampleCount" },
        errors: metric("AWS/ApiGateway", "5XXError", ApiName),
      },
    },
    sounds: "above",
    threshold: Number((BURN * (100 - availabilityPercent)).toFixed(6)),
    unit: "%",
    periodSeconds: 300,
    periods: 3,
    silence: "fine",
  };
}

function apiLatency({ name, apiName, timeoutSeconds }: ApiWatch): AlarmDefinition {
  return {
    name: `api-${name}-latency`,
    severity: "warning",
    meaning:
      "One call in a hundred takes more than half of what it may: callers will soon get no answer at all. Look at what the functions wait for.",
    watch: { ...metric("AWS/ApiGateway", "Latency", { ApiName: apiName }), statistic: "p99" },
    sounds: "above",
    threshold: Math.min(timeoutSeconds, API_TIMEOUT_SECONDS) * 500,
    unit: "ms",
    periodSeconds: 300,
    periods: 3,
    silence: "fine",
  };
}

function workflowLimits({ name, stateMachineArn }: WorkflowWatch): readonly AlarmDefinition[] {
  const limit = (what: string, metricName: string, meaning: string): AlarmDefinition => ({
    ...COUNT,
    name: `workflow-${name}-${what}`,
    severity: "warning",
    meaning,
    watch: metric("AWS/States", metricName, { StateMachineArn: stateMachineArn }),
    unit: "executions",
  });
  return [
    limit(
      "failed",
      "ExecutionsFailed",
      "An execution failed for good: its history names the state and the error. Mend it, then redrive the execution.",
    ),
    limit(
      "timed-out",
      "ExecutionsTimedOut",
      "An execution took longer than it may: look at the state that it waits in.",
    ),
  ];
}

function metric(namespace: string, name: string, dimensions: Readonly<Record<string, string>>): Metric {
  return { namespace, name, statistic: "Sum", dimensions };
}

import type { AlarmDefinition, Formula, Metric, WatchedResource } from "./alarm.ts";

/** This region's copy of a global table. */
export interface TableWatch {
  /** Store as placed: `cart-us`. */
  readonly store: string;
  /** Name of the table, the same in every region. */
  readonly tableName: string;
  /** Other regions that hold a copy. */
  readonly copies: readonly string[];
  /** Seconds of writes that may be lost with a region. */
  readonly rpoSeconds: number;
}

/** Operations whose errors count; a formula takes ten metrics. */
const OPERATIONS = [
  "GetItem",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "Query",
  "Scan",
  "BatchGetItem",
  "BatchWriteItem",
  "TransactWriteItems",
];

/** A DynamoDB table and its ways to the other regions. Counts that are zero are not sent: silence is fine. */
export function tableAlarms(watch: TableWatch): WatchedResource {
  return {
    title: `Table ${watch.store}`,
    alarms: [
      {
        ...common(
          watch,
          "throttles",
          "Requests were throttled: a partition is hot, or traffic grew faster than capacity.",
        ),
        watch: sum("Throttled requests", {
          reads: metric(watch, "ReadThrottleEvents", "Sum"),
          writes: metric(watch, "WriteThrottleEvents", "Sum"),
        }),
        threshold: 0,
        unit: "requests",
      },
      {
        ...common(
          watch,
          "errors",
          "DynamoDB itself fails; SDKs try again. If it lasts, weigh leaving the region.",
        ),
        severity: "critical",
        watch: sum(
          "System errors",
          Object.fromEntries(
            OPERATIONS.map((Operation, index) => [
              `operation${index + 1}`,
              metric(watch, "SystemErrors", "Sum", { Operation }),
            ]),
          ),
        ),
        threshold: 10,
        unit: "requests",
      },
      ...watch.copies.map((region) => lag(watch, region)),
    ],
  };
}

function common(watch: TableWatch, what: string, meaning: string) {
  return {
    name: `${watch.store}-${what}`,
    severity: "warning",
    meaning,
    sounds: "above",
    periodSeconds: 300,
    periods: 3,
    silence: "fine",
  } as const;
}

function lag(watch: TableWatch, region: string): AlarmDefinition {
  return {
    ...common(
      watch,
      `lag-${region}`,
      `Writes reach ${region} late: half of what may be lost with this region is on its way.`,
    ),
    severity: "critical",
    watch: metric(watch, "ReplicationLatency", "Average", { ReceivingRegion: region }),
    threshold: watch.rpoSeconds * 1000 * 0.5,
    unit: "ms",
    periodSeconds: 60,
    periods: 5,
  };
}

function metric(
  { tableName }: TableWatch,
  name: string,
  statistic: string,
  more: Readonly<Record<string, string>> = {},
): Metric {
  return { namespace: "AWS/DynamoDB", name, statistic, dimensions: { TableName: tableName, ...more } };
}

function sum(label: string, of: Readonly<Record<string, Metric>>): Formula {
  return {
    label,
    of,
    expression: Object.keys(of)
      .map((key) => `FILL(${key}, 0)`)
      .join(" + "),
  };
}

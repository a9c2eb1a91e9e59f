import type { AlarmDefinition, Formula, Metric, WatchedResource } from "./alarm.ts";
import { together } from "./together.ts";

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

/**
 * DynamoDB tables and their ways to the other regions. Counts that are zero are not sent: silence is fine. Errors of
 * DynamoDB's own are counted by operation, so that they are asked for and not added up; the answer names the table, be
 * it of this environment or of another in its account.
 */
export function tableAlarms(watches: readonly TableWatch[]): WatchedResource {
  return {
    title: "Tables",
    alarms: [
      ...together("tables-throttled", watches.map(throttles)),
      ...(watches.length === 0 ? [] : [errors()]),
      ...together(
        "tables-late",
        watches.flatMap((watch) => watch.copies.map((region) => lag(watch, region))),
      ),
    ],
  };
}

const WARNING = {
  severity: "warning",
  sounds: "above",
  periodSeconds: 300,
  periods: 3,
  silence: "fine",
} as const;

function throttles(watch: TableWatch): AlarmDefinition {
  return {
    ...WARNING,
    name: `${watch.store}-throttles`,
    meaning: "Requests were throttled: a partition is hot, or traffic grew faster than capacity.",
    watch: sum("Throttled requests", {
      reads: metric(watch, "ReadThrottleEvents", "Sum"),
      writes: metric(watch, "WriteThrottleEvents", "Sum"),
    }),
    threshold: 0,
    unit: "requests",
  };
}

function errors(): AlarmDefinition {
  return {
    ...WARNING,
    name: "tables-errors",
    severity: "critical",
    meaning: "DynamoDB itself fails; SDKs try again. If it lasts, weigh leaving the region.",
    watch: {
      label: "System errors",
      query:
        'SELECT SUM(SystemErrors) FROM SCHEMA("AWS/DynamoDB", Operation, TableName) GROUP BY TableName ORDER BY SUM() DESC',
    },
    threshold: 10,
    unit: "requests",
  };
}

function lag(watch: TableWatch, region: string): AlarmDefinition {
  return {
    ...WARNING,
    name: `${watch.store}-lag-${region}`,
    severity: "critical",
    meaning: `Writes reach ${region} late: half of what may be lost with this region is on its way.`,
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

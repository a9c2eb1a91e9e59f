import type { AlarmDefinition, Metric, WatchedResource } from "./alarm.ts";
import { LAG_PART_OF_RPO } from "./database.ts";
import { together } from "./together.ts";

export interface DatabaseInstanceWatch {
  /** Store as placed: `inventory-us`. */
  readonly store: string;
  /** Identifier of this region's instance. */
  readonly instanceId: string;
  /** GiB, by the instance's class. */
  readonly memoryGib: number;
  /** GiB up to which RDS may let the storage grow. */
  readonly largestStorageGib: number;
  /** Seconds of writes that may be lost with a region. Absent for a database in one region. */
  readonly rpoSeconds?: number;
}

/**
 * One RDS instance, whether it takes writes or copies: only a copy sends its lag, and silence is fine there.
 * Metrics: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html, read November 2026.
 */
export function databaseInstanceAlarms(watch: DatabaseInstanceWatch): WatchedResource {
  const gib = 2 ** 30;
  return {
    title: `Database ${watch.store}`,
    alarms: [
      ...together(`${watch.store}-limits`, [
        load(watch, {
          what: "cpu",
          metric: ["CPUUtilization", "Maximum"],
          sounds: "above",
          threshold: 80,
          unit: "%",
          meaning: "The database computes without pause; queries queue.",
        }),
        load(watch, {
          what: "memory",
          metric: ["FreeableMemory", "Minimum"],
          sounds: "below",
          threshold: Math.floor(watch.memoryGib * gib * 0.1),
          unit: "bytes",
          meaning: "Less than a tenth of the memory is free; the next query may restart the instance.",
        }),
        load(watch, {
          what: "storage",
          metric: ["FreeStorageSpace", "Minimum"],
          sounds: "below",
          threshold: Math.floor(watch.largestStorageGib * gib * 0.02),
          unit: "bytes",
          meaning: `Storage runs out. RDS lets it grow to ${watch.largestStorageGib} GiB, once in six hours; when it is full the database stops.`,
        }),
      ]),
      ...(watch.rpoSeconds === undefined ? [] : [lag(watch, watch.rpoSeconds)]),
    ],
  };
}

function metric(watch: DatabaseInstanceWatch, name: string, statistic: string): Metric {
  return { namespace: "AWS/RDS", name, statistic, dimensions: { DBInstanceIdentifier: watch.instanceId } };
}

function load(
  watch: DatabaseInstanceWatch,
  {
    what,
    metric: [name, statistic],
    ...rest
  }: Pick<AlarmDefinition, "sounds" | "threshold" | "unit" | "meaning"> & {
    readonly what: string;
    readonly metric: readonly [name: string, statistic: string];
  },
): AlarmDefinition {
  return {
    name: `${watch.store}-${what}`,
    severity: "warning",
    watch: metric(watch, name, statistic),
    periodSeconds: 300,
    periods: 3,
    // Sent as long as the instance runs.
    silence: "unknown",
    ...rest,
  };
}

function lag(watch: DatabaseInstanceWatch, rpoSeconds: number): AlarmDefinition {
  return {
    name: `${watch.store}-region-lag`,
    severity: "critical",
    meaning: `Half of the ${rpoSeconds} s of writes that may be lost with a region have not arrived in the copy. A promotion now loses them.`,
    watch: metric(watch, "ReplicaLag", "Maximum"),
    sounds: "above",
    threshold: rpoSeconds * LAG_PART_OF_RPO,
    unit: "s",
    periodSeconds: 60,
    periods: 5,
    breaching: 3,
    silence: "fine",
  };
}

import type { AlarmDefinition, Metric, WatchedResource } from "./alarm.ts";
import { together } from "./together.ts";

/** This region's cluster of an Aurora store. */
export interface DatabaseWatch {
  /** Store as placed: `orders-us`. */
  readonly store: string;
  /** Identifier of this region's cluster. */
  readonly clusterId: string;
  /** Memory of an instance in GiB, by its class: 16 for `db.r6g.large`. */
  readonly memoryGib: number;
  /**
   * Whether its instances grow and shrink by themselves; `memoryGib` is then what they have when fully grown.
   * @default false
   */
  readonly growing?: boolean;
  /**
   * Seconds of writes that may be lost with a region: the store's recovery point objective.
   * @default no alarm on lag: the database is in one region
   */
  readonly rpoSeconds?: number;
}

/** Part of the objective at which somebody is woken: the rest is for acting. */
export const LAG_PART_OF_RPO = 0.5;

/**
 * Connections that Aurora PostgreSQL takes unless told otherwise: LEAST(bytes / 9531392, 5000).
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html
 */
function mostConnections(memoryGib: number): number {
  return Math.min(Math.floor((memoryGib * 2 ** 30) / 9_531_392), 5000);
}

/**
 * The share of the capacity that a growing database may take: `ACUUtilization` is what it has of its most, or what it
 * uses of that. Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
 *
 * A member of an Aurora database, whatever its role: what only a reader or only the writer sends is silent
 * on the other, and silence is fine there.
 */
export function databaseAlarms(watch: DatabaseWatch): WatchedResource {
  const most = mostConnections(watch.memoryGib);
  return {
    title: `Database ${watch.store}`,
    alarms: [
      ...together(`${watch.store}-limits`, limits(watch, most)),
      ...(watch.rpoSeconds === undefined ? [] : [globalLag(watch, watch.rpoSeconds)]),
    ],
  };
}

function limits(watch: DatabaseWatch, most: number): readonly AlarmDefinition[] {
  return [
    watch.growing === true
      ? load(
          watch,
          "capacity",
          "ACUUtilization",
          90,
          "%",
          "The database has grown nearly as far as it may; then queries queue. Raise the max of its capacity.",
        )
      : load(watch, "cpu", "CPUUtilization", 80, "%", "The database computes without pause; queries queue."),
    load(
      watch,
      "connections",
      "DatabaseConnections",
      Math.floor(most * 0.8),
      "connections",
      `Four fifths of the ${most} connections are taken; at the end new ones are refused.`,
    ),
    {
      ...load(
        watch,
        "memory",
        "FreeableMemory",
        Math.floor(watch.memoryGib * 2 ** 30 * 0.1),
        "bytes",
        "Less than a tenth of the memory is free; the next query may restart the instance.",
      ),
      watch: metric(watch, "FreeableMemory", "Minimum"),
      sounds: "below",
    },
    replicaLag(watch),
  ];
}

function metric({ clusterId }: DatabaseWatch, name: string, statistic: string): Metric {
  return { namespace: "AWS/RDS", name, statistic, dimensions: { DBClusterIdentifier: clusterId } };
}

function load(
  watch: DatabaseWatch,
  what: string,
  name: string,
  threshold: number,
  unit: string,
  meaning: string,
): AlarmDefinition {
  return {
    name: `${watch.store}-${what}`,
    severity: "warning",
    meaning,
    watch: metric(watch, name, "Maximum"),
    sounds: "above",
    threshold,
    unit,
    periodSeconds: 300,
    periods: 3,
    // Sent as long as an instance runs; a cluster without one is seen by who cannot connect.
    silence: "unknown",
  };
}

function replicaLag(watch: DatabaseWatch): AlarmDefinition {
  return {
    name: `${watch.store}-reader-lag`,
    severity: "warning",
    meaning:
      "Readers in this region are a second behind their writer; customers may read what they just changed.",
    watch: metric(watch, "AuroraReplicaLagMaximum", "Maximum"),
    sounds: "above",
    threshold: 1000,
    unit: "ms",
    periodSeconds: 300,
    periods: 3,
    silence: "fine",
  };
}

function globalLag(watch: DatabaseWatch, rpoSeconds: number): AlarmDefinition {
  return {
    name: `${watch.store}-region-lag`,
    severity: "critical",
    meaning: `Half of the ${rpoSeconds} s of writes that may be lost with a region are on their way. A failover now loses them.`,
    // Sent by the members that follow, in their own regions; the one that writes is silent.
    watch: metric(watch, "AuroraGlobalDBReplicationLag", "Maximum"),
    sounds: "above",
    threshold: rpoSeconds * 1000 * LAG_PART_OF_RPO,
    unit: "ms",
    periodSeconds: 60,
    periods: 5,
    breaching: 3,
    silence: "fine",
  };
}

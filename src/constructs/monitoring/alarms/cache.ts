import type { AlarmDefinition, WatchedResource } from "./alarm.ts";
import { together } from "./together.ts";

/** This region's nodes of a Redis group. */
export interface CacheWatch {
  /** Store as placed: `sessions`. */
  readonly store: string;
  /** Identifiers of the group's nodes in this region: `shop-production-sessions-us-001`. */
  readonly nodeIds: readonly string[];
}

interface Limit {
  readonly what: string;
  readonly metric: string;
  readonly statistic: string;
  readonly threshold: number;
  readonly unit: string;
  readonly meaning: string;
}

const LIMITS: readonly Limit[] = [
  {
    what: "memory",
    metric: "DatabaseMemoryUsagePercentage",
    statistic: "Maximum",
    threshold: 80,
    unit: "%",
    meaning: "Four fifths of the memory are taken; at the end keys are thrown out or writes refused.",
  },
  {
    what: "cpu",
    metric: "EngineCPUUtilization",
    statistic: "Maximum",
    threshold: 80,
    unit: "%",
    meaning: "The one thread that serves commands is busy; every command waits.",
  },
  {
    what: "evictions",
    metric: "Evictions",
    statistic: "Sum",
    threshold: 0,
    unit: "keys",
    meaning: "Keys were thrown out for want of memory. For sessions that means customers were signed out.",
  },
  {
    what: "lag",
    metric: "ReplicationLag",
    statistic: "Maximum",
    threshold: 5,
    unit: "s",
    meaning: "The replica is seconds behind; a failover now loses what it has not got.",
  },
];

/** Nodes of a Redis or Valkey group; only replicas send the lag. */
export function cacheAlarms({ store, nodeIds }: CacheWatch): WatchedResource {
  const limits = nodeIds.flatMap((node, index) =>
    LIMITS.map(
      (limit): AlarmDefinition => ({
        name: `${store}-node-${index + 1}-${limit.what}`,
        severity: "warning",
        meaning: limit.meaning,
        watch: {
          namespace: "AWS/ElastiCache",
          name: limit.metric,
          statistic: limit.statistic,
          dimensions: { CacheClusterId: node },
        },
        sounds: "above",
        threshold: limit.threshold,
        unit: limit.unit,
        periodSeconds: 300,
        periods: 3,
        silence: limit.what === "lag" ? "fine" : "unknown",
      }),
    ),
  );
  return { title: `Cache ${store}`, alarms: together(`${store}-limits`, limits) };
}

import type { AlarmDefinition, Metric, WatchedResource } from "./alarm.ts";

/** A public load balancer, and what was promised of it. */
export interface BalancerWatch {
  /** `app/shop-production-public/…`, the last part of the balancer's ARN. */
  readonly arnSuffix: string;
  /** `targetgroup/shop-production-public/…`. */
  readonly targetsArnSuffix: string;
  /** Percent of requests that must succeed: 99.9. Below 100. */
  readonly availabilityPercent: number;
  /** Milliseconds within which 99 of 100 requests are answered, measured at the balancer. */
  readonly latencyMs: number;
  /** False where nothing runs until a failover: no target is no fault there. */
  readonly serving: boolean;
}

/**
 * How many times faster than allowed errors may use up the month's budget: at 14.4 it is gone in two days
 * (and 2 % of it in an hour), at 6 in five. Source: Google, The Site Reliability Workbook, chapter 5,
 * https://sre.google/workbook/alerting-on-slos/
 */
const BURN = { fast: 14.4, slow: 6 } as const;

/** Fewer requests than this in a period say nothing of a rate. */
const LEAST_REQUESTS = 100;

/** The public way in: errors against the availability objective, latency against its own, targets. */
export function balancerAlarms(watch: BalancerWatch): WatchedResource {
  return {
    title: "Public balancer",
    alarms: [errorRate(watch, "fast"), errorRate(watch, "slow"), latency(watch), ...targets(watch)],
  };
}

function metric(watch: BalancerWatch, name: string, statistic: string): Metric {
  return { namespace: "AWS/ApplicationELB", name, statistic, dimensions: { LoadBalancer: watch.arnSuffix } };
}

function errorRate(watch: BalancerWatch, burn: keyof typeof BURN): AlarmDefinition {
  const window =
    burn === "fast" ? { periodSeconds: 300, periods: 3 } : { periodSeconds: 3600, periods: 6, breaching: 3 };
  const percent = Number((BURN[burn] * (100 - watch.availabilityPercent)).toFixed(6));
  return {
    name: `balancer-errors-${burn}`,
    severity: burn === "fast" ? "critical" : "warning",
    meaning: `Errors use up the budget of ${watch.availabilityPercent} % ${BURN[burn]} times too fast. Look at the newest release and at the stores; if the region is at fault, weigh a failover.`,
    watch: {
      label: "Errors, % of requests",
      // The balancer's own errors and its targets', of all requests; a count that is zero is not sent.
      expression: `IF(requests >= ${LEAST_REQUESTS}, (FILL(balancer, 0) + FILL(targets, 0)) / requests * 100, 0)`,
      of: {
        requests: metric(watch, "RequestCount", "Sum"),
        balancer: metric(watch, "HTTPCode_ELB_5XX_Count", "Sum"),
        targets: metric(watch, "HTTPCode_Target_5XX_Count", "Sum"),
      },
    },
    sounds: "above",
    threshold: percent,
    unit: "%",
    ...window,
    // The fast one is of the way in, which speaks for it.
    ...(burn === "fast" ? { speaks: false } : {}),
    // No request, no error. That nobody comes is seen by the health checks from outside.
    silence: "fine",
  };
}

function latency(watch: BalancerWatch): AlarmDefinition {
  return {
    name: "balancer-latency",
    severity: "warning",
    meaning: `One request in a hundred waits longer than ${watch.latencyMs} ms for its answer. Look at the databases' load and at what was released last.`,
    watch: metric(watch, "TargetResponseTime", "p99"),
    sounds: "above",
    threshold: watch.latencyMs / 1000,
    unit: "s",
    periodSeconds: 300,
    periods: 3,
    silence: "fine",
  };
}

function targets(watch: BalancerWatch): AlarmDefinition[] {
  const count = (name: string, statistic: string): Metric => ({
    namespace: "AWS/ApplicationELB",
    name,
    statistic,
    dimensions: { LoadBalancer: watch.arnSuffix, TargetGroup: watch.targetsArnSuffix },
  });
  return [
    {
      name: "balancer-unhealthy-targets",
      severity: "warning",
      meaning: "Some targets fail their health checks; the others carry their load.",
      watch: count("UnHealthyHostCount", "Maximum"),
      sounds: "above",
      threshold: 0,
      unit: "targets",
      periodSeconds: 60,
      periods: 10,
      breaching: 5,
      silence: "fine",
    },
    {
      name: "balancer-no-target",
      severity: "critical",
      meaning: "No target answers: the region serves nobody. Traffic should have gone elsewhere by itself.",
      watch: count("HealthyHostCount", "Minimum"),
      sounds: "below",
      threshold: 1,
      unit: "targets",
      periodSeconds: 60,
      periods: 3,
      // Not sent while no target is registered at all, which where we serve is the worst case.
      silence: watch.serving ? "fault" : "fine",
      // The way in speaks for it.
      speaks: false,
    },
  ];
}

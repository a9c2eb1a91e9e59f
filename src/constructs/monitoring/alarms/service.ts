import type { Naming } from "../../naming.ts";
import type { AlarmDefinition, Metric } from "./alarm.ts";

/** How a request ended, as services log it: `error` is ours, a customer's mistake is `ok`. */
export type Outcome = "ok" | "error";

/**
 * Line that every service logs at the end of a request, at the top level of the JSON: what `RequestMetrics` counts.
 *
 *     {"event":"request","outcome":"ok","durationMs":12.5}
 */
export const REQUEST_PATTERN = '{ ($.event = "request") && (($.outcome = "ok") || ($.outcome = "error")) }';

/** Namespace of the metrics that are made from logs of an environment. */
export function logNamespace({ platform, environment }: Naming): string {
  return `${platform}/${environment}`;
}

/** Duration of a service's requests by outcome; the number of its samples is the number of requests. */
export function requestMetricName(service: string): string {
  return `${service}-requests`;
}

export function requestMetric(naming: Naming, service: string, outcome: Outcome, statistic: string): Metric {
  return {
    namespace: logNamespace(naming),
    name: requestMetricName(service),
    statistic,
    dimensions: { Outcome: outcome },
  };
}

/** Requests in a minute below which a rate says nothing. */
const LEAST_REQUESTS = 10;
/** Per cent of a minute's requests that fail when a service is down rather than in trouble. */
const DOWN_PERCENT = 50;

/** Whether one service is down. Silent: journeys speak for it, once, however many services fall with it. */
export function serviceAlarm(naming: Naming, service: string): AlarmDefinition {
  return {
    name: `service-${service}-down`,
    severity: "critical",
    meaning: `Half of the requests that ${service} answers fail. Look at its newest release, then at the stores and services that it calls.`,
    watch: {
      label: "Failed, % of requests",
      expression: `IF(FILL(ok, 0) + FILL(error, 0) >= ${LEAST_REQUESTS}, FILL(error, 0) / (FILL(ok, 0) + FILL(error, 0)) * 100, 0)`,
      of: {
        ok: requestMetric(naming, service, "ok", "SampleCount"),
        error: requestMetric(naming, service, "error", "SampleCount"),
      },
    },
    sounds: "at-least",
    threshold: DOWN_PERCENT,
    unit: "%",
    periodSeconds: 60,
    periods: 5,
    breaching: 3,
    // No request, nothing fails. That nobody comes is seen by canaries and by the traffic's band.
    silence: "fine",
    speaks: false,
  };
}

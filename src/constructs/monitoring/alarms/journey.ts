import type { Naming } from "../../naming.ts";
import type { AlarmRule } from "../alarmRule.ts";
import type { AlarmDefinition, Metric, WatchedResource } from "./alarm.ts";
import { requestMetric, serviceAlarm } from "./service.ts";
import { together } from "./together.ts";

/** What customers do from beginning to end, and what they were promised for it. */
export interface JourneyWatch {
  readonly naming: Naming;
  /** `buy`. */
  readonly journey: string;
  /** Services that a customer meets, one to five: two metrics of each, and a formula takes ten. */
  readonly met: readonly string[];
  /** All services that it leads through, those that a customer meets among them. */
  readonly services: readonly string[];
  /** Percent of requests that must succeed: 99.9. Below 100. */
  readonly availabilityPercent: number;
  /** Milliseconds within which 99 of 100 requests are answered by each service. */
  readonly latencyMs: number;
}

interface BurnRate {
  /** Times faster than allowed. */
  readonly times: number;
  /** The window that shows how much is gone, and the one that shows that it is still going on; seconds. */
  readonly windows: readonly [long: number, short: number];
  /** Share of a month's budget that is gone when the long window sounds. */
  readonly gone: string;
}

/**
 * At which speed errors use up the month's budget, so that somebody should get up: two rates, each over two windows.
 * The short window lets the alarm end minutes after the errors do.
 * Source: Google, The Site Reliability Workbook, chapter 5, table 5-8, https://sre.google/workbook/alerting-on-slos/
 */
const BURN_RATES: readonly BurnRate[] = [
  { times: 14.4, windows: [3600, 300], gone: "2 % in an hour" },
  { times: 6, windows: [21_600, 1800], gone: "5 % in six hours" },
];

/** Fewer requests than this in a window say nothing of a rate. */
const LEAST_REQUESTS = { long: 100, short: 10 } as const;

/** Two metrics of each, and a formula takes ten. */
const SERVICES_PER_ALARM = 5;

/**
 * Error rates of a journey against its own objective, its slowest requests, and whether one of its services is down.
 * What says that the journey is down is silent: its composite alarm speaks (`journeyDown`).
 *
 * Each rate is one period of an alarm: CloudWatch moves an alarm's window on every minute, however long its period.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html, November 2026.
 */
export function journeyAlarms(watch: JourneyWatch): WatchedResource {
  return {
    title: `Journey ${watch.journey}`,
    alarms: [
      ...BURN_RATES.flatMap((burn) => burn.windows.map((_, index) => errorRate(watch, burn, index === 0))),
      slow(watch),
      ...servicesByAlarm(watch.journey, watch.services).flatMap(([name, services]) =>
        together(
          name,
          services.map((service) => serviceAlarm(watch.naming, service)),
        ),
      ),
    ],
  };
}

/** `journey-buy-services`, `journey-buy-services-2`: five services each. */
function servicesByAlarm(
  journey: string,
  services: readonly string[],
): readonly [string, readonly string[]][] {
  const count = Math.ceil(services.length / SERVICES_PER_ALARM);
  return Array.from({ length: count }, (_, index) => [
    `journey-${journey}-services${index === 0 ? "" : `-${index + 1}`}`,
    services.slice(index * SERVICES_PER_ALARM, (index + 1) * SERVICES_PER_ALARM),
  ]);
}

/** A journey is down when one of its services is, or when it burns its budget at either rate, in both windows. */
export function journeyDown(journey: string, services: readonly string[]): AlarmRule {
  return {
    any: [
      ...servicesByAlarm(journey, services).map(([alarm]) => ({ alarm })),
      ...BURN_RATES.map(({ windows }) => ({
        all: windows.map((window) => ({ alarm: burnName(journey, window) })),
      })),
    ],
  };
}

/** `journey-buy-burn-6h`. */
function burnName(journey: string, windowSeconds: number): string {
  const window = windowSeconds < 3600 ? `${windowSeconds / 60}m` : `${windowSeconds / 3600}h`;
  return `journey-${journey}-burn-${window}`;
}

function errorRate(watch: JourneyWatch, { times, windows, gone }: BurnRate, long: boolean): AlarmDefinition {
  const [window, least] = long ? [windows[0], LEAST_REQUESTS.long] : [windows[1], LEAST_REQUESTS.short];
  const metrics = (outcome: "ok" | "error") =>
    watch.met.map((service, index): [string, Metric] => [
      `${outcome}${index + 1}`,
      requestMetric(watch.naming, service, outcome, "SampleCount"),
    ]);
  const errors = metrics("error");
  const all = [...metrics("ok"), ...errors];
  const sum = (of: readonly [string, Metric][]) => of.map(([id]) => `FILL(${id}, 0)`).join(" + ");
  return {
    name: burnName(watch.journey, window),
    severity: "critical",
    meaning: `Errors of ${watch.journey} use up the budget of ${watch.availabilityPercent} % ${times} times too fast (${gone}). Look at what was released last.`,
    watch: {
      label: "Failed, % of requests",
      expression: `IF(${sum(all)} >= ${least}, (${sum(errors)}) / (${sum(all)}) * 100, 0)`,
      of: Object.fromEntries(all),
    },
    sounds: "above",
    threshold: Number((times * (100 - watch.availabilityPercent)).toFixed(6)),
    unit: "%",
    periodSeconds: window,
    periods: 1,
    silence: "fine",
    speaks: false,
  };
}

function slow({ naming, journey, met, latencyMs }: JourneyWatch): AlarmDefinition {
  const of = Object.fromEntries(
    met.map((service, index) => [`slowest${index + 1}`, requestMetric(naming, service, "ok", "p99")]),
  );
  return {
    name: `journey-${journey}-slow`,
    severity: "warning",
    meaning: `One request in a hundred of a service of ${journey} takes longer than the ${latencyMs} ms that were promised. The graph shows which; look at what it calls.`,
    watch: {
      label: "Slowest service, p99",
      expression: `MAX([${Object.keys(of)
        .map((id) => `FILL(${id}, 0)`)
        .join(", ")}])`,
      of,
    },
    sounds: "above",
    threshold: latencyMs,
    unit: "ms",
    periodSeconds: 300,
    periods: 3,
    silence: "fine",
  };
}

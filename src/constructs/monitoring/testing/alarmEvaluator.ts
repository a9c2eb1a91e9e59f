import { type AlarmDefinition, isFormula, isQuery, type Metric } from "../alarms/alarm.ts";
import { metricMath, type Sample } from "./metricMath.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** What a metric is over `[from, to)`, seconds since the trace began; undefined when nothing was sent. */
export type Trace = (metric: Metric, from: number, to: number) => Sample;

/**
 * For tests: the state that CloudWatch gives an alarm at a moment of a trace. The window slides: it ends at the moment,
 * and is as many periods long as the alarm looks at. Of periods without data the alarm's treatment decides.
 *
 * CloudWatch looks at a few periods more than asked, and takes real data points from there before it fills in missing
 * ones; that is left out, so that what is evaluated here is never younger than what it evaluates.
 * Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html, November 2026.
 */
export function stateAt(
  alarm: AlarmDefinition,
  trace: Trace,
  at: number,
  before: AlarmState = "OK",
): AlarmState {
  const points = Array.from({ length: alarm.periods }, (_, index) => {
    const to = at - index * alarm.periodSeconds;
    return to <= 0 ? undefined : pointOf(alarm, trace, to - alarm.periodSeconds, to);
  });
  const missing = points.filter((point) => point === undefined).length;
  const breaching = points.filter((point) => point !== undefined && breaches(alarm, point)).length;
  const wanted = alarm.breaching ?? alarm.periods;
  switch (alarm.silence) {
    case "fine":
      return breaching >= wanted ? "ALARM" : "OK";
    case "fault":
      return breaching + missing >= wanted ? "ALARM" : "OK";
    case "as-before":
      return missing === points.length ? before : breaching >= wanted ? "ALARM" : "OK";
    case "unknown":
      if (breaching >= wanted) return "ALARM";
      return missing === points.length ? "INSUFFICIENT_DATA" : missing > 0 && breaching > 0 ? before : "OK";
  }
}

function pointOf({ watch }: AlarmDefinition, trace: Trace, from: number, to: number): Sample {
  if (isQuery(watch)) throw new RangeError("a query answers for many metrics, and is not evaluated here");
  if (!isFormula(watch)) return trace(watch, from, to);
  const values = Object.entries(watch.of).map(([id, metric]) => [id, trace(metric, from, to)]);
  return metricMath(watch.expression, Object.fromEntries(values));
}

function breaches({ sounds, threshold }: AlarmDefinition, value: number): boolean {
  switch (sounds) {
    case "above":
      return value > threshold;
    case "at-least":
      return value >= threshold;
    case "below":
      return value < threshold;
    case "at-most":
      return value <= threshold;
    default:
      throw new RangeError("a band is learned, and not evaluated here");
  }
}

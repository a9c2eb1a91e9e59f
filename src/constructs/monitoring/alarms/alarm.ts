import type { AlertSeverity } from "../alertTopics.ts";

/** A metric of CloudWatch, reduced to one value for each period. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Average`, `Sum`, `Maximum`, `p99`. */
  readonly statistic: string;
}

/** Several metrics made one by a formula of CloudWatch's metric math. */
export interface Formula {
  /** Speaks of the metrics by their keys, which begin with a small letter: `errors / requests * 100`. */
  readonly expression: string;
  readonly label: string;
  readonly of: Readonly<Record<string, Metric>>;
}

/**
 * A question of Metrics Insights over all metrics of a kind in account and region: with `GROUP BY` each answer is a
 * contributor with a state of its own, for which the alarm speaks by name. It needs an order, and looks back three
 * hours at most; 500 answers, of which 100 may sound.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html, November 2026.
 */
export interface Query {
  /** `SELECT SUM(Errors) FROM "AWS/Lambda" GROUP BY FunctionName ORDER BY SUM() DESC`. */
  readonly query: string;
  readonly label: string;
}

/** What makes the alarm sound: a fixed threshold that is passed. */
export type Comparison = "above" | "at-least" | "below" | "at-most";

/**
 * What makes the alarm sound: leaving the band in which CloudWatch expects the metric at this hour of the week. It
 * learns from two weeks; until then the band is wide. Billed as three metrics.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
 */
export type BandComparison = "below-band" | "above-band" | "outside-band";

/**
 * What silence means. `fine`: the metric is only sent when there is something to count, or only where the
 * thing happens. `fault`: it is always sent, so that silence is the fault. `unknown`: wait for data. `as-before`: what
 * was said last goes on holding.
 */
export type Silence = "fine" | "fault" | "unknown" | "as-before";

/** One alarm as data: rendered into Terraform, and drawn on the dashboard with its threshold. */
export interface AlarmDefinition {
  /** Stable, unique in the region, begins with what is watched: `orders-us-cpu`. Part of the alarm's name. */
  readonly name: string;
  readonly severity: AlertSeverity;
  /** What is wrong and what to look at first, for who is woken by it. */
  readonly meaning: string;
  readonly watch: Metric | Formula | Query;
  /** A band takes a metric; formulas and queries have thresholds only. */
  readonly sounds: Comparison | BandComparison;
  /** For a band its half width, in standard deviations. */
  readonly threshold: number;
  /** Of metric and threshold, for people: `%`, `ms`. */
  readonly unit: string;
  /** 60 or a multiple of it. */
  readonly periodSeconds: number;
  /** Periods that are looked at. */
  readonly periods: number;
  /**
   * How many of them must breach.
   * @default all
   */
  readonly breaching?: number;
  readonly silence: Silence;
  /**
   * False where a composite alarm speaks for it, so that one fault is one page.
   * @default true
   */
  readonly speaks?: boolean;
  /**
   * Limits for which it speaks, drawn one by one with their thresholds: `together` makes such alarms.
   * @default none: it is drawn itself
   */
  readonly parts?: readonly AlarmDefinition[];
}

/** Alarms of one resource, side by side on the dashboard. */
export interface WatchedResource {
  /** As a heading: `Database orders-us`. */
  readonly title: string;
  /** In the order in which the dashboard draws them. */
  readonly alarms: readonly AlarmDefinition[];
  /** What is worth seeing and wakes nobody. @default nothing */
  readonly graphs?: readonly GraphDefinition[];
}

/** A graph without an alarm. */
export interface GraphDefinition {
  readonly name: string;
  readonly watch: Metric;
  readonly unit: string;
  readonly periodSeconds: number;
}

export function isBand(sounds: Comparison | BandComparison): sounds is BandComparison {
  return sounds.endsWith("-band");
}

export function isFormula(watch: Metric | Formula | Query): watch is Formula {
  return "expression" in watch;
}

export function isQuery(watch: Metric | Formula | Query): watch is Query {
  return "query" in watch;
}

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

/** What makes the alarm sound. */
export type Comparison = "above" | "at-least" | "below" | "at-most";

/**
 * What silence means. `fine`: the metric is only sent when there is something to count, or only where the
 * thing happens. `fault`: it is always sent, so that silence is the fault. `unknown`: wait for data.
 */
export type Silence = "fine" | "fault" | "unknown";

/** One alarm as data: rendered into Terraform, and drawn on the dashboard with its threshold. */
export interface AlarmDefinition {
  /** Stable, unique in the region, begins with what is watched: `orders-us-cpu`. Part of the alarm's name. */
  readonly name: string;
  readonly severity: AlertSeverity;
  /** What is wrong and what to look at first, for who is woken by it. */
  readonly meaning: string;
  readonly watch: Metric | Formula;
  readonly sounds: Comparison;
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
}

/** Alarms of one resource, side by side on the dashboard. */
export interface WatchedResource {
  /** As a heading: `Database orders-us`. */
  readonly title: string;
  /** In the order in which the dashboard draws them. */
  readonly alarms: readonly AlarmDefinition[];
}

export function isFormula(watch: Metric | Formula): watch is Formula {
  return "expression" in watch;
}

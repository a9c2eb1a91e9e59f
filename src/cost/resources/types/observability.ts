import { type Amount, assumed, DAYS_OF_A_MONTH, HOURS_OF_A_MONTH, known, times } from "../amount.ts";
import type { PricedTypes } from "../pricing.ts";
import type { View } from "../view.ts";

/** Source: https://aws.amazon.com/cloudwatch/pricing/ and https://aws.amazon.com/xray/pricing/, recalled. */
export const OBSERVABILITY: readonly PricedTypes[] = [
  {
    types: ["aws_cloudwatch_log_group"],
    usage: {
      monthly_data_ingested_gb: assumed(0.01, 1, 20),
      storage_gb: assumed(0.01, 1, 20),
      monthly_data_scanned_gb: assumed(0, 1, 20),
    },
    components: [
      {
        name: "Data ingested",
        price: (view) => (vended(view) ? "cloudwatch/vended-ingestion" : "cloudwatch/log-ingestion"),
        quantity: (view) => view.usage("monthly_data_ingested_gb"),
      },
      { name: "Storage", price: "cloudwatch/log-storage", quantity: (view) => view.usage("storage_gb") },
      {
        name: "Queries",
        price: "cloudwatch/log-queries",
        quantity: (view) => view.usage("monthly_data_scanned_gb"),
      },
    ],
  },
  {
    types: ["aws_cloudwatch_metric_alarm"],
    components: [
      {
        name: "Metrics watched",
        price: (view) => (shortestPeriod(view) < 60 ? "cloudwatch/alarm-fast" : "cloudwatch/alarm"),
        quantity: alarmMetrics,
      },
    ],
  },
  {
    types: ["aws_cloudwatch_composite_alarm"],
    components: [{ name: "Alarm", price: "cloudwatch/composite-alarm", quantity: () => known(1) }],
  },
  {
    types: ["aws_cloudwatch_dashboard"],
    components: [{ name: "Dashboard", price: "cloudwatch/dashboard", quantity: () => known(1) }],
  },
  {
    types: ["aws_cloudwatch_log_metric_filter"],
    // A metric is charged in the hours in which something was counted; with dimensions, each combination is one.
    usage: { metrics: assumed(0, 1, 1) },
    components: [
      {
        name: "Custom metrics",
        price: "cloudwatch/metric",
        quantity: (view) => {
          const transformations = view.count("metric_transformation") ?? 1;
          return times(view.usage("metrics"), Math.max(1, transformations));
        },
      },
    ],
  },
  {
    types: ["aws_cloudwatch_contributor_insight_rule"],
    usage: { monthly_matched_events: assumed(10_000, 5_000_000, 200_000_000) },
    components: [
      { name: "Rule", price: "cloudwatch/insight-rule", quantity: () => known(1) },
      {
        name: "Events that match",
        price: "cloudwatch/insight-events",
        quantity: (view) => view.usage("monthly_matched_events"),
      },
    ],
  },
  {
    types: ["aws_dynamodb_contributor_insights"],
    usage: { monthly_read_write_requests: assumed(1_000_000, 20_000_000, 500_000_000) },
    components: [
      // Accessed and throttled keys, and the same again for a sort key, of which nothing is known here.
      { name: "Rules", price: "cloudwatch/insight-rule", quantity: () => assumed(2, 2, 4) },
      {
        name: "Reads and writes",
        price: "cloudwatch/insight-table-events",
        quantity: (view) => view.usage("monthly_read_write_requests"),
      },
    ],
  },
  {
    types: ["aws_cloudwatch_metric_stream"],
    usage: { monthly_metric_updates: assumed(100_000, 5_000_000, 100_000_000) },
    components: [
      {
        name: "Metric updates",
        price: "cloudwatch/metric-stream",
        quantity: (view) => view.usage("monthly_metric_updates"),
      },
    ],
  },
  {
    types: ["aws_synthetics_canary"],
    components: [{ name: "Runs", price: "cloudwatch/canary-run", quantity: canaryRuns }],
  },
  {
    types: ["aws_rum_app_monitor"],
    usage: { monthly_events: assumed(10_000, 1_000_000, 20_000_000) },
    components: [
      { name: "Events", price: "cloudwatch/rum", quantity: (view) => view.usage("monthly_events") },
    ],
  },
  {
    types: ["aws_xray_sampling_rule"],
    usage: { monthly_traces: assumed(0, 100_000, 2_000_000) },
    components: [
      { name: "Traces recorded", price: "xray/traces", quantity: (view) => view.usage("monthly_traces") },
    ],
  },
  {
    types: ["aws_grafana_workspace"],
    usage: { editors: assumed(1, 2, 5), viewers: assumed(0, 5, 20) },
    components: [
      {
        name: "Editors and administrators",
        price: "grafana/editor",
        quantity: (view) => view.usage("editors"),
      },
      { name: "Viewers", price: "grafana/viewer", quantity: (view) => view.usage("viewers") },
    ],
  },
];

/** Logs that AWS's services send by themselves have prices of their own, falling with their amount. */
function vended(view: View): boolean {
  return /^\/aws\/vendedlogs\/|^aws-waf-logs-|flow-?logs?/.test(view.textOr("name", ""));
}

/** Seconds, of the alarm's own metric or of those that it computes with. A state holds 0 where nobody set one. */
function shortestPeriod(view: View): number {
  const queries = view.count("metric_query") ?? 0;
  const paths = Array.from({ length: queries }, (_, index) => `metric_query[${index}].metric`);
  const periods = ["period", ...paths.flatMap((path) => [`${path}.period`, `${path}[0].period`])];
  const set = periods.map((path) => view.number(path, 0).expected).filter((seconds) => seconds > 0);
  return Math.min(300, ...set);
}

/** One, those of an expression, and with a band of what is usual three for each metric (the metric, its bounds). */
function alarmMetrics(view: View): Amount {
  const queries = view.count("metric_query") ?? 1;
  if (queries === 0) return known(1);
  const all = Array.from({ length: queries }, (_, index) => `metric_query[${index}]`);
  const metrics = all.filter((query) => view.has(`${query}.metric`) || view.has(`${query}.metric[0]`)).length;
  const banded = all.some((query) =>
    view.textOr(`${query}.expression`, "").includes("ANOMALY_DETECTION_BAND"),
  );
  return known(Math.max(1, metrics) * (banded ? 3 : 1));
}

/** `rate(5 minutes)`, or a cron expression, which runs somewhere between daily and every minute. */
function canaryRuns(view: View): Amount {
  const expression = view.textOr(view.inBlock("schedule", "expression"), "");
  const [, count = "", unit = ""] = /^rate\((\d+) (minute|hour)s?\)$/.exec(expression) ?? [];
  if (count === "" || Number(count) === 0) return assumed(DAYS_OF_A_MONTH, 8760, HOURS_OF_A_MONTH * 60);
  return known((HOURS_OF_A_MONTH * (unit === "hour" ? 1 : 60)) / Number(count));
}

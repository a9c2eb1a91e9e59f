import type { Naming } from "../../naming.ts";
import { browserMonitorName } from "../browser/names.ts";
import type { Metric, WatchedResource } from "./alarm.ts";

/** Above this the largest part of a page shows too late for three in four visitors: https://web.dev/articles/lcp. */
const POOR_MS = 4000;

/**
 * What browsers report, each against what is usual or known to drive people away. Silence is fine: nobody looked, or
 * nobody was drawn into the sample; that nobody comes is told by `unusual-traffic`.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html, recalled.
 */
export function browserAlarms(naming: Naming): WatchedResource {
  const metric = (name: string, statistic: string): Metric => ({
    namespace: "AWS/RUM",
    name,
    statistic,
    dimensions: { application_name: browserMonitorName(naming) },
  });
  const common = { severity: "warning", periodSeconds: 300, periods: 3, silence: "fine" } as const;
  return {
    title: "Customers' browsers",
    alarms: [
      {
        ...common,
        name: "browsers-errors",
        meaning:
          "Scripts fail in browsers more often than usual at this hour of the week, which no server sees. Look at the newest release of the pages and at what they load from elsewhere.",
        watch: metric("JsErrorCount", "Sum"),
        sounds: "above-band",
        threshold: 3,
        unit: "errors",
      },
      {
        ...common,
        name: "browsers-slow",
        meaning: `One page in four takes longer than ${POOR_MS / 1000} s to show its largest part. If servers answer in time, look at pictures, scripts and CloudFront.`,
        watch: metric("WebVitalsLargestContentfulPaint", "p75"),
        sounds: "above",
        threshold: POOR_MS,
        unit: "ms",
      },
    ],
    graphs: [
      {
        name: "browsers-sessions",
        watch: metric("SessionCount", "Sum"),
        unit: "sessions",
        periodSeconds: 300,
      },
    ],
  };
}

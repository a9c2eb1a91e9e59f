import { CloudwatchLogMetricFilter } from "@cdktn/provider-aws/lib/cloudwatch-log-metric-filter/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { businessNamespace } from "./alarms/kpi.ts";
import { logNamespace, REQUEST_PATTERN, requestMetricName } from "./alarms/service.ts";

/** A figure of the business, as it is found in a service's logs. */
export interface LoggedKpi {
  readonly name: string;
  /** Pattern of the lines that count. */
  readonly pattern: string;
  /** Field that holds the figure. @default every line counts as one */
  readonly value?: string;
  readonly unit: string;
}

export interface LogMetricsProps {
  readonly naming: Naming;
  /** Service that logs. */
  readonly service: string;
  /** The service's log group. */
  readonly groupName: string;
  /** Whether its requests are measured. */
  readonly requests: boolean;
  /** Figures of the business that it logs; none. */
  readonly kpis: readonly LoggedKpi[];
}

/**
 * Metrics made from what a service logs. Filters are free; each metric is a custom one, thirty cents a month, in every
 * region and for every value of a dimension. So one metric of two outcomes tells requests, errors and latency at once,
 * and the pattern lets no other outcome in.
 * Source: https://aws.amazon.com/cloudwatch/pricing/, November 2026.
 */
export class LogMetrics extends Construct {
  constructor(scope: Construct, id: string, props: LogMetricsProps) {
    super(scope, id);
    if (props.requests) {
      new CloudwatchLogMetricFilter(this, "requests", {
        name: "requests",
        logGroupName: props.groupName,
        pattern: REQUEST_PATTERN,
        metricTransformation: {
          namespace: logNamespace(props.naming),
          name: requestMetricName(props.service),
          value: "$.durationMs",
          unit: "Milliseconds",
          dimensions: { Outcome: "$.outcome" },
        },
      });
    }
    for (const { name, pattern, value, unit } of props.kpis) {
      new CloudwatchLogMetricFilter(this, `kpi-${name}`, {
        name: `kpi-${name}`,
        logGroupName: props.groupName,
        pattern,
        metricTransformation: {
          namespace: businessNamespace(props.naming),
          name,
          value: value ?? "1",
          unit,
          // While the service logs at all, nothing of it is a zero and not silence.
          ...(value === undefined ? { defaultValue: "0" } : {}),
        },
      });
    }
  }
}

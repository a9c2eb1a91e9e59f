import { serviceLogGroupName } from "../monitoring/serviceLogs.ts";
import type { Naming } from "../naming.ts";

/** Namespace of the metrics of clusters and pods, as CloudWatch's agent and OpenTelemetry's exporter name it. */
const CONTAINER_INSIGHTS = "ContainerInsights";

/**
 * What OpenTelemetry's collector sends for all pods of a cluster: traces to X-Ray, by the rules that X-Ray keeps;
 * lines of logs to the services' groups, which exist and are encrypted, so that it makes none; metrics of containers.
 * Sources: https://aws-otel.github.io/docs/setup/permissions (policy AWSDistroOpenTelemetryPolicy), narrowed, and
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html, November 2026.
 */
export function telemetryStatements(naming: Naming, regions: readonly string[]): readonly object[] {
  const groups = regions.map(
    (region) => `arn:aws:logs:${region}:${naming.account}:log-group:${serviceLogGroupName(naming, "*")}:*`,
  );
  return [
    {
      Effect: "Allow",
      Action: [
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
      ],
      // Traces are the account's: none of these takes a resource.
      Resource: "*",
    },
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      Resource: groups,
    },
    {
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      // Takes no resource, but a namespace.
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": CONTAINER_INSIGHTS } },
    },
  ];
}

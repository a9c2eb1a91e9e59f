import type { PriceRule } from "../rule.ts";
import { rulesOf } from "./rulesOf.ts";

const GLOBAL = { place: "global" } as const;

/** Attributes and usage types: see `network.ts`. */
export const SERVICE_RULES: readonly PriceRule[] = [
  ...rulesOf("AmazonCloudWatch", {}, [
    ["cloudwatch/log-ingestion", "GB", "DataProcessing-Bytes"],
    ["cloudwatch/vended-ingestion", "GB", "VendedLog-Bytes"],
    ["cloudwatch/log-storage", "GB-months", "TimedStorage-ByteHrs"],
    ["cloudwatch/log-queries", "GB", "DataScanned-Bytes"],
    ["cloudwatch/metric", "metrics", "CW:MetricMonitorUsage", { where: { group: "Metric" } }],
    ["cloudwatch/alarm", "alarm metrics", "CW:AlarmMonitorUsage", { where: { alarmType: "Standard" } }],
    [
      "cloudwatch/alarm-fast",
      "alarm metrics",
      "CW:HighResAlarmMonitorUsage",
      { where: { alarmType: "High Resolution" } },
    ],
    ["cloudwatch/composite-alarm", "alarms", "CW:CompositeAlarmMonitorUsage"],
    ["cloudwatch/canary-run", "runs", "CW:Canary-runs"],
  ]),
  ...rulesOf("awskms", {}, [
    ["kms/key", "keys", "KMS-Keys"],
    ["kms/requests", "requests", "KMS-Requests"],
    ["kms/requests-asymmetric", "requests", "KMS-Requests-Asymmetric"],
  ]),
  ...rulesOf("AWSSecretsManager", {}, [
    ["secrets/secret", "secrets", "AWSSecretsManager-Secrets"],
    ["secrets/requests", "requests", "AWSSecretsManagerAPIRequest"],
  ]),
  ...rulesOf("AWSConfig", {}, [
    ["config/items", "items", "ConfigurationItemRecorded"],
    ["config/evaluations", "evaluations", "ConfigRuleEvaluations"],
  ]),
  ...rulesOf("awswaf", {}, [
    ["waf/acl", "web ACLs", "WebACLV2"],
    ["waf/rule", "rules", "RuleV2"],
    ["waf/requests", "requests", "RequestV2-Tier1"],
  ]),
  ...rulesOf("AmazonStates", {}, [["states/transitions", "state transitions", "StateTransition"]]),
  ...rulesOf("AWSQueueService", {}, [
    ["sqs/standard", "requests", "Requests-RBP", { where: { queueType: "Standard" } }],
    ["sqs/fifo", "requests", "Requests-FIFO-RBP", { where: { queueType: /^FIFO/ } }],
  ]),
  ...rulesOf("AmazonSNS", { productFamily: "API Request" }, [["sns/requests", "requests", "Requests-Tier1"]]),
  ...rulesOf("AWSEvents", {}, [
    ["events/custom", "events", "Event-64K-Chunks", { where: { eventType: "Custom Event" } }],
    ["events/schema-discovery", "events", "Event-8K-Chunks", { where: { eventType: "Discovery Event" } }],
    ["events/archive-processing", "GB", "ArchivedEvents-Bytes"],
    ["events/archive-storage", "GB-months", "TimedStorage-ByteHrs"],
  ]),
  ...rulesOf("AmazonApiGateway", {}, [
    ["apigateway/rest", "requests", "ApiGatewayRequest"],
    ["apigateway/http", "requests", "ApiGatewayHttpRequest"],
    ["apigateway/websocket-messages", "messages", "ApiGatewayMessage"],
    ["apigateway/websocket-minutes", "minutes", "ApiGatewayMinute"],
  ]),
  ...rulesOf("AmazonKinesis", {}, [
    ["kinesis/shard", "hours", "Storage-ShardHour", { where: { operation: "shardHourStorage" } }],
    ["kinesis/put", "units of 25 kB", "PutRequestPayloadUnits", { where: { operation: "PutRequest" } }],
  ]),
  ...rulesOf("AmazonAthena", {}, [["athena/scanned", "TB", "DataScannedInTB"]]),
  ...rulesOf("AmazonGrafana", {}, [
    ["grafana/editor", "users", "Grafana:EditorUser"],
    ["grafana/viewer", "users", "Grafana:ViewerUser"],
  ]),
  ...rulesOf("AmazonRoute53", { productFamily: "DNS Zone" }, [
    ["route53/zone", "zones", "HostedZone", GLOBAL],
  ]),
  ...rulesOf("AmazonRoute53", { productFamily: "DNS Query" }, [
    ["route53/queries", "queries", "DNS-Queries", GLOBAL],
    ["route53/queries-latency", "queries", "LBR-Queries", GLOBAL],
    ["route53/queries-geo", "queries", "Geo-Queries", GLOBAL],
  ]),
  ...rulesOf("AmazonRoute53", { productFamily: "DNS Health Check" }, [
    ["route53/health-check", "checks", "Health-Check-AWS", GLOBAL],
    ["route53/health-check-elsewhere", "checks", "Health-Check-Non-AWS", GLOBAL],
    ["route53/health-check-option", "options", "Health-Check-Option-AWS", GLOBAL],
    ["route53/health-check-option-elsewhere", "options", "Health-Check-Option-Non-AWS", GLOBAL],
  ]),
  ...rulesOf("AmazonCloudFront", { transferType: "CloudFront Outbound", fromLocation: "United States" }, [
    ["cloudfront/data", "GB", /DataTransfer-Out-Bytes$/, GLOBAL],
  ]),
  ...rulesOf("AmazonCloudFront", { transferType: "CloudFront to Origin", fromLocation: "United States" }, [
    ["cloudfront/origin-data", "GB", /DataTransfer-Out-OBytes$/, GLOBAL],
  ]),
  ...rulesOf(
    "AmazonCloudFront",
    { requestType: "CloudFront-Request-HTTPS-Proxy", location: "United States" },
    [["cloudfront/requests", "requests", /Requests-HTTPS-Proxy$/, GLOBAL]],
  ),
  ...rulesOf("AmazonCloudFront", { usagetype: "Executions-CloudFrontFunctions" }, [
    ["cloudfront/functions", "invocations", "Executions-CloudFrontFunctions", GLOBAL],
  ]),
  ...rulesOf("AmazonCloudFront", { usagetype: "Invalidations" }, [
    ["cloudfront/invalidations", "paths", "Invalidations", GLOBAL],
  ]),
];

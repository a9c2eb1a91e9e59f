import { bill, type Line, lowestUnit, recalled, same, unit } from "../origins.ts";

const WATCH = "AmazonCloudWatch";

export const OPERATIONS: readonly Line[] = [
  [
    "cloudwatch/log-ingestion",
    "GB",
    unit("aws_cloudwatch_log_group", "Data ingested"),
    bill("us-west-2", WATCH, "$0.50 per GB custom log data"),
    recalled("", "", "0.57", "0.63"),
  ],
  [
    "cloudwatch/vended-ingestion",
    "GB",
    recalled(
      "0.5:10240 0.25:30720 0.1:51200 0.05",
      "0.5:10240 0.25:30720 0.1:51200 0.05",
      "0.57:10240 0.285:30720 0.114:51200 0.057",
      "0.63:10240 0.315:30720 0.126:51200 0.063",
    ),
  ],
  [
    "cloudwatch/log-storage",
    "GB-months",
    unit("aws_cloudwatch_log_group", "Archival Storage"),
    bill("us-west-2", WATCH, "$0.03 per GB-mo"),
    recalled("", "", "0.03", "0.0324"),
  ],
  [
    "cloudwatch/log-queries",
    "GB",
    unit("aws_cloudwatch_log_group", "Insights queries data scanned"),
    recalled("", "0.005", "0.0057", "0.0063"),
  ],
  ["cloudwatch/metric", "metrics", same("0.3:10000 0.1:250000 0.05:1000000 0.02")],
  [
    "cloudwatch/alarm",
    "alarm metrics",
    bill("us-west-2", WATCH, "$0.10 per alarm metric month"),
    recalled("0.1", "", "0.1", "0.1"),
  ],
  ["cloudwatch/alarm-fast", "alarm metrics", same("0.3")],
  ["cloudwatch/composite-alarm", "alarms", same("0.5")],
  [
    "cloudwatch/dashboard",
    "dashboards",
    unit("aws_cloudwatch_dashboard", "Dashboard"),
    { from: "recalled", prices: { "us-west-2": "3", "eu-west-1": "3", "eu-central-1": "3" } },
  ],
  [
    "cloudwatch/api",
    "requests",
    bill("eu-west-1", WATCH, "$0.01 per 1,000 requests"),
    recalled("0.00001", "0.00001", "", "0.00001"),
  ],
  ["cloudwatch/metric-stream", "metric updates", same("0.000003")],
  ["cloudwatch/canary-run", "runs", recalled("0.0012", "0.0012", "0.0014", "0.0016")],
  ["cloudwatch/rum", "events", same("0.00001")],
  ["xray/traces", "traces recorded", same("0.000005")],
  ["xray/scanned", "traces scanned", same("0.0000005")],
  ["ssm/advanced-parameter", "parameters", same("0.05")],
  [
    "ssm/requests",
    "requests",
    bill("us-east-1", "AWS Systems Manager", "$0.05 per 10,000 Parameter"),
    same("0.000005"),
  ],
  ["grafana/editor", "users", unit("aws_grafana_workspace", "Editor/administrator licenses"), same("9")],
  ["grafana/viewer", "users", unit("aws_grafana_workspace", "Viewer licenses"), same("5")],
  ["transfer-family/protocol", "hours", unit("aws_transfer_server", "SFTP protocol enabled"), same("0.3")],
  ["transfer-family/data", "GB", unit("aws_transfer_server", "Data uploaded"), same("0.04")],
  ["dms/t2.micro", "hours", lowestUnit("aws_dms_replication_instance", "Instance (t2.micro)")],
  ["dms/t3.medium", "hours", recalled("0.074", "0.074", "0.08", "0.086")],
  ["dms/storage", "GB-months", recalled("0.115", "0.115", "0.127", "0.137")],
];

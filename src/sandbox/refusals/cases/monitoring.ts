import { json, query } from "./caller.ts";
import { makeKey, type RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";

function alarm(parameters: Readonly<Record<string, string>>) {
  return query("monitoring", EAST, "PutMetricAlarm", {
    AlarmName: "one",
    ComparisonOperator: "GreaterThanThreshold",
    EvaluationPeriods: "3",
    Threshold: "0",
    ...parameters,
  });
}

const METRIC = { Namespace: "AWS/RDS", MetricName: "CPUUtilization", Statistic: "Average" };

/** A formula over one metric; `watched` are the ids that return data. */
function formula(watched: readonly string[]) {
  const inside = "Metrics.member.2.MetricStat";
  return alarm({
    "Metrics.member.1.Id": "rate",
    "Metrics.member.1.Expression": "errors * 2",
    "Metrics.member.1.ReturnData": String(watched.includes("rate")),
    "Metrics.member.2.Id": "errors",
    "Metrics.member.2.ReturnData": String(watched.includes("errors")),
    [`${inside}.Metric.Namespace`]: "AWS/ApplicationELB",
    [`${inside}.Metric.MetricName`]: "HTTPCode_ELB_5XX_Count",
    [`${inside}.Period`]: "60",
    [`${inside}.Stat`]: "Sum",
  });
}

function alarmCase(
  refusal: string,
  refused: Readonly<Record<string, string>>,
  taken: Readonly<Record<string, string>>,
): RefusalCase {
  return {
    refusal,
    code: "ValidationError",
    emulator: "accepts",
    prepare: async () => ({
      refused: alarm({ ...METRIC, ...refused }),
      taken: alarm({ ...METRIC, ...taken }),
    }),
  };
}

const byTable = 'SELECT SUM(SystemErrors) FROM "AWS/DynamoDB" GROUP BY TableName';

function asked(Expression: string) {
  return alarm({
    "Metrics.member.1.Id": "watched",
    "Metrics.member.1.Expression": Expression,
    "Metrics.member.1.Period": "300",
    "Metrics.member.1.ReturnData": "true",
  });
}

function dashboard(widgets: number) {
  const widget = { type: "text", x: 0, y: 0, width: 6, height: 1, properties: { markdown: "one" } };
  const DashboardBody = JSON.stringify({ widgets: Array.from({ length: widgets }, () => widget) });
  return query("monitoring", EAST, "PutDashboard", { DashboardName: "one", DashboardBody });
}

export const monitoringCases: readonly RefusalCase[] = [
  {
    refusal: "cloudwatch-alarm-query-form",
    code: "ValidationError",
    emulator: "accepts",
    prepare: async () => ({ refused: asked(byTable), taken: asked(`${byTable} ORDER BY SUM() DESC`) }),
  },
  alarmCase("cloudwatch-alarm-period", { Period: "90" }, { Period: "120" }),
  alarmCase(
    "cloudwatch-alarm-window-too-long",
    { Period: "1800", EvaluationPeriods: "49" },
    { Period: "1800", EvaluationPeriods: "48" },
  ),
  alarmCase(
    "cloudwatch-alarm-datapoints",
    { Period: "60", DatapointsToAlarm: "4" },
    { Period: "60", DatapointsToAlarm: "3" },
  ),
  {
    refusal: "cloudwatch-alarm-formula-unwatched",
    code: "ValidationError",
    emulator: "accepts",
    prepare: async () => ({ refused: formula(["rate", "errors"]), taken: formula(["rate"]) }),
  },
  {
    refusal: "cloudwatch-dashboard-body",
    code: "InvalidParameterInput",
    emulator: "accepts",
    prepare: async () => ({ refused: dashboard(501), taken: dashboard(500) }),
  },
  {
    refusal: "logs-retention-days",
    code: "InvalidParameterException",
    emulator: "accepts",
    async prepare(sandbox) {
      const logGroupName = "/retention";
      await sandbox.must(json("logs", EAST, "CreateLogGroup", { logGroupName }));
      const keep = (retentionInDays: number) =>
        json("logs", EAST, "PutRetentionPolicy", { logGroupName, retentionInDays });
      return { refused: keep(100), taken: keep(90) };
    },
  },
  {
    refusal: "logs-key-not-usable",
    code: "InvalidParameterException",
    emulator: "accepts",
    async prepare(sandbox) {
      const group = (logGroupName: string, kmsKeyId: string) =>
        json("logs", EAST, "CreateLogGroup", { logGroupName, kmsKeyId });
      const missing = `arn:aws:kms:${EAST}:123456789012:key/00000000-0000-0000-0000-000000000000`;
      return {
        refused: group("/sealed", missing),
        taken: group("/sealed-well", await makeKey(sandbox, EAST)),
      };
    },
  },
];

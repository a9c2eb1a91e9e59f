import { type Caller, query } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";

function composite(AlarmName: string, AlarmRule: string, more: Readonly<Record<string, string>> = {}) {
  return query("monitoring", EAST, "PutCompositeAlarm", { AlarmName, AlarmRule, ...more });
}

/** An alarm for rules to speak of. */
async function child(sandbox: Caller, AlarmName: string): Promise<void> {
  await sandbox.must(
    query("monitoring", EAST, "PutMetricAlarm", {
      AlarmName,
      ComparisonOperator: "GreaterThanThreshold",
      EvaluationPeriods: "1",
      Threshold: "0",
      Namespace: "AWS/RDS",
      MetricName: "CPUUtilization",
      Statistic: "Average",
      Period: "60",
    }),
  );
}

function compositeCase(
  refusal: string,
  prepare: (sandbox: Caller) => ReturnType<RefusalCase["prepare"]>,
  emulator: RefusalCase["emulator"] = "fails",
): RefusalCase {
  return { refusal, code: "ValidationError", emulator, prepare };
}

const band = (named: string, more: Readonly<Record<string, string>> = {}) =>
  query("monitoring", EAST, "PutMetricAlarm", {
    AlarmName: "band",
    ComparisonOperator: "LessThanLowerThreshold",
    EvaluationPeriods: "1",
    ThresholdMetricId: named,
    "Metrics.member.1.Id": "expected",
    "Metrics.member.1.Expression": "ANOMALY_DETECTION_BAND(requests, 3)",
    "Metrics.member.2.Id": "requests",
    "Metrics.member.2.MetricStat.Metric.Namespace": "AWS/ApplicationELB",
    "Metrics.member.2.MetricStat.Metric.MetricName": "RequestCount",
    "Metrics.member.2.MetricStat.Period": "60",
    "Metrics.member.2.MetricStat.Stat": "Sum",
    ...more,
  });

export const compositeAlarmCases: readonly RefusalCase[] = [
  compositeCase("cloudwatch-composite-rule-unreadable", async (sandbox) => {
    await child(sandbox, "readable");
    return {
      refused: composite("unreadable", 'ALARM("readable") && TRUE'),
      taken: composite("unreadable", 'ALARM("readable") AND NOT (FALSE OR OK(readable))'),
    };
  }),
  compositeCase("cloudwatch-composite-unknown-alarm", async (sandbox) => {
    await child(sandbox, "known");
    return {
      refused: composite("speaks", 'ALARM("known") OR ALARM("unknown")'),
      taken: composite("speaks", 'ALARM("known")'),
    };
  }),
  compositeCase("cloudwatch-composite-suppressor-without-periods", async (sandbox) => {
    await child(sandbox, "loud");
    const suppressed = { ActionsSuppressor: "loud", ActionsSuppressorWaitPeriod: "60" };
    return {
      refused: composite("hushed", 'ALARM("loud")', suppressed),
      taken: composite("hushed", 'ALARM("loud")', { ...suppressed, ActionsSuppressorExtensionPeriod: "60" }),
    };
  }),
  compositeCase(
    "cloudwatch-composite-depended-on",
    async (sandbox) => {
      await sandbox.must(composite("leaf", "FALSE"));
      await sandbox.must(composite("parent", 'ALARM("leaf")'));
      const remove = (name: string) =>
        query("monitoring", EAST, "DeleteAlarms", { "AlarmNames.member.1": name });
      return { refused: remove("leaf"), taken: remove("parent") };
    },
    "accepts",
  ),
  compositeCase(
    "cloudwatch-alarm-band",
    async () => ({ refused: band("requests"), taken: band("expected") }),
    "accepts",
  ),
];

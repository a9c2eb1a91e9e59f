import { type Caller, query, rest } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";

function insightRule(fields: Readonly<Record<string, string>>) {
  return query("monitoring", EAST, "PutInsightRule", {
    RuleName: "refused",
    RuleState: "ENABLED",
    RuleDefinition: JSON.stringify({
      Schema: { Name: "CloudWatchLogRule", Version: 1 },
      LogGroupNames: ["/flow-logs"],
      LogFormat: "CLF",
      Fields: fields,
      Contribution: { Keys: ["source"], Filters: [{ Match: "action", In: ["REJECT"] }] },
      AggregateOn: "Count",
    }),
  });
}

function metricStream(more: Readonly<Record<string, string>>) {
  return query("monitoring", EAST, "PutMetricStream", {
    Name: "metrics",
    "IncludeFilters.member.1.Namespace": "AWS/RDS",
    FirehoseArn: `arn:aws:firehose:${EAST}:123456789012:deliverystream/metrics`,
    RoleArn: "arn:aws:iam::123456789012:role/metrics",
    OutputFormat: "json",
    ...more,
  });
}

const JSON_BODY = { "content-type": "application/json" };
/** Other accounts than the one of the cases. */
const MONITORING = "666666666666";
const OTHER = "777777777777";

/** A sink of the monitoring account, by its ARN, open to all kinds that the cases share. */
async function sinkOf(sandbox: Caller, account: string): Promise<string> {
  const call = (action: string, body: object) => ({
    ...rest("oam", EAST, "POST", `/${action}`, JSON.stringify(body), JSON_BODY),
    account,
  });
  const made = await sandbox.object(call("CreateSink", { Name: "observability" }));
  const Condition = { "ForAllValues:StringEquals": { "oam:ResourceTypes": ["AWS::CloudWatch::Metric"] } };
  const Policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "oam:CreateLink", Condition }] });
  await sandbox.must(call("PutSinkPolicy", { SinkIdentifier: made.Arn, Policy }));
  return String(made.Arn);
}

function link(SinkIdentifier: string, LabelTemplate: string) {
  const body = { SinkIdentifier, LabelTemplate, ResourceTypes: ["AWS::CloudWatch::Metric"] };
  return rest("oam", EAST, "POST", "/CreateLink", JSON.stringify(body), JSON_BODY);
}

export const watchingCases: readonly RefusalCase[] = [
  {
    refusal: "cloudwatch-insight-rule-form",
    code: "InvalidParameterValue",
    emulator: "accepts",
    async prepare() {
      return {
        refused: insightRule({ 4: "source" }),
        taken: insightRule({ 4: "source", 13: "action" }),
      };
    },
  },
  {
    refusal: "cloudwatch-metric-stream-filters",
    code: "InvalidParameterValue",
    emulator: "fails",
    prepare: async () => ({
      refused: metricStream({ "ExcludeFilters.member.1.Namespace": "AWS/EC2" }),
      taken: metricStream({}),
    }),
  },
  {
    refusal: "oam-link-form",
    code: "InvalidParameterException",
    emulator: "fails",
    async prepare(sandbox) {
      const sink = await sinkOf(sandbox, MONITORING);
      return { refused: link(sink, "$Account"), taken: link(sink, "$AccountName") };
    },
  },
  {
    refusal: "oam-link-to-own-account",
    code: "InvalidParameterException",
    emulator: "fails",
    async prepare(sandbox) {
      const own = `arn:aws:oam:${EAST}:123456789012:sink/0a1b2c3d-0000-4000-8000-0123456789ab`;
      return { refused: link(own, "shop"), taken: link(await sinkOf(sandbox, OTHER), "shop") };
    },
  },
];

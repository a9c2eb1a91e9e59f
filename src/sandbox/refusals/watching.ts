import type { Refusal, RefusedCall } from "../overlay.ts";
import { items, jsonBody, parseForm } from "../wire/index.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring";

type Fields = Readonly<Record<string, unknown>>;

function invalid(message: string): RefusedCall {
  return { status: 400, code: "InvalidParameterValue", message };
}

const CONTRIBUTORS_AT_MOST = 4;
const CONDITIONS_AT_MOST = 4;

const insightRule: Refusal = {
  id: "cloudwatch-insight-rule-form",
  service: "cloudwatch",
  actions: ["PutInsightRule"],
  rule: "A rule over logs names its groups by name or by ARN, has one to four keys and up to four filters, and names the fields of lines that are not JSON.",
  source: `${GUIDE}/ContributorInsights-RuleSyntax.html`,
  async check(call) {
    const problem = ruleProblem(parseForm(call.body).get("RuleDefinition") ?? "");
    return problem === undefined ? undefined : invalid(`The rule definition is not valid: ${problem}`);
  },
};

function ruleProblem(text: string): string | undefined {
  let rule: Fields;
  try {
    rule = JSON.parse(text) as Fields;
  } catch {
    return "it is not JSON";
  }
  const { Name, Version } = (rule.Schema ?? {}) as Fields;
  if (Name !== "CloudWatchLogRule" || Version !== 1) return "its schema is not CloudWatchLogRule 1";
  if (Array.isArray(rule.LogGroupNames) === Array.isArray(rule.LogGroupARNs))
    return "wanted LogGroupNames or LogGroupARNs";
  const { Keys, Filters } = (rule.Contribution ?? {}) as { Keys?: unknown; Filters?: unknown };
  if (!Array.isArray(Keys) || Keys.length === 0 || Keys.length > CONTRIBUTORS_AT_MOST)
    return `wanted 1 to ${CONTRIBUTORS_AT_MOST} keys`;
  if (!Array.isArray(Filters) || Filters.length > CONDITIONS_AT_MOST)
    return `wanted up to ${CONDITIONS_AT_MOST} filters`;
  const named = new Set(Object.values((rule.Fields ?? {}) as Record<string, string>));
  const asked = [...Keys, ...Filters.map(({ Match }: Fields) => Match)].map(String);
  const unknown = asked.find((each) => !each.startsWith("$.") && !named.has(each));
  return unknown === undefined ? undefined : `no field is named ${unknown}`;
}

const streamForm: Refusal = {
  id: "cloudwatch-metric-stream-filters",
  service: "cloudwatch",
  actions: ["PutMetricStream"],
  rule: "A stream includes some namespaces or excludes some, not both; it hands on to a delivery stream of Firehose, in a format that there is.",
  source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricStream.html",
  async check(call) {
    const form = parseForm(call.body);
    if (items(form, "IncludeFilters").size > 0 && items(form, "ExcludeFilters").size > 0)
      return invalid("IncludeFilters and ExcludeFilters cannot be given in one stream");
    if (!/^arn:aws:firehose:[^:]+:\d{12}:deliverystream\//.test(form.get("FirehoseArn") ?? ""))
      return invalid("FirehoseArn is not the ARN of a delivery stream");
    return ["json", "opentelemetry0.7", "opentelemetry1.0"].includes(form.get("OutputFormat") ?? "")
      ? undefined
      : invalid("OutputFormat is json, opentelemetry0.7 or opentelemetry1.0");
  },
};

const OAM = "https://docs.aws.amazon.com/OAM/latest/APIReference";
const KINDS = [
  "AWS::ApplicationInsights::Application",
  "AWS::ApplicationSignals::Service",
  "AWS::ApplicationSignals::ServiceLevelObjective",
  "AWS::CloudWatch::Metric",
  "AWS::InternetMonitor::Monitor",
  "AWS::Logs::LogGroup",
  "AWS::XRay::Trace",
];

const linkForm: Refusal = {
  id: "oam-link-form",
  service: "oam",
  actions: ["CreateLink"],
  rule: "A link has a label of 1 to 64 characters, in which only $AccountName, $AccountEmail and $AccountEmailNoDomain stand for something, and kinds that can be shared, each once.",
  source: `${OAM}/API_CreateLink.html`,
  async check(call) {
    const { LabelTemplate, ResourceTypes } = jsonBody(call);
    const label = String(LabelTemplate ?? "");
    const variable = /\$\w*/g;
    const variables = label.match(variable) ?? [];
    const known = variables.every((each) => /^\$Account(?:Name|Email|EmailNoDomain)$/.test(each));
    const types = Array.isArray(ResourceTypes) ? ResourceTypes.map(String) : [];
    const sound = types.length > 0 && new Set(types).size === types.length;
    return label.length >= 1 &&
      label.length <= 64 &&
      known &&
      sound &&
      types.every((each) => KINDS.includes(each))
      ? undefined
      : { status: 400, code: "InvalidParameterException", message: "Label or resource types are not valid" };
  },
};

const linkHome: Refusal = {
  id: "oam-link-to-own-account",
  service: "oam",
  actions: ["CreateLink"],
  rule: "A link leads from a source account to a sink of a monitoring account: another account, in the same region.",
  source: `${OAM}/API_CreateLink.html`,
  async check(call) {
    const [, , , region, account] = String(jsonBody(call).SinkIdentifier ?? "").split(":");
    return account === call.account || region !== call.signedRegion
      ? {
          status: 400,
          code: "InvalidParameterException",
          message: "The sink is of this account itself, or of another region",
        }
      : undefined;
  },
};

export const watchingRefusals: readonly Refusal[] = [insightRule, streamForm, linkForm, linkHome];

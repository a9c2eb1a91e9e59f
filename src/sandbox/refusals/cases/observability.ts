import { type Caller, json, rest } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const JSON_BODY = { "content-type": "application/json" };

function filter(logGroupName: string, more: Readonly<Record<string, unknown>> = {}, metric: object = {}) {
  return json("logs", EAST, "PutMetricFilter", {
    logGroupName,
    filterName: "errors",
    filterPattern: '{ $.outcome = "error" }',
    metricTransformations: [{ metricName: "errors", metricNamespace: "shop", metricValue: "1", ...metric }],
    ...more,
  });
}

async function group(sandbox: Caller, logGroupName: string): Promise<void> {
  await sandbox.must(json("logs", EAST, "CreateLogGroup", { logGroupName }));
}

const dimensions = { Outcome: "$.outcome" };

function samplingRule(RuleName: string, FixedRate: number) {
  const SamplingRule = {
    RuleName,
    FixedRate,
    Priority: 100,
    ReservoirSize: 1,
    ServiceName: "*",
    ServiceType: "*",
    Host: "*",
    HTTPMethod: "*",
    URLPath: "*",
    ResourceARN: "*",
    Version: 1,
  };
  return rest("xray", EAST, "POST", "/CreateSamplingRule", JSON.stringify({ SamplingRule }), JSON_BODY);
}

const xrayGroup = (GroupName: string) =>
  rest("xray", EAST, "POST", "/CreateGroup", JSON.stringify({ GroupName }), JSON_BODY);

function canary(Name: string, more: object = {}) {
  const body = {
    Name,
    ArtifactS3Location: "s3://canaries/runs",
    Code: { S3Bucket: "canaries", S3Key: "code/one.zip", Handler: "canary.handler" },
    ExecutionRoleArn: "arn:aws:iam::123456789012:role/canaries",
    RuntimeVersion: "syn-nodejs-3.1",
    Schedule: { Expression: "rate(5 minutes)" },
    RunConfig: { TimeoutInSeconds: 55 },
    ...more,
  };
  return rest("synthetics", EAST, "POST", "/canary", JSON.stringify(body), JSON_BODY);
}

function monitor(Name: string, SessionSampleRate: number) {
  const body = { Name, Domain: "*.shop.example.com", AppMonitorConfiguration: { SessionSampleRate } };
  return rest("rum", EAST, "POST", "/appmonitor", JSON.stringify(body), JSON_BODY);
}

export const observabilityCases: readonly RefusalCase[] = [
  {
    refusal: "logs-metric-filter-form",
    code: "InvalidParameterException",
    emulator: "accepts",
    async prepare(sandbox) {
      await group(sandbox, "/form");
      return {
        refused: filter("/form", { filterPattern: '{ $.outcome == "error" }' }),
        taken: filter("/form"),
      };
    },
  },
  {
    refusal: "logs-metric-filter-default-with-dimensions",
    code: "InvalidParameterException",
    emulator: "accepts",
    async prepare(sandbox) {
      await group(sandbox, "/dimensions");
      return {
        refused: filter("/dimensions", {}, { dimensions, defaultValue: 0 }),
        taken: filter("/dimensions", {}, { dimensions }),
      };
    },
  },
  {
    refusal: "xray-sampling-rule-range",
    code: "InvalidRequestException",
    emulator: "fails",
    prepare: async () => ({ refused: samplingRule("rate", 1.5), taken: samplingRule("rate", 1) }),
  },
  {
    refusal: "xray-group-name-too-long",
    code: "InvalidRequestException",
    emulator: "fails",
    prepare: async () => ({ refused: xrayGroup("g".repeat(33)), taken: xrayGroup("g".repeat(32)) }),
  },
  {
    refusal: "synthetics-canary-form",
    code: "ValidationException",
    emulator: "accepts",
    prepare: async () => ({ refused: canary("Buy"), taken: canary("buy") }),
  },
  {
    refusal: "rum-monitor-form",
    code: "ValidationException",
    emulator: "fails",
    prepare: async () => ({ refused: monitor("browsers", 10), taken: monitor("browsers", 0.1) }),
  },
  {
    refusal: "synthetics-runtime-retired",
    code: "ValidationException",
    emulator: "accepts",
    prepare: async () => ({
      refused: canary("old", { RuntimeVersion: "syn-nodejs-puppeteer-6.2" }),
      taken: canary("new"),
    }),
  },
];

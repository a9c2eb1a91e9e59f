import type { Refusal, RefusedCall } from "../overlay.ts";
import { jsonBody } from "../wire/index.ts";

const LOGS = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference";

type Fields = Readonly<Record<string, unknown>>;

function invalid(code: string, message: string): RefusedCall {
  return { status: 400, code, message };
}

const filterForm: Refusal = {
  id: "logs-metric-filter-form",
  service: "logs",
  actions: ["PutMetricFilter"],
  rule: "A filter's and a metric's name have no colon and no asterisk, a metric's no dollar sign; a filter makes one metric; a pattern that begins with a brace ends with one.",
  source: `${LOGS}/API_PutMetricFilter.html`,
  async check(call) {
    const { filterName, filterPattern, metricTransformations } = jsonBody(call);
    const metrics = Array.isArray(metricTransformations) ? (metricTransformations as readonly Fields[]) : [];
    const named = /^[^:*]{1,512}$/.test(String(filterName));
    const metric = metrics.length === 1 && /^[^:*$]{1,255}$/.test(String(metrics[0]?.metricName));
    const pattern = String(filterPattern ?? "").trim();
    const closed = !pattern.startsWith("{") || (pattern.endsWith("}") && !/[^=!<>]==/.test(pattern));
    return named && metric && closed && pattern.length <= 1024
      ? undefined
      : invalid("InvalidParameterException", "Invalid metric filter: name, metric transformation or pattern");
  },
};

const filterDefault: Refusal = {
  id: "logs-metric-filter-default-with-dimensions",
  service: "logs",
  actions: ["PutMetricFilter"],
  rule: "A metric filter has a default value or dimensions, at most three, and not both.",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html",
  async check(call) {
    const metrics = jsonBody(call).metricTransformations;
    for (const { dimensions, defaultValue } of Array.isArray(metrics) ? (metrics as readonly Fields[]) : []) {
      const count = Object.keys((dimensions ?? {}) as object).length;
      if (count > 3)
        return invalid("InvalidParameterException", "A metric filter takes at most 3 dimensions");
      if (count > 0 && defaultValue !== undefined && defaultValue !== null) {
        return invalid(
          "InvalidParameterException",
          "Invalid metric transformation: dimensions and default value are mutually exclusive properties",
        );
      }
    }
    return undefined;
  },
};

const samplingRule: Refusal = {
  id: "xray-sampling-rule-range",
  service: "xray",
  actions: ["CreateSamplingRule"],
  rule: "A sampling rule has a name of 1 to 32 characters, a priority from 1 to 9999, a rate from 0 to 1 and a reservoir of 0 or more.",
  source: "https://docs.aws.amazon.com/xray/latest/api/API_SamplingRule.html",
  async check(call) {
    const rule = (jsonBody(call).SamplingRule ?? {}) as Fields;
    const within = (value: unknown, least: number, most: number) =>
      Number(value) >= least && Number(value) <= most;
    const name = String(rule.RuleName ?? "");
    return name.length >= 1 &&
      name.length <= 32 &&
      within(rule.Priority, 1, 9999) &&
      within(rule.FixedRate, 0, 1) &&
      within(rule.ReservoirSize, 0, Number.POSITIVE_INFINITY)
      ? undefined
      : invalid(
          "InvalidRequestException",
          "Sampling rule out of range: name, priority, fixed rate or reservoir",
        );
  },
};

const groupName: Refusal = {
  id: "xray-group-name-too-long",
  service: "xray",
  actions: ["CreateGroup"],
  rule: "A group's name has 1 to 32 characters.",
  source: "https://docs.aws.amazon.com/xray/latest/api/API_CreateGroup.html",
  async check(call) {
    const name = String(jsonBody(call).GroupName ?? "");
    return name.length >= 1 && name.length <= 32
      ? undefined
      : invalid("InvalidRequestException", "GroupName must have 1 to 32 characters");
  },
};

/** Read November 2026, with what was deprecated by then. */
const RETIRED =
  /^syn-(?:1\.0|nodejs-2\.\d|nodejs-puppeteer-[3-7]\.\d|python-selenium-(?:[1-4]\.\d|5\.[01]))$/;

const canaryForm: Refusal = {
  id: "synthetics-canary-form",
  service: "synthetics",
  actions: ["CreateCanary"],
  rule: "A canary's name is lower case, digits, hyphens and underscores, at most 255; it runs for 3 to 840 seconds in 960 to 3008 MB, every minute to every hour.",
  source: "https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CreateCanary.html",
  async check(call) {
    const { Name, RunConfig, Schedule } = jsonBody(call);
    const { TimeoutInSeconds = 60, MemoryInMB = 1000 } = (RunConfig ?? {}) as Fields;
    const expression = String(((Schedule ?? {}) as Fields).Expression);
    const rate = /^rate\((\d+) (minutes?|hour)\)$/.exec(expression);
    const minutes = rate === null ? undefined : Number(rate[1]) * (rate[2] === "hour" ? 60 : 1);
    const often = expression.startsWith("cron(") || (minutes !== undefined && minutes <= 60);
    const [seconds, memory] = [Number(TimeoutInSeconds), Number(MemoryInMB)];
    return /^[0-9a-z_-]{1,255}$/.test(String(Name)) &&
      often &&
      seconds >= 3 &&
      seconds <= 840 &&
      memory >= 960 &&
      memory <= 3008
      ? undefined
      : invalid("ValidationException", "Canary out of range: name, schedule, timeout or memory");
  },
};

const canaryRuntime: Refusal = {
  id: "synthetics-runtime-retired",
  service: "synthetics",
  actions: ["CreateCanary", "UpdateCanary"],
  rule: "No canary is made with a runtime that was deprecated.",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Runtime_Support_Policy.html",
  async check(call) {
    const runtime = jsonBody(call).RuntimeVersion;
    return typeof runtime === "string" && RETIRED.test(runtime)
      ? invalid("ValidationException", `Deprecated runtime version: ${runtime}`)
      : undefined;
  },
};

const monitorForm: Refusal = {
  id: "rum-monitor-form",
  service: "rum",
  actions: ["CreateAppMonitor", "UpdateAppMonitor"],
  rule: "A monitor's name is letters, digits and . - _ #; its domain has no path; it hears a share of sessions from 0 to 1, and its pool is an id of Cognito's.",
  source: "https://docs.aws.amazon.com/cloudwatchrum/latest/APIReference/API_AppMonitorConfiguration.html",
  async check(call) {
    const { Name, Domain, AppMonitorConfiguration } = jsonBody(call);
    const { SessionSampleRate = 0.1, IdentityPoolId } = (AppMonitorConfiguration ?? {}) as Fields;
    const rate = Number(SessionSampleRate);
    const named = Name === undefined || /^(?!\.)[.\-_#A-Za-z0-9]{1,255}$/.test(String(Name));
    const domain =
      Domain === undefined || /^(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/.test(String(Domain));
    const pool = IdentityPoolId === undefined || /^[\w-]+:[0-9a-f-]+$/.test(String(IdentityPoolId));
    return named && domain && pool && rate >= 0 && rate <= 1
      ? undefined
      : invalid(
          "ValidationException",
          "App monitor out of range: name, domain, sample rate or identity pool",
        );
  },
};

export const observabilityRefusals: readonly Refusal[] = [
  filterForm,
  filterDefault,
  samplingRule,
  groupName,
  canaryForm,
  canaryRuntime,
  monitorForm,
];

import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall } from "../overlay.ts";
import { type Form, flag, items, parseForm } from "../wire/index.ts";

const API = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference";
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 604_800;
const WIDGETS_AT_MOST = 500;

function invalid(message: string): RefusedCall {
  return { status: 400, code: "ValidationError", message };
}

/** Periods that the alarm reads metrics in: its own, or those of the metrics in its formula. */
function periodsOf(form: Form): number[] {
  const own = form.get("Period");
  const inside = [...items(form, "Metrics").values()].flatMap(
    (query) => query.get("MetricStat.Period") ?? query.get("Period") ?? [],
  );
  return [...(own === undefined ? [] : [own]), ...inside].map(Number);
}

const period: Refusal = {
  id: "cloudwatch-alarm-period",
  service: "cloudwatch",
  actions: ["PutMetricAlarm"],
  rule: "A period is 10, 20 or 30 seconds, or a multiple of 60.",
  source: `${API}/API_PutMetricAlarm.html`,
  async check(call) {
    const wrong = periodsOf(parseForm(call.body)).find(
      (seconds) => ![10, 20, 30].includes(seconds) && (seconds < 60 || seconds % 60 !== 0),
    );
    return wrong === undefined
      ? undefined
      : invalid(`Period must be 10, 20, 30 or a multiple of 60, not ${wrong}`);
  },
};

const window: Refusal = {
  id: "cloudwatch-alarm-window-too-long",
  service: "cloudwatch",
  actions: ["PutMetricAlarm"],
  rule: "An alarm looks back a day at most, and seven days from periods of an hour on.",
  source: `${API}/API_PutMetricAlarm.html`,
  async check(call) {
    const form = parseForm(call.body);
    const count = Number(form.get("EvaluationPeriods"));
    const tooLong = periodsOf(form).some(
      (seconds) => seconds * count > (seconds < HOUR_SECONDS ? DAY_SECONDS : WEEK_SECONDS),
    );
    return tooLong
      ? invalid(
          "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)",
        )
      : undefined;
  },
};

const datapoints: Refusal = {
  id: "cloudwatch-alarm-datapoints",
  service: "cloudwatch",
  actions: ["PutMetricAlarm"],
  rule: "Of the periods that are looked at no more can be asked to breach than there are.",
  source: `${API}/API_PutMetricAlarm.html`,
  async check(call) {
    const form = parseForm(call.body);
    const wanted = form.get("DatapointsToAlarm");
    return wanted !== undefined && Number(wanted) > Number(form.get("EvaluationPeriods"))
      ? invalid("DatapointsToAlarm must be less than or equal to EvaluationPeriods")
      : undefined;
  },
};

const watched: Refusal = {
  id: "cloudwatch-alarm-formula-unwatched",
  service: "cloudwatch",
  actions: ["PutMetricAlarm"],
  rule: "Of the metrics and expressions of an alarm exactly one returns data, the one that is watched, and with an anomaly band the band beside it. Ten metrics at most.",
  source: `${API}/API_MetricDataQuery.html`,
  async check(call) {
    const queries = [...items(parseForm(call.body), "Metrics").values()];
    if (queries.length === 0) return undefined;
    const metrics = queries.filter((query) => query.has("MetricStat.Stat")).length;
    if (metrics > 10) return invalid(`An alarm takes at most 10 metrics, not ${metrics}`);
    const band = parseForm(call.body).get("ThresholdMetricId");
    const watched = queries.filter(
      (query) => query.get("Id") !== band && (flag(query, "ReturnData") ?? true),
    );
    return watched.length === 1
      ? undefined
      : invalid("Exactly one element of the metrics list should return data.");
  },
};

const BAND_OPERATORS = [
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
  "LessThanLowerOrGreaterThanUpperThreshold",
];

const band: Refusal = {
  id: "cloudwatch-alarm-band",
  service: "cloudwatch",
  actions: ["PutMetricAlarm"],
  rule: "An alarm on an anomaly band names the expression that is the band, compares with a band's edge and has no threshold of its own; no other alarm compares so.",
  source: `${API}/API_PutMetricAlarm.html`,
  async check(call) {
    const form = parseForm(call.body);
    const named = form.get("ThresholdMetricId");
    const compares = BAND_OPERATORS.includes(form.get("ComparisonOperator") ?? "");
    if (named === undefined)
      return compares ? invalid("ThresholdMetricId is required for an anomaly band") : undefined;
    const expression = [...items(form, "Metrics").values()].find((query) => query.get("Id") === named);
    const isBand = expression?.get("Expression")?.startsWith("ANOMALY_DETECTION_BAND(") === true;
    return isBand && compares && !form.has("Threshold")
      ? undefined
      : invalid(
          "ThresholdMetricId must be the id of an ANOMALY_DETECTION_BAND, compared with its edges, without Threshold",
        );
  },
};

const QUERY_SECONDS = 10_800;

const queryForm: Refusal = {
  id: "cloudwatch-alarm-query-form",
  service: "cloudwatch",
  actions: ["PutMetricAlarm"],
  rule: "An alarm on a query of Metrics Insights looks back three hours at most, and where the query groups it also says an order.",
  source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html",
  async check(call) {
    const form = parseForm(call.body);
    const query = [...items(form, "Metrics").values()]
      .map((each) => each.get("Expression"))
      .find((each) => /^\s*SELECT\s/i.test(each ?? ""));
    if (query === undefined) return undefined;
    if (/\sGROUP BY\s/i.test(query) && !/\sORDER BY\s/i.test(query))
      return invalid("An alarm on a query with GROUP BY needs ORDER BY");
    const tooLong = periodsOf(form).some(
      (seconds) => seconds * Number(form.get("EvaluationPeriods")) > QUERY_SECONDS,
    );
    return tooLong
      ? invalid("An alarm on a Metrics Insights query evaluates three hours at most")
      : undefined;
  },
};

const dashboard: Refusal = {
  id: "cloudwatch-dashboard-body",
  service: "cloudwatch",
  actions: ["PutDashboard"],
  rule: "A dashboard is a list of at most 500 widgets, each of a type, inside a grid 24 wide.",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html",
  async check(call) {
    const message = bodyProblem(call);
    return message === undefined ? undefined : { status: 400, code: "InvalidParameterInput", message };
  },
};

interface Widget {
  readonly type?: unknown;
  readonly x?: number;
  readonly width?: number;
}

function bodyProblem(call: AwsCall): string | undefined {
  const text = parseForm(call.body).get("DashboardBody");
  if (text === undefined) return undefined;
  let body: { readonly widgets?: readonly Widget[] };
  try {
    body = JSON.parse(text);
  } catch {
    // Text that is no JSON is refused by the emulator as well.
    return undefined;
  }
  if (!Array.isArray(body.widgets)) return "The field widgets must be present and a list";
  if (body.widgets.length > WIDGETS_AT_MOST) return `A dashboard has at most ${WIDGETS_AT_MOST} widgets`;
  const outside = body.widgets.some(
    ({ type, x = 0, width = 6 }) => typeof type !== "string" || x + width > 24,
  );
  return outside ? "A widget has no type or lies outside of the grid" : undefined;
}

export const cloudWatchRefusals: readonly Refusal[] = [
  period,
  window,
  datapoints,
  watched,
  band,
  queryForm,
  dashboard,
];

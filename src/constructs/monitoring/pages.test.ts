import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { renderRule } from "./alarmRule.ts";
import { balancerAlarms } from "./alarms/balancer.ts";
import { journeyAlarms } from "./alarms/journey.ts";
import { kpiAlarms } from "./alarms/kpi.ts";
import { maintenanceAlarm, regionComposites } from "./alarms/regionDown.ts";
import { unusualAlarms } from "./alarms/unusual.ts";
import { CompositeAlarms } from "./compositeAlarms.ts";
import { LogMetrics } from "./logMetrics.ts";
import { RegionAlarms } from "./regionAlarms.ts";
import { RegionDashboard } from "./regionDashboard.ts";

const EAST = "us-east-1";
const CRITICAL = "arn:aws:sns:us-east-1:111111111111:shop-production-alerts-critical";
const SERVICES = ["cart", "checkout", "payments", "orders", "inventory", "customers"];
const WATCHED = [
  balancerAlarms({
    arnSuffix: "app/public/1",
    targetsArnSuffix: "targetgroup/public/1",
    availabilityPercent: 99.9,
    latencyMs: 200,
    serving: true,
  }),
  journeyAlarms({
    naming: NAMING,
    journey: "buy",
    met: ["a", "b", "c", "d", "e"],
    services: SERVICES,
    availabilityPercent: 99.9,
    latencyMs: 500,
  }),
  kpiAlarms(NAMING, "buy", [
    { name: "orders-placed", unit: "Count", alarm: "less" },
    { name: "basket-value", unit: "None", alarm: "nothing" },
  ]),
  unusualAlarms({ balancerArnSuffix: "app/public/1", serving: true }),
  { title: "Maintenance", alarms: [maintenanceAlarm(NAMING)] },
];
const COMPOSITES = regionComposites(EAST, [{ name: "buy", services: SERVICES }]);

const built = synthesised((scope) => {
  const common = { naming: NAMING, region: EAST, tags: TAGS };
  const alarms = new RegionAlarms(scope, "alarms", { ...common, watched: WATCHED });
  new CompositeAlarms(scope, "pages", { ...common, alarms, composites: COMPOSITES });
  new RegionDashboard(scope, "dashboard", {
    ...common,
    watched: WATCHED,
    composites: COMPOSITES.map(({ name }) => name),
  });
});
const by = (key: string, type: string, of = built) =>
  Object.fromEntries(
    Object.values(of.all(type)).map((each) => [String(each[key]).replace("shop-production-", ""), each]),
  );
const alarms = by("alarm_name", "aws_cloudwatch_metric_alarm");
const composites = by("alarm_name", "aws_cloudwatch_composite_alarm");
const queries = (alarm: JsonObject | undefined) => (alarm?.metric_query ?? []) as JsonObject[];

describe("pages of a region", () => {
  it("speak once for many: what a composite speaks for has no action of its own", () => {
    const spokenFor = [
      ...["journey-buy-services", "journey-buy-services-2"],
      ...["5m", "30m", "1h", "6h"].map((window) => `journey-buy-burn-${window}`),
      ...["balancer-errors-fast", "balancer-no-target", "maintenance"],
    ];
    const silent = Object.keys(alarms).filter((name) => alarms[name]?.alarm_actions === undefined);
    expect(silent.sort()).toEqual(spokenFor.sort());
    const rules = Object.values(composites).map(({ alarm_rule }) => String(alarm_rule));
    for (const id of Object.keys(built.all("aws_cloudwatch_metric_alarm"))) {
      const spoken = rules.some((rule) => rule.includes(`aws_cloudwatch_metric_alarm.${id}.alarm_name`));
      const { alarm_name, alarm_actions } = built.all("aws_cloudwatch_metric_alarm")[id] ?? {};
      expect(spoken, String(alarm_name)).toBe(alarm_actions === undefined);
    }
  });

  it("are made after the alarms that they speak of, by reference", () => {
    const rule = String(composites["journey-buy"]?.alarm_rule);
    expect(rule.match(/ALARM\("\$\{aws_cloudwatch_metric_alarm\.\w+[\w-]*\.alarm_name\}"\)/g)).toHaveLength(
      6,
    );
    expect(rule.match(/\(ALARM\([^)]*\) AND ALARM\([^)]*\)\)/g)).toHaveLength(2);
    expect(composites["journey-buy"]).toMatchObject({
      alarm_actions: [CRITICAL],
      ok_actions: [CRITICAL],
      actions_suppressor: {
        alarm: expect.stringMatching(/aws_cloudwatch_composite_alarm\.pages_quiet/),
        wait_period: 120,
        extension_period: 300,
      },
    });
    expect(composites.quiet?.alarm_actions).toBeUndefined();
  });

  it("end an hour after the last time that somebody said to be at work", () => {
    expect(alarms.maintenance).toMatchObject({
      period: 60,
      evaluation_periods: 60,
      datapoints_to_alarm: 1,
      treat_missing_data: "notBreaching",
      dimensions: { Environment: "shop-production" },
    });
  });

  it("group what is joined otherwise than around it", () => {
    const rule = renderRule(
      { any: [{ alarm: "a" }, { all: [{ alarm: "b" }, { alarm: "c" }] }] },
      (name) => name,
    );
    expect(rule).toBe('ALARM("a") OR (ALARM("b") AND ALARM("c"))');
    expect(() => renderRule({ any: [] }, (name) => name)).toThrow(RangeError);
  });

  it("stand first on the dashboard, and figures without an alarm on it as well", () => {
    const { widgets } = JSON.parse(String(built.only("aws_cloudwatch_dashboard").dashboard_body)) as {
      widgets: { type: string; properties: { title?: string; alarms?: string[] } }[];
    };
    expect(widgets[0]?.properties.alarms?.[0]).toMatch(/:alarm:shop-production-way-in$/);
    const titles = widgets.map(({ properties }) => properties.title);
    expect(titles).toContain("basket-value (None)");
    expect(titles).toContain("kpi-orders-placed (Count)");
  });
});

describe("alarms of journeys and figures", () => {
  it("keep within the ten metrics of a formula for five services", () => {
    expect(queries(alarms["journey-buy-burn-6h"])).toHaveLength(11);
  });

  it("watch every service of a journey, five by an alarm, and draw each by itself", () => {
    expect(queries(alarms["journey-buy-services"])).toHaveLength(11);
    expect(queries(alarms["journey-buy-services-2"])).toHaveLength(3);
    const body = String(built.only("aws_cloudwatch_dashboard").dashboard_body);
    for (const service of SERVICES) expect(body).toContain(`service-${service}-down (%)`);
  });

  it("compare a figure with its band, both of which CloudWatch is told to return", () => {
    const alarm = alarms["kpi-orders-placed"];
    expect(alarm).toMatchObject({
      comparison_operator: "LessThanLowerThreshold",
      threshold_metric_id: "band",
      alarm_actions: ["arn:aws:sns:us-east-1:111111111111:shop-production-alerts-warning"],
    });
    expect(alarm?.threshold).toBeUndefined();
    expect(queries(alarm)).toMatchObject([
      { id: "band", expression: "ANOMALY_DETECTION_BAND(watched, 3)", return_data: true },
      { id: "watched", return_data: true, metric: { namespace: "shop/production/business" } },
    ]);
  });

  it("learn no usual traffic where nobody comes until a failover", () => {
    const idle = unusualAlarms({ balancerArnSuffix: "app/public/1", serving: false });
    expect(idle.alarms.map(({ name }) => name)).toEqual(["unusual-logs"]);
  });
});

describe("metrics from logs", () => {
  const made = synthesised((scope) => {
    new LogMetrics(scope, "metrics", {
      naming: NAMING,
      service: "checkout",
      groupName: "/trireme/shop/production/services/checkout",
      requests: true,
      kpis: [
        { name: "orders-placed", pattern: '{ $.event = "order.placed" }', unit: "Count" },
        { name: "turnover", pattern: '{ $.event = "order.placed" }', value: "$.total", unit: "None" },
      ],
    });
  });
  const filters = by("name", "aws_cloudwatch_log_metric_filter", made);

  it("tell requests, errors and latency by one metric of two outcomes", () => {
    expect(filters.requests?.metric_transformation).toMatchObject({
      namespace: "shop/production",
      name: "checkout-requests",
      value: "$.durationMs",
      dimensions: { Outcome: "$.outcome" },
    });
    // CloudWatch refuses a default beside dimensions.
    expect(filters.requests?.metric_transformation).not.toHaveProperty("default_value");
    expect(filters.requests?.pattern).toMatch(/ok.*error/);
  });

  it("count lines as one with a zero while there are none, and add fields up without", () => {
    expect(filters["kpi-orders-placed"]?.metric_transformation).toMatchObject({
      value: "1",
      default_value: "0",
    });
    expect(filters["kpi-turnover"]).toMatchObject({
      metric_transformation: { value: "$.total" },
    });
    expect(filters["kpi-turnover"]?.metric_transformation).not.toHaveProperty("default_value");
  });
});

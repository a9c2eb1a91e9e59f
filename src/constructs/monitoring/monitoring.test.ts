import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { type AlarmDefinition, isFormula, type WatchedResource } from "./alarms/alarm.ts";
import { type BalancerWatch, balancerAlarms } from "./alarms/balancer.ts";
import { type BucketWatch, bucketAlarms } from "./alarms/bucket.ts";
import { cacheAlarms } from "./alarms/cache.ts";
import { databaseAlarms } from "./alarms/database.ts";
import { clusterAlarms, gatewayAlarms } from "./alarms/infrastructure.ts";
import { tableAlarms } from "./alarms/table.ts";
import { vaultAlarms } from "./alarms/vault.ts";
import { AlertTopics, alertTopicArn } from "./alertTopics.ts";
import { HealthAlarms } from "./healthAlarms.ts";
import { RegionAlarms } from "./regionAlarms.ts";
import { RegionDashboard } from "./regionDashboard.ts";
import { ServiceLogs } from "./serviceLogs.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const BALANCER: BalancerWatch = {
  arnSuffix: "app/public/1",
  targetsArnSuffix: "targetgroup/public/1",
  availabilityPercent: 99.9,
  latencyMs: 500,
  serving: true,
};
const BUCKETS: BucketWatch = {
  store: "media-us",
  source: { region: EAST, bucket: "media-east" },
  destination: { region: WEST, bucket: "media-west" },
  ruleId: "to-us-west-2",
  rpoSeconds: 3600,
};
const EVERYTHING: readonly WatchedResource[] = [
  balancerAlarms(BALANCER),
  databaseAlarms({ store: "orders-us", clusterId: "orders", memoryGib: 16, rpoSeconds: 3600 }),
  cacheAlarms({ store: "sessions", nodeIds: ["sessions-001", "sessions-002"] }),
  tableAlarms([{ store: "cart-us", tableName: "cart", copies: [WEST], rpoSeconds: 60 }]),
  bucketAlarms(EAST, [BUCKETS]),
  gatewayAlarms({ gatewayIds: { a: "nat-1", b: "nat-2" } }),
  clusterAlarms({ clusterName: "shop", leastNodes: 3 }),
  vaultAlarms({ vaultName: "backups", daily: true }),
];
const ALARMS = EVERYTHING.flatMap(({ alarms }) => alarms);
/** What is drawn, and has a threshold of its own. */
const LIMITS = limitsOf(EVERYTHING);

function limitsOf(watched: readonly WatchedResource[]): readonly AlarmDefinition[] {
  return watched.flatMap(({ alarms }) => alarms).flatMap((alarm) => alarm.parts ?? [alarm]);
}

function named(alarms: readonly AlarmDefinition[], name: string): AlarmDefinition {
  const found = alarms.find((alarm) => alarm.name === name);
  if (found === undefined) throw new Error(`no alarm ${name}`);
  return found;
}

function rendered(watched: readonly WatchedResource[]): JsonObject[] {
  const built = synthesised((scope) => {
    new RegionAlarms(scope, "alarms", { naming: NAMING, region: EAST, watched, tags: TAGS });
  });
  return Object.values(built.all("aws_cloudwatch_metric_alarm"));
}

describe("alarms as data", () => {
  it("have names of their own and say in a sentence what is wrong", () => {
    expect(new Set(ALARMS.map(({ name }) => name)).size).toBe(ALARMS.length);
    for (const { meaning } of ALARMS) expect(meaning).toMatch(/^[A-Z0-9].*\.$/s);
  });

  it("stay within what CloudWatch evaluates: a day, or seven from periods of an hour on", () => {
    for (const { periodSeconds, periods, name } of ALARMS) {
      expect(periodSeconds % 60, name).toBe(0);
      expect(periodSeconds * periods, name).toBeLessThanOrEqual(periodSeconds < 3600 ? 86_400 : 604_800);
    }
  });

  it("use ten metrics at most in a formula, each of which the formula speaks of", () => {
    for (const { watch, name } of ALARMS) {
      if (!isFormula(watch)) continue;
      const ids = Object.keys(watch.of);
      expect(ids.length, name).toBeLessThanOrEqual(10);
      for (const id of ids) expect(watch.expression, name).toContain(id);
    }
  });

  it("take the rate of errors from the availability objective", () => {
    const threshold = (availabilityPercent: number, name: string) =>
      named(balancerAlarms({ ...BALANCER, availabilityPercent }).alarms, name).threshold;
    expect(threshold(99.9, "balancer-errors-fast")).toBeCloseTo(1.44);
    expect(threshold(99.9, "balancer-errors-slow")).toBeCloseTo(0.6);
    expect(threshold(99.99, "balancer-errors-fast")).toBeCloseTo(0.144);
  });

  it("take latency in seconds from an objective in milliseconds", () => {
    expect(named(ALARMS, "balancer-latency").threshold).toBe(0.5);
  });

  it("wake somebody when half of what may be lost is on its way, in the unit of each service", () => {
    expect(named(LIMITS, "orders-us-region-lag")).toMatchObject({
      threshold: 1_800_000,
      unit: "ms",
      severity: "critical",
    });
    expect(named(LIMITS, "cart-us-lag-us-west-2")).toMatchObject({ threshold: 30_000, unit: "ms" });
    expect(named(limitsOf([bucketAlarms(WEST, [BUCKETS])]), "media-us-lag-from-us-east-1")).toMatchObject({
      threshold: 1800,
      unit: "s",
    });
  });

  it("watch objects arriving where they arrive and failing where they leave", () => {
    expect(limitsOf([bucketAlarms(EAST, [BUCKETS])]).map(({ name }) => name)).toEqual([
      "media-us-failed-to-us-west-2",
    ]);
    expect(limitsOf([bucketAlarms(WEST, [BUCKETS])]).map(({ name }) => name)).toEqual([
      "media-us-lag-from-us-east-1",
    ]);
  });

  it("take silence for a fault only where there is always something to say", () => {
    const silent = ALARMS.filter(({ silence }) => silence === "fault").map(({ name }) => name);
    expect(silent).toEqual(["balancer-no-target", "cluster-few-nodes", "backup-none"]);
    const idle = balancerAlarms({ ...BALANCER, serving: false }).alarms;
    expect(idle.filter(({ silence }) => silence === "fault")).toEqual([]);
  });

  it("keep connections below what the instance's memory allows", () => {
    const connections = (memoryGib: number) =>
      named(limitsOf([databaseAlarms({ store: "o", clusterId: "o", memoryGib })]), "o-connections").threshold;
    expect(connections(16)).toBe(1441);
    expect(connections(256)).toBe(4000);
  });
});

describe("rendered alarms", () => {
  it("speak to the topic of their severity in their own region, when they sound and when they end", () => {
    const [slow] = rendered([{ title: "one", alarms: [named(ALARMS, "balancer-errors-slow")] }]);
    const topic = alertTopicArn(NAMING, EAST, "warning");
    expect(slow).toMatchObject({
      alarm_name: "shop-production-balancer-errors-slow",
      alarm_actions: [topic],
      ok_actions: [topic],
      treat_missing_data: "notBreaching",
    });
  });

  it("watch exactly one result of a formula", () => {
    for (const alarm of rendered(EVERYTHING)) {
      const queries = (alarm.metric_query ?? []) as JsonObject[];
      const watched = queries.filter((query) => query.return_data === true);
      expect(watched.length, String(alarm.alarm_name)).toBe(queries.length === 0 ? 0 : 1);
      expect("metric_name" in alarm).toBe(queries.length === 0);
    }
  });

  it("give a percentile as CloudWatch wants it", () => {
    const [latency] = rendered([{ title: "one", alarms: [named(ALARMS, "balancer-latency")] }]);
    expect(latency).toMatchObject({
      extended_statistic: "p99",
      evaluate_low_sample_count_percentiles: "ignore",
    });
    expect(latency).not.toHaveProperty("statistic");
  });
});

describe("a region's dashboard", () => {
  const built = synthesised((scope) => {
    new RegionDashboard(scope, "dashboard", { naming: NAMING, region: EAST, watched: EVERYTHING });
  });
  const dashboard = built.only("aws_cloudwatch_dashboard");
  const widgets = (JSON.parse(String(dashboard.dashboard_body)) as { widgets: JsonObject[] }).widgets;

  it("bears the region in its name, since dashboards of all regions share one namespace", () => {
    expect(dashboard.dashboard_name).toBe("shop-production-us-east-1");
  });

  it("draws every alarm with its threshold, and nothing over anything else", () => {
    const graphs = widgets.filter(({ type }) => type === "metric");
    expect(graphs).toHaveLength(LIMITS.length);
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: Number(width) * Number(height) }, (_, at) =>
        [Number(x) + (at % Number(width)), Number(y) + Math.floor(at / Number(width))].join(","),
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(widgets.every(({ x, width }) => Number(x) + Number(width) <= 24)).toBe(true);
  });

  it("is several where there is much to see, none with more widgets than CloudWatch takes, and every graph on one", () => {
    const watched = Array.from({ length: 400 }, (_, index) =>
      databaseAlarms({ store: `store-${index}`, clusterId: `store-${index}`, memoryGib: 16 }),
    );
    const many = synthesised((scope) => {
      new RegionDashboard(scope, "dashboard", { naming: NAMING, region: EAST, watched });
    });
    const dashboards = Object.values(many.all("aws_cloudwatch_dashboard"));
    const drawn = dashboards.map(
      ({ dashboard_body }) => (JSON.parse(String(dashboard_body)) as { widgets: JsonObject[] }).widgets,
    );
    expect(new Set(dashboards.map(({ dashboard_name }) => dashboard_name)).size).toBe(dashboards.length);
    expect(Math.max(...drawn.map((each) => each.length))).toBeLessThan(500);
    expect(drawn.flat().filter(({ type }) => type === "metric")).toHaveLength(limitsOf(watched).length);
  });
});

describe("topics, logs and health alarms", () => {
  it("encrypt topics and let this account's alarms and vaults publish", () => {
    const built = synthesised((scope) => {
      new AlertTopics(scope, "alerts", {
        naming: NAMING,
        region: EAST,
        keyArn: "arn:aws:kms:us-east-1:111111111111:key/1",
        emails: { critical: ["on-call@shop.example"] },
        tags: TAGS,
      });
    });
    const topics = Object.values(built.all("aws_sns_topic"));
    expect(topics.map(({ name }) => name)).toEqual([
      "shop-production-alerts-critical",
      "shop-production-alerts-warning",
    ]);
    expect(topics.every(({ kms_master_key_id }) => kms_master_key_id !== undefined)).toBe(true);
    for (const { policy } of Object.values(built.all("aws_sns_topic_policy"))) {
      expect(policyIn(policy).Statement[0]).toMatchObject({
        Principal: { Service: ["cloudwatch.amazonaws.com", "backup.amazonaws.com"] },
        Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
      });
    }
    expect(built.only("aws_sns_topic_subscription")).toMatchObject({
      protocol: "email",
      endpoint: "on-call@shop.example",
    });
  });

  it.each([
    ["cardholder", 365],
    ["personal", 90],
    ["public", 30],
    [undefined, 90],
  ])("keep logs of %s data %i days", (dataClass, days) => {
    const built = synthesised((scope) => {
      new ServiceLogs(scope, "logs", {
        naming: NAMING,
        service: "orders",
        keyArn: "arn:aws:kms:us-east-1:111111111111:key/1",
        protect: true,
        tags: { ...TAGS, ...(dataClass === undefined ? {} : { dataClass }) },
      });
    });
    expect(built.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "/trireme/shop/production/services/orders",
      retention_in_days: days,
      skip_destroy: true,
    });
  });

  it("let EventBridge's rules publish only where they are asked to, each to its topic and by no condition", () => {
    const ofRules = (eventRules?: boolean) => {
      const built = synthesised((scope) => {
        new AlertTopics(scope, "alerts", {
          naming: NAMING,
          region: EAST,
          keyArn: "arn:key",
          ...(eventRules === undefined ? {} : { eventRules }),
          tags: TAGS,
        });
      });
      return Object.values(built.all("aws_sns_topic_policy")).flatMap(({ policy }) =>
        policyIn(policy).Statement.filter(({ Principal }) => JSON.stringify(Principal).includes("events.")),
      );
    };
    expect([...ofRules(), ...ofRules(false)]).toEqual([]);
    // What EventBridge publishes bears no condition keys: any condition would shut it out.
    expect(ofRules(true)).toEqual(
      (["critical", "warning"] as const).map((severity) => ({
        Sid: "RulesOfEventBridge",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: alertTopicArn(NAMING, EAST, severity),
      })),
    );
  });

  it("refuse to publish over plain HTTP", () => {
    const built = synthesised((scope) => {
      new AlertTopics(scope, "alerts", { naming: NAMING, region: EAST, keyArn: "arn:key", tags: TAGS });
    });
    for (const { policy } of Object.values(built.all("aws_sns_topic_policy"))) {
      expect(policyIn(policy).Statement).toContainEqual(
        expect.objectContaining({
          Effect: "Deny",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
      );
    }
    expect(built.all("aws_sns_topic_subscription")).toEqual({});
  });

  it("encrypt logs, and let them go with the stack or after as many days as asked", () => {
    const built = synthesised((scope) => {
      new ServiceLogs(scope, "logs", {
        naming: NAMING,
        service: "orders",
        keyArn: "arn:key",
        retentionDays: 7,
        protect: false,
        tags: TAGS,
      });
    });
    expect(built.only("aws_cloudwatch_log_group")).toMatchObject({
      kms_key_id: "arn:key",
      retention_in_days: 7,
      skip_destroy: false,
    });
  });

  it("tell of an unhealthy region through the topic of the region in which Route 53 measures", () => {
    const built = synthesised((scope) => {
      new HealthAlarms(scope, "health", { naming: NAMING, healthCheckIds: { "eu-west-1": "1" }, tags: TAGS });
    });
    expect(built.only("aws_cloudwatch_metric_alarm")).toMatchObject({
      alarm_name: "shop-production-health-eu-west-1",
      dimensions: { HealthCheckId: "1" },
      alarm_actions: ["arn:aws:sns:us-east-1:111111111111:shop-production-alerts-critical"],
      treat_missing_data: "breaching",
    });
  });
});

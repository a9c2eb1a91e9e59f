import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ALERT_PUBLISHERS,
  BrowserMonitor,
  BrowserRole,
  balancerAlarms,
  browserAlarms,
  Canaries,
  CanaryRole,
  CompositeAlarms,
  DataKey,
  journeyAlarms,
  kpiAlarms,
  LogMetrics,
  LogQueries,
  maintenanceAlarm,
  outsideAlarms,
  outsideComposite,
  RegionAlarms,
  RegionDashboard,
  regionComposites,
  serverlessAlarms,
  Tracing,
  tableAlarms,
  undeliveredAlarms,
  unusualAlarms,
} from "../../constructs/index.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const REGION = "us-east-1";
const naming = { platform: "shop", environment: "production", account: ACCOUNT };
const tags = { service: "platform", owner: "platform-team", costCentre: "shop-1001" };
const services = ["cart", "checkout", "payments"];
const watched = [
  balancerAlarms({
    arnSuffix: "app/shop-production-public/0123456789abcdef",
    targetsArnSuffix: "targetgroup/shop-production-public/0123456789abcdef",
    availabilityPercent: 99.9,
    latencyMs: 500,
    serving: true,
  }),
  journeyAlarms({
    naming,
    journey: "buy",
    met: ["cart", "checkout"],
    services,
    availabilityPercent: 99.9,
    latencyMs: 500,
  }),
  kpiAlarms(naming, "buy", [{ name: "orders-placed", unit: "Count", alarm: "less" }]),
  unusualAlarms({ balancerArnSuffix: "app/shop-production-public/0123456789abcdef", serving: true }),
  browserAlarms(naming),
  outsideAlarms({ naming, journeys: ["buy"], everyMinutes: 5 }),
  // Asked for over all there are, and several limits in one alarm.
  tableAlarms([
    { store: "cart-us", tableName: "shop-production-cart-us", copies: ["us-west-2"], rpoSeconds: 60 },
  ]),
  undeliveredAlarms([{ from: "events", queueName: "shop-production-events-undelivered" }], { rules: true }),
  ...serverlessAlarms({
    functions: [{ name: "image-alert", functionName: "shop-production-image-alert" }],
    apis: [
      {
        name: "partners",
        apiName: "shop-production-partners",
        availabilityPercent: 99.9,
        timeoutSeconds: 20,
      },
    ],
    workflows: [],
  }),
  { title: "Maintenance", alarms: [maintenanceAlarm(naming)] },
];
const composites = [
  ...regionComposites(REGION, [{ name: "buy", services }]),
  outsideComposite(REGION, "us-west-2", ["buy"]),
];

const region: Part = {
  id: REGION,
  region: REGION,
  build(scope) {
    const common = { naming, region: REGION, tags };
    const group = new CloudwatchLogGroup(scope, "group", {
      name: "/trireme/shop/production/services/checkout",
    });
    new LogMetrics(scope, "metrics", {
      naming,
      service: "checkout",
      groupName: group.name,
      requests: true,
      kpis: [{ name: "orders-placed", pattern: '{ $.event = "order.placed" }', unit: "Count" }],
    });
    const { arn: keyArn } = new DataKey(scope, "key", {
      ...common,
      purpose: "us",
      publishers: ALERT_PUBLISHERS,
    });
    new CanaryRole(scope, "canary-role", { naming, regions: [REGION], keyPurposes: ["us"], tags });
    new Canaries(scope, "canaries", {
      ...common,
      keyArn,
      journeys: [{ journey: "buy", visits: [{ url: "https://www.shop.example.com/", status: 200 }] }],
      everyMinutes: 5,
      protect: false,
    });
    new Tracing(scope, "traces", {
      naming,
      keyArn,
      encrypts: true,
      slowMs: 500,
      journeys: [{ name: "buy", met: ["cart", "checkout"] }],
      critical: ["checkout"],
      criticalPercent: 20,
      percent: 5,
      tags,
    });
    const { poolId } = new BrowserMonitor(scope, "browsers", {
      naming,
      domain: "shop.example.com",
      samplePercent: 5,
      cookies: false,
      tags,
    });
    new BrowserRole(scope, "browser-role", { naming, poolIds: { [REGION]: poolId }, tags });
    new LogQueries(scope, "queries", { naming, groupNames: [group.name] });
    const alarms = new RegionAlarms(scope, "alarms", { ...common, watched });
    new CompositeAlarms(scope, "pages", { ...common, alarms, composites });
    new RegionDashboard(scope, "dashboard", {
      ...common,
      watched,
      composites: composites.map(({ name }) => name),
    });
    return undefined;
  },
};

describe.skipIf(toolsMissing)(`what is watched, applied by Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const cloudwatch = async (action: string, parameters: Readonly<Record<string, string>>) =>
    await rehearsal.query(
      { service: "monitoring", region: REGION, version: "2010-08-01" },
      action,
      parameters,
    );
  const set = async (alarm: string, StateValue: string) =>
    await cloudwatch("SetAlarmState", {
      AlarmName: `shop-production-${alarm}`,
      StateValue,
      StateReason: "a test",
    });
  /** Composites that speak now: they sound, and nothing holds them back. */
  const pages = async () => {
    const { body } = await cloudwatch("DescribeAlarms", {
      "AlarmTypes.member.1": "CompositeAlarm",
      StateValue: "ALARM",
    });
    return body
      .split("<AlarmName>shop-production-")
      .slice(1)
      .filter((each) => !each.includes("ActionsSuppressedBy"))
      .map((each) => each.slice(0, each.indexOf("<")))
      .filter((name) => name !== "quiet");
  };

  it("applies and plans nothing more", async () => {
    await rehearsal.apply(region);
    expect(await rehearsal.changes(region)).toEqual([]);
  }, 300_000);

  it("pages once for a journey, whichever of its services fall", async () => {
    await set("journey-buy-services", "ALARM");
    // The journey waits two minutes whether the region's way in has more to say.
    expect(await pages()).toEqual([]);
    await rehearsal.sandbox.advanceClock(121);
    expect(await pages()).toEqual(["journey-buy"]);
  });

  it("pages for the region alone when its way in falls, and for nobody during maintenance", async () => {
    await set("balancer-no-target", "ALARM");
    await rehearsal.sandbox.advanceClock(121);
    expect(await pages()).toEqual(["way-in"]);

    await set("maintenance", "ALARM");
    expect(await pages()).toEqual([]);
    expect(await rehearsal.changes(region)).toEqual([]);
  });

  it("pages again five minutes after maintenance, when something is still down", async () => {
    await set("maintenance", "OK");
    expect(await pages()).toEqual([]);
    await rehearsal.sandbox.advanceClock(301);
    expect(await pages()).toEqual(["way-in"]);
    await set("balancer-no-target", "OK");
    await rehearsal.sandbox.advanceClock(301);
    expect(await pages()).toEqual(["journey-buy"]);
    await set("journey-buy-services", "OK");
    expect(await pages()).toEqual([]);
  });

  it("is destroyed without a rest", async () => {
    await rehearsal.destroy(region);
    const { body } = await cloudwatch("DescribeAlarms", { "AlarmTypes.member.1": "CompositeAlarm" });
    expect(body).not.toContain("<AlarmName>");
  }, 120_000);
});

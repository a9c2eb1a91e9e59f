import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Accelerator,
  keptAwayAlarm,
  keptAwayAlarmName,
  keptAwayAlarms,
  RegionAlarms,
  recoveryNamespace,
} from "../../constructs/index.ts";
import { NAMING, TAGS } from "../../constructs/testing/synthesised.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";
import { EAST, twoRegionTraffic, WEST } from "./testing/twoRegionTraffic.ts";

const DOMAIN = "shop.example.com";
const naming = { ...NAMING, account: ACCOUNT };
const namespace = recoveryNamespace(naming);

const alarms: Part = {
  id: `${WEST}/compute`,
  region: WEST,
  build(scope) {
    new RegionAlarms(scope, "alarms", {
      naming,
      region: WEST,
      watched: keptAwayAlarms([{ region: EAST, alarm: keptAwayAlarm(EAST), namespace, metric: "KeptAway" }]),
      tags: TAGS,
    });
    return undefined;
  },
};

/** The one alarm: Route 53 follows none that is not there. */
const keptAway = { alarm: keptAwayAlarmName(naming, EAST), region: WEST };

const traffic: Part = {
  id: "global/traffic",
  region: EAST,
  build(scope) {
    const regional = twoRegionTraffic(scope, { naming, domain: DOMAIN, more: { [EAST]: { keptAway } } });
    return { enter: regional.healthCheckIds[EAST] ?? "" };
  },
};

const FAST = "fast.example.com";

/** The same behind an accelerator, which knows no latch. */
const accelerated: Part = {
  id: "global/accelerated",
  region: EAST,
  build(scope) {
    const arn = (region: string) =>
      `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:loadbalancer/app/shop/50dc6c495c0c9188`;
    const accelerator = new Accelerator(scope, "accelerator", {
      naming,
      home: "us",
      balancerArns: { [EAST]: arn(EAST), [WEST]: arn(WEST) },
      tags: TAGS,
    });
    twoRegionTraffic(scope, {
      naming: { ...naming, environment: "fast" },
      domain: FAST,
      more: { [EAST]: { accelerator, keptAway }, [WEST]: { accelerator } },
    });
    return undefined;
  },
};

describe.skipIf(toolsMissing)(`names that keep away from a region, with Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  let enter = "";
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const status = async () => {
    const path = `/2013-04-01/healthcheck/${enter}/status`;
    return (await rehearsal.request({ service: "route53", region: EAST, method: "GET", path })).body;
  };
  const led = async (domain = DOMAIN) =>
    (await rehearsal.sandbox.resolveName({ name: `www.${domain}`, type: "A", clientRegion: EAST }))
      .answers[0];
  const put = async (value: 0 | 1) => {
    const place = { service: "monitoring", region: WEST, version: "2010-08-01" };
    const answer = await rehearsal.query(place, "PutMetricData", {
      Namespace: namespace,
      "MetricData.member.1.MetricName": "KeptAway",
      "MetricData.member.1.Dimensions.member.1.Name": "Region",
      "MetricData.member.1.Dimensions.member.1.Value": EAST,
      "MetricData.member.1.Value": String(value),
    });
    expect(answer.status).toBe(200);
    await rehearsal.sandbox.advanceClock(120);
  };

  it("are made with the alarm that they follow, healthy at first, and plan nothing more", async () => {
    for (const part of [alarms, traffic]) {
      const { outputs } = await rehearsal.apply(part);
      enter = String(outputs.enter ?? "");
      expect(await rehearsal.changes(part), part.id).toEqual([]);
    }
    expect(await status()).toContain("Success: 2 of 2 children healthy");
    expect(await led()).toContain(EAST);
  }, 500_000);

  it("follow a value that is put in the other region, until another is put, and nothing is planned for that", async () => {
    await put(1);
    expect(await status()).toContain("Failure: 1 of 2 children healthy");
    expect(await led()).toContain(WEST);
    await rehearsal.sandbox.advanceClock(86_400);
    expect(await led()).toContain(WEST);
    for (const part of [alarms, traffic]) expect(await rehearsal.changes(part), part.id).toEqual([]);
    await put(0);
    expect(await led()).toContain(EAST);
  }, 500_000);

  it("lead past an accelerator while they keep away, and to it before and after", async () => {
    await rehearsal.apply(accelerated);
    expect(await rehearsal.changes(accelerated)).toEqual([]);
    expect(await led(FAST)).toContain(EAST);
    await rehearsal.sandbox.loseRegion(EAST);
    await put(1);
    await rehearsal.sandbox.restoreRegion(EAST);
    await rehearsal.sandbox.advanceClock(600);
    expect(await led(FAST)).toContain(WEST);
    await put(0);
    expect(await led(FAST)).toContain(EAST);
  }, 500_000);

  it("are destroyed with it", async () => {
    await rehearsal.destroy(accelerated);
    await rehearsal.destroy(traffic);
    await rehearsal.destroy(alarms);
    const path = "/2013-04-01/healthcheck";
    const left = await rehearsal.request({ service: "route53", region: EAST, method: "GET", path });
    expect(left.body).not.toContain("AlarmIdentifier");
  }, 500_000);
});

import { describe, expect, it } from "vitest";
import type { World } from "../overlay.ts";
import { cloudWatchOverlay } from "../overlays/cloudwatch/index.ts";
import { globalAcceleratorOverlay } from "../overlays/globalaccelerator/index.ts";
import { resolve } from "../overlays/route53/resolve.ts";
import { plainCheck, plainRecord } from "../overlays/route53/testing/plain.ts";
import type { DnsRecord, Route53View } from "../overlays/route53/view.ts";
import { FakeInstances } from "../overlays/testing/fakeInstances.ts";
import { jsonCall, queryCall } from "../overlays/testing/fakeWorld.ts";
import { Clients } from "./clients.ts";
import { lookingBack } from "./testing/customers.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const HOST = "www.example.com";
const ACCOUNT = "123456789012";

const record = (name: string, to: string, more: Partial<DnsRecord> = {}) =>
  plainRecord(name, { alias: { name: to, evaluateTargetHealth: true }, ...more });

/** How customers find a region: by health alone, by the latch too, by an accelerator, or by one with a way past it. */
type Way = "health" | "latch" | "accelerator" | "accelerator and latch";

/** Records as the platform makes them of two regions; without the latch, the check of the way in decides alone. */
function records(way: Way, accelerator: string): Route53View {
  const latched = way.endsWith("latch");
  const other = { [EAST]: WEST, [WEST]: EAST };
  const both = [EAST, WEST] as const;
  const host = { health: "entry", latch: "entry", "accelerator and latch": "accelerated" } as const;
  const target = (region: string) =>
    way === "accelerator" ? accelerator : `${host[way]}-${region}.example.com`;
  const follow = (region: string) => (latched ? `enter-${region}` : `answers-${region}`);
  return {
    zones: [
      {
        id: "Z",
        name: "example.com",
        records: both.flatMap((region) => [
          record(`origin-${region}.example.com`, `shop-1.${region}.elb.amazonaws.com`),
          ...[region, other[region]].map((to, at) =>
            record(`entry-${region}.example.com`, `origin-${to}.example.com`, {
              setIdentifier: to,
              failover: at === 0 ? "PRIMARY" : "SECONDARY",
              healthCheckId: follow(to),
            }),
          ),
          record(`accelerated-${region}.example.com`, accelerator, {
            setIdentifier: "accelerator",
            failover: "PRIMARY",
            healthCheckId: "accelerated",
          }),
          record(`accelerated-${region}.example.com`, `entry-${region}.example.com`, {
            setIdentifier: "names",
            failover: "SECONDARY",
          }),
          record(HOST, target(region), { setIdentifier: region, region }),
        ]),
      },
    ],
    checks: new Map([
      ...both.flatMap((region) => {
        const alarm = {
          name: `kept-away-${region}`,
          region: other[region],
          inSilence: "LastKnownStatus",
        } as const;
        return [
          plainCheck(`answers-${region}`, { fqdn: `origin-${region}.example.com` }),
          plainCheck(`kept-${region}`, { type: "CLOUDWATCH_METRIC", alarm }),
          plainCheck(`enter-${region}`, {
            type: "CALCULATED",
            children: [`answers-${region}`, `kept-${region}`],
            childThreshold: 2,
          }),
        ].map((each) => [each.id, each] as const);
      }),
      [
        "accelerated",
        plainCheck("accelerated", {
          type: "CALCULATED",
          children: both.map((region) => `kept-${region}`),
          childThreshold: 2,
        }),
      ],
    ]),
  };
}

/** Two endpoint groups, as the platform makes them; the name of the accelerator. */
async function acceleratorOf(world: World): Promise<string> {
  const overlay = globalAcceleratorOverlay();
  const send = async (action: string, body: object) => {
    const reply = await overlay.handle(jsonCall("globalaccelerator", WEST, action, body), world);
    return JSON.parse(String(reply?.body)) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  const { Accelerator } = await send("CreateAccelerator", { Name: "us" });
  const { Listener } = await send("CreateListener", { AcceleratorArn: Accelerator?.AcceleratorArn });
  for (const region of [EAST, WEST]) {
    const EndpointId = `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:loadbalancer/app/shop/1f`;
    await send("CreateEndpointGroup", {
      ListenerArn: Listener?.ListenerArn,
      EndpointGroupRegion: region,
      TrafficDialPercentage: 100,
      EndpointConfigurations: [{ EndpointId, Weight: 128 }],
    });
  }
  return Accelerator?.DnsName ?? "";
}

/** Customers of a shop over two regions whose stock is an RDS instance with one copy. */
async function shop(way: Way) {
  const rds = await FakeInstances.pair();
  const { world } = rds;
  const { clock } = world;
  const view = records(way, await acceleratorOf(world));
  const cloudwatch = (action: string, parameters: Readonly<Record<string, string>>) =>
    cloudWatchOverlay.handle(queryCall("cloudwatch", WEST, action, parameters), world);
  const dimension = { "Dimensions.member.1.Name": "Region", "Dimensions.member.1.Value": EAST };
  await cloudwatch("PutMetricAlarm", {
    AlarmName: `kept-away-${EAST}`,
    Namespace: "shop/recovery",
    MetricName: "KeptAway",
    ...dimension,
    Statistic: "Maximum",
    Period: "60",
    EvaluationPeriods: "1",
    Threshold: "1",
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    TreatMissingData: "ignore",
  });
  const clients = await Clients.start(
    {
      account: ACCOUNT,
      seed: "latch",
      clientRegions: [EAST, WEST],
      services: [{ name: "checkout", host: HOST, stores: ["inventory"] }],
      stores: [
        {
          id: "inventory",
          engine: "rds-postgresql",
          name: "inventory",
          members: { [EAST]: "east", [WEST]: "west" },
        },
      ],
      everySeconds: 0.25,
    },
    {
      world,
      asOf: lookingBack(clock),
      names: async () => (question) => resolve(view, world, question),
    },
  );
  const pass = (seconds: number) => {
    clock.advance(seconds * 1000);
    clients.catchUp();
  };
  const keepAway = (value: 0 | 1) =>
    cloudwatch("PutMetricData", {
      Namespace: "shop/recovery",
      "MetricData.member.1.MetricName": "KeptAway",
      "MetricData.member.1.Dimensions.member.1.Name": "Region",
      "MetricData.member.1.Dimensions.member.1.Value": EAST,
      "MetricData.member.1.Value": String(value),
    });
  const led = (near: string) =>
    resolve(view, world, { name: HOST, type: "A", clientRegion: near }).answers[0];
  const seen = () => {
    const [store] = clients.report().stores;
    if (store === undefined) throw new Error("no store");
    return store;
  };
  pass(60);
  return { rds, world, pass, keepAway, led, seen };
}

/** Loses the region, lets its copy be promoted, and gives it back. */
async function failedOver(of: Awaited<ReturnType<typeof shop>>, awaySeconds = 600): Promise<void> {
  of.world.lose(EAST);
  await of.keepAway(1);
  await of.rds.promote();
  of.pass(awaySeconds);
  of.world.restore(EAST);
}

describe("customers of a region that comes back after its stores moved on", () => {
  it("write to the old instance when health alone leads them there, and all of that diverges", async () => {
    const of = await shop("health");
    await failedOver(of);
    of.pass(300);
    expect(of.led(EAST)).toContain(EAST);
    expect(of.seen().diverged.writes).toBeGreaterThan(500);
    expect(of.seen().fences).toMatchObject([{ oldWriter: EAST, at: undefined }]);
  });

  it("are kept away by the latch as long as nobody lets them come back, and nothing diverges", async () => {
    const of = await shop("latch");
    await failedOver(of);
    of.pass(7 * 3600);
    expect(of.led(EAST)).toContain(WEST);
    expect(of.seen().diverged.writes).toBe(0);
    expect(of.seen().fences).toMatchObject([{ oldWriter: EAST, acknowledgedAfterCut: 0 }]);
  });

  it("come back when the old instance is stopped and the names may return, and nothing diverges then either", async () => {
    const of = await shop("latch");
    await failedOver(of);
    of.pass(60);
    await of.rds.call(EAST, "StopDBInstance", { DBInstanceIdentifier: "east" });
    of.pass(300);
    await of.keepAway(0);
    of.pass(300);
    expect(of.led(EAST)).toContain(EAST);
    const { diverged, fences, writers } = of.seen();
    expect(diverged.writes).toBe(0);
    expect(fences).toMatchObject([{ oldWriter: EAST, newWriter: WEST, acknowledgedAfterCut: 0 }]);
    expect(fences[0]?.at).toBeGreaterThan(0);
    expect(writers.map(({ region }) => region)).toEqual([EAST, WEST]);
  });

  it("diverge when the names come back before the old instance is stopped: the order is what keeps them", async () => {
    const of = await shop("latch");
    await failedOver(of);
    await of.keepAway(0);
    of.pass(300);
    expect(of.seen().diverged.writes).toBeGreaterThan(100);
  });

  it("are not told that a stopped instance is a fence when RDS has started it again", async () => {
    const of = await shop("latch");
    await failedOver(of);
    await of.rds.call(EAST, "StopDBInstance", { DBInstanceIdentifier: "east" });
    of.pass(300);
    expect(of.seen().fences[0]?.at).toBeDefined();
    await of.rds.call(EAST, "StartDBInstance", { DBInstanceIdentifier: "east" });
    of.pass(300);
    expect(of.seen().fences).toMatchObject([{ at: undefined, how: expect.stringContaining("takes writes") }]);
  });

  it("are kept away when it is back before the promotion ends, while what reaches the old instance over the routes is counted until it is stopped", async () => {
    const of = await shop("latch");
    await failedOver(of, 90);
    of.pass(400);
    expect(of.led(EAST)).toContain(WEST);
    // Applications elsewhere found the old instance before the promotion had ended, and go on with it.
    const { diverged } = of.seen();
    expect(diverged.writes).toBeGreaterThan(100);
    await of.rds.call(EAST, "StopDBInstance", { DBInstanceIdentifier: "east" });
    of.pass(300);
    const stopped = of.seen();
    of.pass(600);
    expect(of.seen().diverged.writes).toBe(stopped.diverged.writes);
    expect(of.seen().found).toBeGreaterThan(stopped.found);
    expect(of.seen().fences).toMatchObject([{ oldWriter: EAST, at: expect.any(Number) }]);
  });

  it("stay with what Route 53 knew last when the region that keeps them away is lost as well", async () => {
    const of = await shop("latch");
    await failedOver(of);
    of.world.lose(WEST);
    of.pass(120);
    // No region is healthy and free: Route 53 then takes the first of the pair, as if all were.
    expect(of.led(EAST)).toContain(EAST);
    of.world.restore(WEST);
    of.pass(120);
    expect(of.led(EAST)).toContain(WEST);
  });

  it("are led everywhere as before where nothing was ever put", async () => {
    const of = await shop("latch");
    expect([of.led(EAST), of.led(WEST)]).toEqual([
      expect.stringContaining(EAST),
      expect.stringContaining(WEST),
    ]);
    expect(of.seen().diverged.writes).toBe(0);
  });

  it("come back by an accelerator as soon as the region is healthy, and all that they write diverges", async () => {
    const of = await shop("accelerator");
    await failedOver(of);
    of.pass(300);
    expect(of.led(EAST)).toContain(EAST);
    expect(of.seen().diverged.writes).toBeGreaterThan(500);
  });

  it("are led past the accelerator by the latch until they may come back, and to it again then", async () => {
    const of = await shop("accelerator and latch");
    expect(of.led(EAST)).toContain(EAST);
    await failedOver(of);
    of.pass(7 * 3600);
    expect(of.led(EAST)).toContain(WEST);
    expect(of.led(WEST)).toContain(WEST);
    await of.rds.call(EAST, "StopDBInstance", { DBInstanceIdentifier: "east" });
    of.pass(300);
    await of.keepAway(0);
    of.pass(300);
    expect(of.led(EAST)).toContain(EAST);
    expect(of.seen().diverged.writes).toBe(0);
  });

  it("leave a lost region by the accelerator before anybody has failed over", async () => {
    const of = await shop("accelerator and latch");
    of.world.lose(EAST);
    of.pass(60);
    expect(of.led(EAST)).toContain(WEST);
  });
});

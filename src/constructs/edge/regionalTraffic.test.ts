import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, type Synthesised, synthesised, TAGS } from "../testing/synthesised.ts";
import { RegionalTraffic, type TrafficRegion } from "./regionalTraffic.ts";

const region = (name: string, replace: Partial<TrafficRegion> = {}): TrafficRegion => ({
  region: name,
  active: true,
  balancer: { dnsName: `balancer.${name}`, zoneId: `Z-${name}` },
  ...replace,
});
const trafficOf = (...regions: TrafficRegion[]) =>
  synthesised((scope) => {
    new RegionalTraffic(scope, "traffic", {
      naming: NAMING,
      zoneId: "Z1",
      domain: "shop.example.com",
      hosts: ["shop.example.com", "www.shop.example.com"],
      regions,
      healthPath: "/healthz",
      tags: TAGS,
    });
  });
/** Ireland serves, Frankfurt stands in for it and serves nobody. */
const europe = () =>
  trafficOf(
    region("eu-west-1", { standIn: "eu-central-1" }),
    region("eu-central-1", { active: false }),
    region("us-east-1"),
  );
const named = (stack: Synthesised, name: string): readonly JsonObject[] =>
  Object.values(stack.all("aws_route53_record")).filter((record) => record.name === name);
const checkOf = (stack: Synthesised, name: string) => {
  const [found] = Object.entries(stack.all("aws_route53_health_check")).find(([, check]) =>
    String(check.fqdn).startsWith(`origin-${name}.`),
  ) ?? ["none"];
  return `\${aws_route53_health_check.${found}.id}`;
};

describe("traffic over regions", () => {
  it("gives each host a latency record for each region that serves, and none for one that stands in", () => {
    const stack = europe();
    for (const host of ["shop.example.com", "www.shop.example.com"]) {
      const records = named(stack, host);
      expect(records.map((record) => record.latency_routing_policy).sort()).toEqual([
        { region: "eu-west-1" },
        { region: "us-east-1" },
      ]);
      expect(new Set(records.map((record) => record.set_identifier)).size).toBe(2);
    }
  });

  it("enters a region through a failover pair with the one that stands in for it", () => {
    const stack = europe();
    const pair = named(stack, "entry-eu-west-1.shop.example.com");

    expect(
      pair.map((record) => [
        record.failover_routing_policy,
        record.set_identifier,
        (record.alias as JsonObject).name,
        record.health_check_id,
      ]),
    ).toEqual([
      [{ type: "PRIMARY" }, "eu-west-1", "origin-eu-west-1.shop.example.com", checkOf(stack, "eu-west-1")],
      [
        { type: "SECONDARY" },
        "eu-central-1",
        "origin-eu-central-1.shop.example.com",
        checkOf(stack, "eu-central-1"),
      ],
    ]);
  });

  it("leaves the health of a pair to the pair", () => {
    const records = named(europe(), "www.shop.example.com");
    const paired = records.find((record) => record.set_identifier === "eu-west-1");

    // A check of the first region here would take the whole pair away with it, stand-in included.
    expect(paired).not.toHaveProperty("health_check_id");
    expect(paired?.alias).toMatchObject({
      name: "entry-eu-west-1.shop.example.com",
      evaluate_target_health: true,
    });
  });

  it("checks the region itself where nobody stands in", () => {
    const stack = europe();
    const alone = named(stack, "www.shop.example.com").find(
      (record) => record.set_identifier === "us-east-1",
    );
    expect(alone).toMatchObject({
      health_check_id: checkOf(stack, "us-east-1"),
      alias: { name: "origin-us-east-1.shop.example.com" },
    });
    expect(named(stack, "entry-us-east-1.shop.example.com")).toEqual([]);
  });

  it("names each region's load balancer, whatever its health", () => {
    const stack = europe();
    for (const each of ["eu-west-1", "eu-central-1", "us-east-1"]) {
      const [origin, ...others] = named(stack, `origin-${each}.shop.example.com`);
      expect(others).toEqual([]);
      expect(origin).toMatchObject({ alias: { name: `balancer.${each}`, zone_id: `Z-${each}` } });
      expect(origin).not.toHaveProperty("health_check_id");
    }
  });

  it("probes every region over HTTPS at its own name", () => {
    const checks = Object.values(europe().all("aws_route53_health_check"));
    expect(checks).toHaveLength(3);
    for (const check of checks) {
      expect(check).toMatchObject({
        type: "HTTPS",
        port: 443,
        enable_sni: true,
        resource_path: "/healthz",
        request_interval: 10,
        failure_threshold: 3,
      });
    }
  });

  it("lets two serving regions of a home stand in for one another", () => {
    const stack = trafficOf(
      region("us-east-1", { standIn: "us-west-2" }),
      region("us-west-2", { standIn: "us-east-1" }),
    );
    for (const [first, second] of [
      ["us-east-1", "us-west-2"],
      ["us-west-2", "us-east-1"],
    ]) {
      const pair = named(stack, `entry-${first}.shop.example.com`);
      expect(pair.map((record) => record.set_identifier)).toEqual([first, second]);
    }
  });

  it("refuses a stand-in that is not among the regions", () => {
    expect(() => trafficOf(region("us-east-1", { standIn: "us-west-2" }))).toThrow(
      "no health check for us-west-2",
    );
  });

  describe("with regions that names may be kept away from", () => {
    const latched = () =>
      trafficOf(
        region("us-east-1", { standIn: "us-west-2", keptAway: { alarm: "kept-east", region: "us-west-2" } }),
        region("us-west-2", { standIn: "us-east-1" }),
      );
    const byType = (stack: Synthesised, type: string) =>
      Object.entries(stack.all("aws_route53_health_check")).filter(([, check]) => check.type === type);

    it("follows that the region answers and that nobody keeps the names away, both", () => {
      const stack = latched();
      const [[latch, followed] = [], ...others] = byType(stack, "CLOUDWATCH_METRIC");
      expect(others).toEqual([]);
      expect(followed).toMatchObject({
        cloudwatch_alarm_name: "kept-east",
        cloudwatch_alarm_region: "us-west-2",
        // The latch: in silence what was known last holds, and one that never spoke is healthy.
        insufficient_data_health_status: "LastKnownStatus",
      });
      const [[both, enter] = []] = byType(stack, "CALCULATED");
      expect(enter).toMatchObject({
        child_health_threshold: 2,
        child_healthchecks: [checkOf(stack, "us-east-1"), `\${aws_route53_health_check.${latch}.id}`],
      });
      // Wherever a record leads to the region, as itself or as a stand-in.
      const leading = Object.values(stack.all("aws_route53_record")).filter(
        (record) => (record.alias as JsonObject).name === "origin-us-east-1.shop.example.com",
      );
      expect(leading.map((record) => record.health_check_id)).toEqual(
        Array.from({ length: 2 }, () => `\${aws_route53_health_check.${both}.id}`),
      );
    });

    it("costs a region that nothing keeps away nothing more", () => {
      expect(byType(europe(), "CLOUDWATCH_METRIC")).toEqual([]);
      expect(byType(europe(), "CALCULATED")).toEqual([]);
    });
  });

  it("takes a region whose routing control is on for unhealthy, and one that nobody has touched for healthy", () => {
    const control = "arn:aws:route53-recovery-control::111111111111:controlpanel/1/routingcontrol/2";
    const stack = trafficOf(
      region("us-east-1", {
        standIn: "us-west-2",
        keptAway: { alarm: "kept-east", region: "us-west-2" },
        routingControlArn: control,
      }),
      region("us-west-2", { standIn: "us-east-1" }),
    );
    const checks = Object.entries(stack.all("aws_route53_health_check"));
    const [[routed, followed] = []] = checks.filter(([, { type }]) => type === "RECOVERY_CONTROL");
    // ARC makes controls off: off has to mean that customers may come.
    expect(followed).toMatchObject({ routing_control_arn: control, invert_healthcheck: true });
    const [[, enter] = []] = checks.filter(([, { type }]) => type === "CALCULATED");
    expect(enter?.child_health_threshold).toBe(3);
    expect(enter?.child_healthchecks).toContain(`\${aws_route53_health_check.${routed}.id}`);
  });

  describe("behind an accelerator", () => {
    const accelerator = { home: "us", dnsName: "a1.awsglobalaccelerator.com", zoneId: "Z2" };
    const us = (name: string, standIn: string) =>
      region(name, { standIn, accelerator, keptAway: { alarm: `kept-${name}`, region: standIn } });
    const accelerated = () =>
      trafficOf(us("us-east-1", "us-west-2"), us("us-west-2", "us-east-1"), region("eu-west-1"));
    const checks = (stack: Synthesised) => Object.entries(stack.all("aws_route53_health_check"));

    it("leads past it, into the failover pair, while any region behind it is kept away", () => {
      const stack = accelerated();
      for (const host of ["shop.example.com", "www.shop.example.com"]) {
        const targets = named(stack, host).map((record) => (record.alias as JsonObject).name);
        expect(targets.toSorted()).toEqual([
          "accelerated-us-east-1.shop.example.com",
          "accelerated-us-west-2.shop.example.com",
          "origin-eu-west-1.shop.example.com",
        ]);
      }
      const [[free] = [], ...others] = checks(stack).filter(
        ([, { child_healthchecks: children }]) => JSON.stringify(children)?.match(/kept-away/g)?.length === 2,
      );
      expect(others).toEqual([]);
      const pair = named(stack, "accelerated-us-east-1.shop.example.com");
      expect(pair).toMatchObject([
        {
          failover_routing_policy: { type: "PRIMARY" },
          health_check_id: `\${aws_route53_health_check.${free}.id}`,
          alias: { name: "a1.awsglobalaccelerator.com", zone_id: "Z2", evaluate_target_health: true },
        },
        {
          failover_routing_policy: { type: "SECONDARY" },
          alias: { name: "entry-us-east-1.shop.example.com", zone_id: "Z1" },
        },
      ]);
      // One that is kept away is enough.
      expect(checks(stack).find(([id]) => id === free)?.[1].child_health_threshold).toBe(2);
      expect(named(stack, "entry-us-east-1.shop.example.com")).toHaveLength(2);
    });

    it("is led to straight where nothing is ever kept away", () => {
      const stack = trafficOf(
        region("us-east-1", { standIn: "us-west-2", accelerator }),
        region("us-west-2", { standIn: "us-east-1", accelerator }),
      );
      const targets = named(stack, "www.shop.example.com").map((record) => (record.alias as JsonObject).name);
      expect(new Set(targets)).toEqual(new Set(["a1.awsglobalaccelerator.com"]));
    });
  });

  describe("behind a distribution", () => {
    const behind = () =>
      synthesised((scope) => {
        new RegionalTraffic(scope, "traffic", {
          naming: NAMING,
          zoneId: "Z1",
          domain: "shop.example.com",
          hosts: ["shop.example.com", "www.shop.example.com"],
          regions: [
            region("eu-west-1", { standIn: "eu-central-1" }),
            region("eu-central-1", { active: false }),
            region("us-east-1"),
          ],
          healthPath: "/healthz",
          distribution: "d1.cloudfront.net",
          tags: TAGS,
        });
      });

    it("leads every host to the distribution, over IPv4 and IPv6, whatever a region's health", () => {
      for (const host of ["shop.example.com", "www.shop.example.com"]) {
        const records = named(behind(), host);
        expect(records.map((record) => record.type)).toEqual(["A", "AAAA"]);
        for (const record of records) {
          expect(record.alias).toEqual({
            name: "d1.cloudfront.net",
            zone_id: "Z2FDTNDATAQYW2",
            evaluate_target_health: false,
          });
          expect(record).not.toHaveProperty("latency_routing_policy");
        }
      }
    });

    it("leads the distribution to the nearest region that serves, through the same pairs as before", () => {
      const without = named(europe(), "www.shop.example.com");
      const records = named(behind(), "origin.shop.example.com");
      const routing = (record: JsonObject) => ({ ...record, name: "", "//": "" });
      expect(records.map(routing)).toEqual(without.map(routing));
    });

    it("asks the same health checks", () => {
      expect(behind().all("aws_route53_health_check")).toEqual(europe().all("aws_route53_health_check"));
    });
  });
});

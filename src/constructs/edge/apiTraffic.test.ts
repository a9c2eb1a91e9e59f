import { describe, expect, it } from "vitest";
import { synthesised } from "../testing/synthesised.ts";
import { type ApiRegion, ApiTraffic } from "./apiTraffic.ts";

const at = (region: string, rest: Partial<ApiRegion> = {}): ApiRegion => ({
  region,
  target: { dnsName: `d-1.execute-api.${region}.amazonaws.com`, zoneId: "Z1" },
  healthCheckId: `check-${region}`,
  active: true,
  ...rest,
});
const recordsOf = (...regions: readonly ApiRegion[]) =>
  Object.values(
    synthesised((scope) => {
      new ApiTraffic(scope, "partners", {
        zoneId: "Z0",
        domain: "shop.example.com",
        name: "partners",
        host: "partners.shop.example.com",
        regions,
      });
    }).all("aws_route53_record"),
  );

describe("the way to an API", () => {
  it("leads by latency to regions, through a pair of the same home where there is one", () => {
    const records = recordsOf(
      at("us-east-1", { standIn: "us-west-2" }),
      at("us-west-2", { standIn: "us-east-1" }),
      at("ap-southeast-2"),
    );
    const latency = records.filter(({ name }) => name === "partners.shop.example.com");
    expect(latency.map(({ set_identifier }) => set_identifier)).toEqual([
      "us-east-1",
      "us-west-2",
      "ap-southeast-2",
    ]);
    expect(latency[0]).toMatchObject({ alias: { name: "entry-partners-us-east-1.shop.example.com" } });
    expect(latency[0]).not.toHaveProperty("health_check_id");
    expect(latency[2]).toMatchObject({
      health_check_id: "check-ap-southeast-2",
      alias: { name: "d-1.execute-api.ap-southeast-2.amazonaws.com", evaluate_target_health: true },
    });
  });

  it("sends the callers of a lost region to its stand-in, and nobody to one that only stands in", () => {
    const records = recordsOf(
      at("eu-west-1", { standIn: "eu-central-1" }),
      at("eu-central-1", { active: false }),
    );
    expect(records.map(({ name, set_identifier }) => `${name} ${set_identifier}`)).toEqual([
      "entry-partners-eu-west-1.shop.example.com eu-west-1",
      "entry-partners-eu-west-1.shop.example.com eu-central-1",
      "partners.shop.example.com eu-west-1",
    ]);
    expect(records[1]).toMatchObject({
      failover_routing_policy: { type: "SECONDARY" },
      health_check_id: "check-eu-central-1",
      alias: { name: "d-1.execute-api.eu-central-1.amazonaws.com" },
    });
  });
});

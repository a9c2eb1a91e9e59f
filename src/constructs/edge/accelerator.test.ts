import { Route53Record } from "@cdktn/provider-aws/lib/route53-record/index.js";
import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { Accelerator } from "./accelerator.ts";

const BALANCERS = { "us-east-1": "arn:balancer:east", "us-west-2": "arn:balancer:west" };
const stack = synthesised((scope) => {
  const { dnsName, zoneId } = new Accelerator(scope, "us", {
    naming: NAMING,
    home: "us",
    balancerArns: BALANCERS,
    tags: TAGS,
  });
  new Route53Record(scope, "alias", {
    zoneId: "Z1",
    name: "entry.shop.example.com",
    type: "A",
    alias: { name: dnsName, zoneId, evaluateTargetHealth: true },
  });
});
const groups = Object.values(stack.all("aws_globalaccelerator_endpoint_group"));
const [id] = Object.keys(stack.all("aws_globalaccelerator_accelerator"));

describe("the accelerator of a home", () => {
  it("is of its home alone and says so in its name", () => {
    expect(stack.only("aws_globalaccelerator_accelerator")).toMatchObject({
      name: "shop-production-us",
      enabled: true,
      ip_address_type: "IPV4",
      tags: { owner: "platform-team" },
    });
  });

  it("takes HTTPS only, and sends each connection where it is best", () => {
    expect(stack.only("aws_globalaccelerator_listener")).toMatchObject({
      accelerator_arn: `\${aws_globalaccelerator_accelerator.${id}.arn}`,
      protocol: "TCP",
      client_affinity: "NONE",
      port_range: [{ from_port: 443, to_port: 443 }],
    });
  });

  it("leads to the balancer of every region of the home, and passes on who asks", () => {
    const [listener] = Object.keys(stack.all("aws_globalaccelerator_listener"));
    expect(groups).toMatchObject(
      Object.entries(BALANCERS).map(([region, endpoint_id]) => ({
        listener_arn: `\${aws_globalaccelerator_listener.${listener}.arn}`,
        endpoint_group_region: region,
        endpoint_configuration: [{ endpoint_id, client_ip_preservation_enabled: true }],
      })),
    );
  });

  it("lets all of them serve alike: a region that is dialled down takes nothing when it should", () => {
    const shares = groups.map(({ traffic_dial_percentage, endpoint_configuration }) => [
      traffic_dial_percentage,
      endpoint_configuration,
    ]);
    expect(shares).toMatchObject(groups.map(() => [100, [{ weight: 128 }]]));
  });

  it("moves within about half a minute", () => {
    for (const { health_check_interval_seconds, threshold_count } of groups) {
      expect(Number(health_check_interval_seconds) * Number(threshold_count)).toBeLessThanOrEqual(30);
    }
  });

  it("is what an alias record can lead to", () => {
    expect(stack.only("aws_route53_record").alias).toMatchObject({
      name: `\${aws_globalaccelerator_accelerator.${id}.dns_name}`,
      zone_id: `\${aws_globalaccelerator_accelerator.${id}.hosted_zone_id}`,
    });
  });
});

import { describe, expect, it } from "vitest";
import { synthesised, TAGS } from "../testing/synthesised.ts";
import { PrivateZone } from "./privateZone.ts";

const zone = (names: Readonly<Record<string, string>>) =>
  synthesised((scope) => {
    new PrivateZone(scope, "internal", {
      domain: "internal.shop.example.com",
      networks: [
        { region: "us-east-1", vpcId: "vpc-1" },
        { region: "eu-west-1", vpcId: "vpc-2" },
      ],
      names,
      tags: TAGS,
    });
  });
const ORDERS = { "orders-us": "orders.global-1.global.rds.amazonaws.com" };

describe("names inside the networks", () => {
  it("are known in the networks of every region, and are other names of what AWS named", () => {
    const stack = zone(ORDERS);
    expect(stack.only("aws_route53_zone").vpc).toEqual([
      { vpc_id: "vpc-1", vpc_region: "us-east-1" },
      { vpc_id: "vpc-2", vpc_region: "eu-west-1" },
    ]);
    expect(stack.only("aws_route53_record")).toMatchObject({
      name: "orders-us.internal.shop.example.com",
      type: "CNAME",
      ttl: 60,
      records: ["orders.global-1.global.rds.amazonaws.com"],
    });
  });

  it("stand in one zone, whatever the number of regions, which holds nothing else", () => {
    const stack = zone({ ...ORDERS, "sessions-us.us-east-1": "sessions.cache.amazonaws.com" });
    const [id] = Object.keys(stack.all("aws_route53_zone"));
    expect(stack.only("aws_route53_zone").name).toBe("internal.shop.example.com");
    const records = Object.values(stack.all("aws_route53_record"));
    expect(records.map(({ name }) => name)).toEqual([
      "orders-us.internal.shop.example.com",
      "sessions-us.us-east-1.internal.shop.example.com",
    ]);
    for (const { zone_id } of records) expect(zone_id).toBe(`\${aws_route53_zone.${id}.zone_id}`);
  });

  it("may be none yet: the zone is there before what it names", () => {
    expect(zone({}).types).toEqual(["aws_route53_zone"]);
  });
});

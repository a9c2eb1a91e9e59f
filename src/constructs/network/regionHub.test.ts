import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { hubAsn, RegionHub } from "./regionHub.ts";

const hub = () =>
  synthesised((scope) => {
    new RegionHub(scope, "hub", {
      naming: NAMING,
      asn: 4_200_000_001,
      vpcId: "vpc-1",
      subnetIds: ["subnet-a", "subnet-b"],
      tags: TAGS,
    });
  });

describe("a region's transit gateway", () => {
  it("connects nothing by default and accepts nothing unasked", () => {
    expect(hub().only("aws_ec2_transit_gateway")).toMatchObject({
      amazon_side_asn: 4_200_000_001,
      auto_accept_shared_attachments: "disable",
      default_route_table_association: "disable",
      default_route_table_propagation: "disable",
    });
    expect(hub().only("aws_ec2_transit_gateway_vpc_attachment")).toMatchObject({
      transit_gateway_default_route_table_association: false,
      transit_gateway_default_route_table_propagation: false,
    });
  });

  it("keeps the VPC's range out of the table that the VPC reads: only other regions are told of it", () => {
    const [vpc, peers] = Object.keys(hub().all("aws_ec2_transit_gateway_route_table"));
    const tableOf = (part: string) =>
      hub().only(`aws_ec2_transit_gateway_route_table_${part}`).transit_gateway_route_table_id;
    expect(vpc).not.toBe(peers);
    expect(tableOf("association")).toBe(`\${aws_ec2_transit_gateway_route_table.${vpc}.id}`);
    expect(tableOf("propagation")).toBe(`\${aws_ec2_transit_gateway_route_table.${peers}.id}`);
  });

  it("has a number of its own for each environment and region, in the private range that AWS takes", () => {
    const slot = fc.integer({ min: 0, max: 10_000 });
    const place = fc.integer({ min: 0, max: 31 });
    fc.assert(
      fc.property(slot, place, slot, place, (slotA, placeA, slotB, placeB) => {
        const [a, b] = [hubAsn(slotA, placeA), hubAsn(slotB, placeB)];
        expect(a === b).toBe(slotA === slotB && placeA === placeB);
        expect(a).toBeGreaterThanOrEqual(4_200_000_000);
        expect(a).toBeLessThanOrEqual(4_294_967_294);
      }),
    );
  });
});

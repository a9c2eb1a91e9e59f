import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { HubPeering, HubPeeringAcceptance } from "./hubPeering.ts";
import { PeeringRoutes } from "./peeringRoutes.ts";

const joined = () =>
  synthesised((scope) => {
    new PeeringRoutes(scope, "peer", {
      gatewayId: "tgw-1",
      hubRouteTableId: "tgw-rtb-1",
      peersRouteTableId: "tgw-rtb-peers",
      attachmentId: "tgw-attach-1",
      peerCidr: "10.1.0.0/16",
      routeTableIds: { "private-a": "rtb-a", data: "rtb-data" },
    });
  });

describe("the connection of two regions", () => {
  it("is asked for by one region, naming the other and its gateway", () => {
    const stack = synthesised((scope) => {
      new HubPeering(scope, "west", {
        naming: NAMING,
        gatewayId: "tgw-1",
        peerRegion: "us-west-2",
        peerGatewayId: "tgw-2",
        tags: TAGS,
      });
    });
    expect(stack.only("aws_ec2_transit_gateway_peering_attachment")).toMatchObject({
      transit_gateway_id: "tgw-1",
      peer_region: "us-west-2",
      peer_transit_gateway_id: "tgw-2",
      peer_account_id: NAMING.account,
    });
  });

  it("gives the accepting region's routes an attachment that is known only once accepted", () => {
    let attachmentId = "";
    const stack = synthesised((scope) => {
      attachmentId = new HubPeeringAcceptance(scope, "east", {
        naming: NAMING,
        attachmentId: "tgw-attach-1",
        peerRegion: "us-east-1",
        tags: TAGS,
      }).attachmentId;
    });
    const accepted = stack.only("aws_ec2_transit_gateway_peering_attachment_accepter");
    expect(accepted.transit_gateway_attachment_id).toBe("tgw-attach-1");
    expect(attachmentId).not.toBe("tgw-attach-1");
  });

  it("is routed to from the transit gateway and from each given table, and takes in what arrives", () => {
    const stack = joined();
    expect(stack.only("aws_ec2_transit_gateway_route_table_association")).toMatchObject({
      transit_gateway_attachment_id: "tgw-attach-1",
      transit_gateway_route_table_id: "tgw-rtb-peers",
    });
    expect(stack.only("aws_ec2_transit_gateway_route")).toMatchObject({
      transit_gateway_attachment_id: "tgw-attach-1",
      transit_gateway_route_table_id: "tgw-rtb-1",
      destination_cidr_block: "10.1.0.0/16",
    });
    const routes = Object.values(stack.all("aws_route"));
    expect(routes.map(({ route_table_id }) => route_table_id)).toEqual(["rtb-a", "rtb-data"]);
    for (const route of routes) {
      expect(route).toMatchObject({ destination_cidr_block: "10.1.0.0/16", transit_gateway_id: "tgw-1" });
    }
  });
});

import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { associate, hubsOf } from "./blackHoles.ts";
import { createRoute, deleteRoute, describeTables, searchRoutes } from "./hubRoutes.ts";
import {
  corrected,
  correctHub,
  createVpcAttachment,
  type DeletedAttachments,
  deleteVpcAttachment,
  describeVpcAttachments,
  showAttachments,
} from "./hubs.ts";

export { ec2AccountDefaults } from "./accountDefaults.ts";
export { isDropped } from "./blackHoles.ts";
export { attachmentNamed } from "./hubRoutes.ts";
export { launchTemplates } from "./launchTemplates.ts";
export { isShut, subnetAccess } from "./shutSubnets.ts";

/** Transit gateways: routes that lead somewhere or nowhere, and the emulator's answers put right. */
export function ec2Overlay(): Overlay {
  const deleted: DeletedAttachments = new Map();
  return {
    name: "ec2-transit-gateways",
    service: "ec2",
    grade: "modelled",
    models:
      "Routes of transit gateways: what a static route leads to, a blackhole once its attachment is gone, black " +
      "holes that are made, which the simulated customers meet, the ranges that VPCs propagate; gateways without default tables; tags of each end of a peering; deleted attachments. Leaves " +
      "out the minutes that AWS takes and the rest of the traffic.",
    handle: (call, world) => handle(call, world, deleted),
  };
}

async function handle(
  call: AwsCall,
  world: World,
  deleted: DeletedAttachments,
): Promise<AwsReply | undefined> {
  const { routes } = hubsOf(world);
  switch (call.action) {
    case "CreateTransitGateway":
    case "DescribeTransitGateways":
    case "ModifyTransitGateway":
      return corrected(call, await world.forward(call), correctHub);
    case "CreateTransitGatewayVpcAttachment":
      return createVpcAttachment(call, world);
    case "DeleteTransitGatewayVpcAttachment":
      return deleteVpcAttachment(call, world, deleted);
    case "DescribeTransitGatewayVpcAttachments":
      return describeVpcAttachments(call, world, deleted);
    case "DescribeTransitGatewayAttachments":
    case "DescribeTransitGatewayPeeringAttachments":
      return showAttachments(call, await world.forward(call), world);
    case "AssociateTransitGatewayRouteTable":
    case "DisassociateTransitGatewayRouteTable":
      return associate(call, world);
    case "DescribeTransitGatewayRouteTables":
      return describeTables(call, world);
    case "CreateTransitGatewayRoute":
      return createRoute(call, world, routes);
    case "DeleteTransitGatewayRoute":
      return deleteRoute(call, world, routes);
    case "SearchTransitGatewayRoutes":
      return searchRoutes(call, world, routes);
    default:
      return undefined;
  }
}

import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { createRoute, deleteRoute, type HubRoutes, searchRoutes } from "./hubRoutes.ts";
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
export { attachmentNamed } from "./hubRoutes.ts";
export { launchTemplates } from "./launchTemplates.ts";

/** Transit gateways: routes that lead somewhere or nowhere, and the emulator's answers put right. */
export function ec2Overlay(): Overlay {
  const state: State = { routes: new Map(), deleted: new Map() };
  return {
    name: "ec2-transit-gateways",
    service: "ec2",
    grade: "modelled",
    models:
      "Routes of transit gateways: what a static route leads to, a blackhole once its attachment is gone, the " +
      "ranges that VPCs propagate; gateways without default tables; tags of each end of a peering; deleted attachments. Leaves " +
      "out the minutes that AWS takes and the traffic itself.",
    handle: (call, world) => handle(call, world, state),
  };
}

interface State {
  readonly routes: HubRoutes;
  readonly deleted: DeletedAttachments;
}

async function handle(
  call: AwsCall,
  world: World,
  { routes, deleted }: State,
): Promise<AwsReply | undefined> {
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

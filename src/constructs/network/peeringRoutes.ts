import { Ec2TransitGatewayRoute } from "@cdktn/provider-aws/lib/ec2-transit-gateway-route/index.js";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktn/provider-aws/lib/ec2-transit-gateway-route-table-association/index.js";
import { Route } from "@cdktn/provider-aws/lib/route/index.js";
import { Construct } from "constructs";

export interface PeeringRoutesProps {
  /** This region's transit gateway. */
  readonly gatewayId: string;
  /** Route table of that gateway that this region's VPC reads. */
  readonly hubRouteTableId: string;
  /** Its route table that other regions read. */
  readonly peersRouteTableId: string;
  /** The accepted peering. */
  readonly attachmentId: string;
  /** The other region's VPC. */
  readonly peerCidr: string;
  /**
   * Tables of this region's VPC from which the other region is reached: the private ones, where applications
   * call, and the data tier's, by which answers go back. Ids by name, see `RegionNetwork.routeTableIds`.
   */
  readonly routeTableIds: Readonly<Record<string, string>>;
}

/**
 * One region's routes to another through the peering of their transit gateways: there beforehand, so that
 * after a failover applications reach a writer in the other region with nothing to be changed.
 *
 * A peering learns no routes, so they are static; and it must be associated with a route table, or what
 * comes in from the other region finds no way on. That table is not the one that holds the routes: see `RegionHub`.
 * Source: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html (read 2026)
 */
export class PeeringRoutes extends Construct {
  constructor(scope: Construct, id: string, props: PeeringRoutesProps) {
    super(scope, id);
    const { attachmentId: transitGatewayAttachmentId } = props;
    new Ec2TransitGatewayRouteTableAssociation(this, "association", {
      transitGatewayAttachmentId,
      transitGatewayRouteTableId: props.peersRouteTableId,
    });
    new Ec2TransitGatewayRoute(this, "hub", {
      transitGatewayAttachmentId,
      transitGatewayRouteTableId: props.hubRouteTableId,
      destinationCidrBlock: props.peerCidr,
    });
    for (const [name, routeTableId] of Object.entries(props.routeTableIds)) {
      new Route(this, name, {
        routeTableId,
        destinationCidrBlock: props.peerCidr,
        transitGatewayId: props.gatewayId,
      });
    }
  }
}

import { Ec2TransitGateway } from "@cdktn/provider-aws/lib/ec2-transit-gateway/index.js";
import { Ec2TransitGatewayRouteTable } from "@cdktn/provider-aws/lib/ec2-transit-gateway-route-table/index.js";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktn/provider-aws/lib/ec2-transit-gateway-route-table-association/index.js";
import { Ec2TransitGatewayRouteTablePropagation } from "@cdktn/provider-aws/lib/ec2-transit-gateway-route-table-propagation/index.js";
import { Ec2TransitGatewayVpcAttachment } from "@cdktn/provider-aws/lib/ec2-transit-gateway-vpc-attachment/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/** First private autonomous system number of 32 bits (RFC 6996). */
const FIRST_PRIVATE_ASN = 4_200_000_000;
/** Places of regions in an environment's slot, as in the address plan. */
const REGION_PLACES = 32;

/**
 * The number of a region's transit gateway: as unique as the region's addresses, and as permanent. AWS takes
 * 64512 to 65534 and 4200000000 to 4294967294.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRequestOptions.html
 *
 * @param slot the environment's place in the address space, from 0
 * @param place the region's place in the catalogue of regions, 0 to 31
 */
export function hubAsn(slot: number, place: number): number {
  return FIRST_PRIVATE_ASN + slot * REGION_PLACES + place;
}

/** What the route table that a region's VPC reads is called, by its tag `Name`: recoveries find it by that. */
export function hubTableName(naming: Naming): string {
  return nameOf(naming, "hub");
}

export interface RegionHubProps {
  readonly naming: Naming;
  /** See `hubAsn`. Changing it replaces the gateway. */
  readonly asn: number;
  /** VPC that is attached to the gateway. */
  readonly vpcId: string;
  /**
   * One in each zone, else what runs in a zone without one cannot reach the gateway. Private subnets will do:
   * the network ACLs of the tiers let this through.
   */
  readonly subnetIds: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * The region's transit gateway with a route table for each kind of neighbour, which are told apart by where their
 * traffic comes in:
 *
 * - what comes from this region's VPC reads the table of the VPC: the other regions of the home, and nothing else;
 * - what comes from another region reads the table of peers: this VPC, and nothing else. A region cannot reach a
 *   third one through this one, nor send anything back where it came from.
 *
 * Association and propagation by default are off, so an attachment that is added later sees nothing, and is seen by
 * nobody, until somebody says so. Environments and homes have gateways that are not connected at all.
 *
 * Traffic between the gateways of two regions is encrypted by AWS.
 */
export class RegionHub extends Construct {
  readonly gatewayId: string;
  /** Read by what comes from the VPC. */
  readonly routeTableId: string;
  /** Read by what comes from other regions. */
  readonly peersRouteTableId: string;
  /** This region's VPC; routes to the gateway work once it is there. */
  readonly vpcAttachmentId: string;

  constructor(scope: Construct, id: string, props: RegionHubProps) {
    super(scope, id);
    const tag = (thing: string) => tagsOf(nameOf(props.naming, thing), props.tags);
    const gateway = new Ec2TransitGateway(this, "gateway", {
      description: `${props.naming.platform} ${props.naming.environment}`,
      amazonSideAsn: props.asn,
      autoAcceptSharedAttachments: "disable",
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
      dnsSupport: "enable",
      tags: tag("hub"),
    });
    const table = new Ec2TransitGatewayRouteTable(this, "routes", {
      transitGatewayId: gateway.id,
      tags: tagsOf(hubTableName(props.naming), props.tags),
    });
    const peers = new Ec2TransitGatewayRouteTable(this, "peers", {
      transitGatewayId: gateway.id,
      tags: tag("hub-peers"),
    });
    const attachment = new Ec2TransitGatewayVpcAttachment(this, "vpc", {
      transitGatewayId: gateway.id,
      vpcId: props.vpcId,
      subnetIds: [...props.subnetIds],
      transitGatewayDefaultRouteTableAssociation: false,
      transitGatewayDefaultRouteTablePropagation: false,
      tags: tag("hub-vpc"),
    });
    new Ec2TransitGatewayRouteTableAssociation(this, "vpc-association", {
      transitGatewayAttachmentId: attachment.id,
      transitGatewayRouteTableId: table.id,
    });
    new Ec2TransitGatewayRouteTablePropagation(this, "vpc-propagation", {
      transitGatewayAttachmentId: attachment.id,
      transitGatewayRouteTableId: peers.id,
    });
    this.gatewayId = gateway.id;
    this.routeTableId = table.id;
    this.peersRouteTableId = peers.id;
    this.vpcAttachmentId = attachment.id;
  }
}

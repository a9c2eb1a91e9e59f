import { Ec2TransitGatewayPeeringAttachment } from "@cdktn/provider-aws/lib/ec2-transit-gateway-peering-attachment/index.js";
import { Ec2TransitGatewayPeeringAttachmentAccepter } from "@cdktn/provider-aws/lib/ec2-transit-gateway-peering-attachment-accepter/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface HubPeeringProps {
  readonly naming: Naming;
  /** The transit gateway of this region. */
  readonly gatewayId: string;
  /** Another region of the same home: homes are kept apart. */
  readonly peerRegion: string;
  /** The transit gateway of that region. */
  readonly peerGatewayId: string;
  readonly tags: OwnerTags;
}

/**
 * Asks for the connection of two regions' transit gateways: one region of a pair asks, the other accepts.
 * Which one asks is configuration for ever and says nothing of roles; once there, the connection is the
 * same from both ends, and each region's plan reads its own end only.
 *
 * Routes may not use it before it is accepted, so they belong into a stack that waits for the acceptance.
 */
export class HubPeering extends Construct {
  /** The same in both regions. */
  readonly attachmentId: string;

  constructor(scope: Construct, id: string, props: HubPeeringProps) {
    super(scope, id);
    const attachment = new Ec2TransitGatewayPeeringAttachment(this, "request", {
      transitGatewayId: props.gatewayId,
      peerRegion: props.peerRegion,
      peerTransitGatewayId: props.peerGatewayId,
      peerAccountId: props.naming.account,
      tags: tagsOf(nameOf(props.naming, `hub-${props.peerRegion}`), props.tags),
    });
    this.attachmentId = attachment.id;
  }
}

export interface HubPeeringAcceptanceProps {
  readonly naming: Naming;
  /** `attachmentId` of the region that asked. */
  readonly attachmentId: string;
  /** The region that asked. */
  readonly peerRegion: string;
  readonly tags: OwnerTags;
}

/** Accepts what the other region of the pair asked for. */
export class HubPeeringAcceptance extends Construct {
  /** As given, but known only once accepted: what this region's routes take. */
  readonly attachmentId: string;

  constructor(scope: Construct, id: string, props: HubPeeringAcceptanceProps) {
    super(scope, id);
    const accepted = new Ec2TransitGatewayPeeringAttachmentAccepter(this, "acceptance", {
      transitGatewayAttachmentId: props.attachmentId,
      tags: tagsOf(nameOf(props.naming, `hub-${props.peerRegion}`), props.tags),
    });
    this.attachmentId = accepted.id;
  }
}

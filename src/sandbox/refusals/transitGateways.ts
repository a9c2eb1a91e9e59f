import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { attachmentNamed } from "../overlays/ec2/index.ts";
import { askQuery, list, type Place, parseForm, textAt, walk } from "../wire/index.ts";
import { zonesOf } from "./lookups.ts";

const SHORT_ASN = [64_512, 65_534] as const;
const LONG_ASN = [4_200_000_000, 4_294_967_294] as const;

const asn: Refusal = {
  id: "ec2-transit-gateway-asn",
  service: "ec2",
  actions: ["CreateTransitGateway", "ModifyTransitGateway"],
  rule: "A transit gateway's own autonomous system number is a private one, 64512 to 65534 or 4200000000 to 4294967294.",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRequestOptions.html",
  async check(call) {
    const given = parseForm(call.body).get("Options.AmazonSideAsn");
    if (given === undefined) return undefined;
    const number = Number(given);
    const fits = [SHORT_ASN, LONG_ASN].some(([first, last]) => number >= first && number <= last);
    return fits ? undefined : refused("InvalidParameterValue", `Invalid Amazon side ASN ${given}`);
  },
};

const twoInZone: Refusal = {
  id: "ec2-transit-gateway-two-subnets-in-zone",
  service: "ec2",
  actions: ["CreateTransitGatewayVpcAttachment"],
  rule: "An attachment of a VPC to a transit gateway names at most one subnet of an Availability Zone.",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayVpcAttachment.html",
  async check(call, world) {
    const subnets = list(parseForm(call.body), "SubnetIds");
    const zones = await zonesOf(world, { account: call.account, region: call.signedRegion }, subnets);
    if (zones === undefined || zones.size === subnets.length) return undefined;
    return refused("DuplicateSubnetsInSameZone", "Duplicate Subnets for same AZ");
  },
};

const tooEarly: Refusal = {
  id: "ec2-transit-gateway-peering-not-accepted",
  service: "ec2",
  actions: ["CreateTransitGatewayRoute", "AssociateTransitGatewayRouteTable"],
  rule: "A peering of transit gateways takes routes and associations once it has been accepted, in the accepter's region.",
  source: "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering-accept-reject.html",
  async check(call, world) {
    const id = parseForm(call.body).get("TransitGatewayAttachmentId") ?? "";
    const place = { account: call.account, region: call.signedRegion };
    const attachment = id === "" ? undefined : await attachmentNamed(world, place, id);
    if (attachment === undefined || attachment.state === "available") return undefined;
    return refused("IncorrectState", `${id} is in invalid state (${attachment.state})`);
  },
};

/** As the code was met: https://github.com/ministryofjustice/modernisation-platform/pull/4810. */
const secondRoute: Refusal = {
  id: "ec2-transit-gateway-second-route",
  service: "ec2",
  actions: ["CreateTransitGatewayRoute"],
  rule: "A route table of a transit gateway has one static route to a range, not two; ReplaceTransitGatewayRoute changes it.",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
  async check(call, world) {
    const [table, range] = routeOf(call);
    if (!(await hasStaticRoute(call, world))) return undefined;
    return refused(
      "RouteAlreadyExists",
      `Route ${range} already exists in Transit Gateway Route Table ${table}.`,
    );
  },
};

/** Known by its code to Terraform's provider as well, which takes it for deleted. */
const noRoute: Refusal = {
  id: "ec2-transit-gateway-no-route",
  service: "ec2",
  actions: ["DeleteTransitGatewayRoute"],
  rule: "A static route that is not there cannot be deleted.",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
  async check(call, world) {
    const [table, range] = routeOf(call);
    if (await hasStaticRoute(call, world)) return undefined;
    return refused(
      "InvalidRoute.NotFound",
      `There is no route ${range} in Transit Gateway Route Table ${table}.`,
    );
  },
};

function routeOf({ body }: AwsCall): readonly [string, string] {
  const form = parseForm(body);
  return [form.get("TransitGatewayRouteTableId") ?? "", form.get("DestinationCidrBlock") ?? ""];
}

/** As the emulator knows them: it has no routes but static ones. */
async function hasStaticRoute(call: AwsCall, world: World): Promise<boolean> {
  const [TransitGatewayRouteTableId, range] = routeOf(call);
  const place = { account: call.account, region: call.signedRegion };
  const answer = await askQuery(world, place, "ec2", "SearchTransitGatewayRoutes", {
    TransitGatewayRouteTableId,
    "Filter.1.Name": "route-search.exact-match",
    "Filter.1.Value.1": range,
  });
  return [...(answer === undefined ? [] : walk(answer))].some(
    (node) => textAt(node, "destinationCidrBlock") === range,
  );
}

const secondPeering: Refusal = {
  id: "ec2-transit-gateway-second-peering",
  service: "ec2",
  actions: ["CreateTransitGatewayPeeringAttachment"],
  rule: "Two transit gateways have one peering with each other, not two.",
  source: "https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-quotas.html",
  async check(call, world) {
    const form = parseForm(call.body);
    const pair = [form.get("TransitGatewayId"), form.get("PeerTransitGatewayId")].sort().join(" ");
    const place = { account: call.account, region: call.signedRegion };
    const standing = await peerings(world, place);
    if (!standing.includes(pair)) return undefined;
    return refused("DuplicateTransitGatewayAttachment", `A peering of ${pair} exists`);
  },
};

/** Both gateways of each peering that has not ended, sorted. */
async function peerings(world: World, place: Place): Promise<readonly string[]> {
  const answer = await askQuery(world, place, "ec2", "DescribeTransitGatewayPeeringAttachments", {});
  return [...(answer === undefined ? [] : walk(answer))].flatMap((node) => {
    const ends = ["requesterTgwInfo", "accepterTgwInfo"].map((end) => textAt(node, end, "transitGatewayId"));
    if (ends.includes(undefined) || hasEnded(textAt(node, "state"))) return [];
    return [ends.sort().join(" ")];
  });
}

const inUse: Refusal = {
  id: "ec2-transit-gateway-in-use",
  service: "ec2",
  actions: ["DeleteTransitGateway"],
  rule: "A transit gateway with attachments cannot be deleted; they are deleted first.",
  source: "https://docs.aws.amazon.com/vpc/latest/tgw/delete-tgw.html",
  async check(call, world) {
    const id = parseForm(call.body).get("TransitGatewayId") ?? "";
    const answer = await askQuery(
      world,
      { account: call.account, region: call.signedRegion },
      "ec2",
      "DescribeTransitGatewayAttachments",
      { "Filter.1.Name": "transit-gateway-id", "Filter.1.Value.1": id },
    );
    const held = [...(answer === undefined ? [] : walk(answer))].some(
      (node) => textAt(node, "transitGatewayAttachmentId") !== undefined && !hasEnded(textAt(node, "state")),
    );
    return held ? refused("IncorrectState", `${id} has non-deleted Transit Gateway Attachments`) : undefined;
  },
};

function hasEnded(state: string | undefined): boolean {
  return state === "deleted" || state === "rejected" || state === "failed";
}

function refused(code: string, message: string): RefusedCall {
  return { status: 400, code, message };
}

export const transitGatewayRefusals: readonly Refusal[] = [
  asn,
  twoInZone,
  tooEarly,
  secondRoute,
  noRoute,
  secondPeering,
  inUse,
];

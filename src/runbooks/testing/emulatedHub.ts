import { type Caller, query } from "../../sandbox/refusals/cases/caller.ts";

/** A region's transit gateway as `RegionHub` makes it: its network reads a table of that name. Answers the table's id. */
export async function emulatedHub(
  caller: Caller,
  region: string,
  { table, subnets }: { readonly table: string; readonly subnets: readonly string[] },
): Promise<string> {
  const ec2 = (action: string, about: Readonly<Record<string, string>>) =>
    query("ec2", region, action, about);
  const VpcId = await caller.field(ec2("DescribeSubnets", { "SubnetId.1": subnets[0] ?? "" }), "vpcId");
  const TransitGatewayId = await caller.field(ec2("CreateTransitGateway", {}), "transitGatewayId");
  const TransitGatewayRouteTableId = await caller.field(
    ec2("CreateTransitGatewayRouteTable", {
      TransitGatewayId,
      "TagSpecifications.1.ResourceType": "transit-gateway-route-table",
      "TagSpecifications.1.Tag.1.Key": "Name",
      "TagSpecifications.1.Tag.1.Value": table,
    }),
    "transitGatewayRouteTableId",
  );
  const TransitGatewayAttachmentId = await caller.field(
    ec2("CreateTransitGatewayVpcAttachment", {
      TransitGatewayId,
      VpcId,
      ...Object.fromEntries(subnets.map((id, at) => [`SubnetIds.${at + 1}`, id])),
    }),
    "transitGatewayAttachmentId",
  );
  await caller.must(
    ec2("AssociateTransitGatewayRouteTable", { TransitGatewayAttachmentId, TransitGatewayRouteTableId }),
  );
  return TransitGatewayRouteTableId;
}

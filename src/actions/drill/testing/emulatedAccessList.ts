import type { RegionScope } from "../../../runbooks/index.ts";
import type { EmulatedShop } from "../../../runbooks/testing/emulatedShop.ts";
import { query } from "../../../sandbox/refusals/cases/caller.ts";

type Shutter = NonNullable<RegionScope["shutter"]>;

/**
 * The network ACL that Terraform makes over the subnets in which a region's databases are, with the rule that a recovery
 * turns.
 */
export async function emulatedAccessList(
  shop: EmulatedShop,
  region: string,
  { accessList: name, ruleNumber, port, nobody }: Shutter,
): Promise<void> {
  const { caller } = shop;
  const { subnets } = await shop.network(region);
  const ec2 = (action: string, about: Readonly<Record<string, string>>) =>
    query("ec2", region, action, about);
  const VpcId = await caller.field(ec2("DescribeSubnets", { "SubnetId.1": subnets[0] ?? "" }), "vpcId");
  const NetworkAclId = await caller.field(
    ec2("CreateNetworkAcl", {
      VpcId,
      "TagSpecification.1.ResourceType": "network-acl",
      "TagSpecification.1.Tag.1.Key": "Name",
      "TagSpecification.1.Tag.1.Value": name,
    }),
    "networkAclId",
  );
  await caller.must(
    ec2("CreateNetworkAclEntry", {
      NetworkAclId,
      RuleNumber: String(ruleNumber),
      Egress: "false",
      RuleAction: "deny",
      Protocol: "6",
      CidrBlock: nobody,
      "PortRange.From": String(port),
      "PortRange.To": String(port),
    }),
  );
  for (const subnet of subnets) {
    const asked = ec2("DescribeNetworkAcls", {
      "Filter.1.Name": "association.subnet-id",
      "Filter.1.Value.1": subnet,
    });
    const { text } = await caller.must(asked);
    // Of the list that the subnet has now, whichever of its associations it is.
    const [, AssociationId = ""] =
      new RegExp(
        `<networkAclAssociationId>([^<]+)</networkAclAssociationId>(?:(?!</item>).)*?<subnetId>${subnet}<`,
        "s",
      ).exec(text) ?? [];
    await caller.must(ec2("ReplaceNetworkAclAssociation", { AssociationId, NetworkAclId }));
  }
}

import { leftRuleName, REGION_LEFT, recoveryEventSource } from "../../../constructs/index.ts";
import type { EmulatedShop } from "../../../runbooks/testing/emulatedShop.ts";
import { DEFAULT_ACCOUNT } from "../../../sandbox/index.ts";
import { json, query } from "../../../sandbox/refusals/cases/caller.ts";
import { leftRegions, namingOf, recoveryMachineIn } from "../../../stacks/index.ts";
import { regionScope } from "../../recovery/scope.ts";
import type { DrillSubject } from "../prepare.ts";

const bus = (region: string) => `arn:aws:events:${region}:${DEFAULT_ACCOUNT}:event-bus/default`;

/**
 * What Terraform makes so that a region hears that it is left, and is shut: rules in both regions, the machine that they
 * begin, and the network ACL of its database subnets with the rule that a recovery turns.
 */
export async function emulatedNotices(
  shop: EmulatedShop,
  { project, environment }: DrillSubject,
): Promise<void> {
  const { caller } = shop;
  const { platform } = project;
  const naming = namingOf(platform, environment);
  for (const left of leftRegions({ platform, environment })) {
    const { region } = left;
    const { shutter } = regionScope(platform, environment, region);
    if (shutter === undefined) throw new Error(`${region} has nothing to be shut by`);
    await accessList(shop, region, shutter);
    const arn = recoveryMachineIn(platform, environment, left);
    await caller.must(
      json("states", region, "CreateStateMachine", {
        name: arn.split(":").at(-1),
        roleArn: `arn:aws:iam::${DEFAULT_ACCOUNT}:role/shut`,
        definition: JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed" } } }),
      }),
    );
    const Name = leftRuleName(naming, region);
    const EventPattern = JSON.stringify({
      source: [recoveryEventSource(naming)],
      "detail-type": [REGION_LEFT],
      detail: { region: [region] },
    });
    for (const [at, target] of [[region, arn], ...left.toldBy.map((by) => [by, bus(region)])] as const) {
      await caller.must(json("events", at, "PutRule", { Name, EventPattern }));
      const Targets = [{ Id: "told", Arn: target, RoleArn: `arn:aws:iam::${DEFAULT_ACCOUNT}:role/told` }];
      await caller.must(json("events", at, "PutTargets", { Rule: Name, Targets }));
    }
  }
}

/** Over the subnets in which the region's databases are. */
async function accessList(
  shop: EmulatedShop,
  region: string,
  {
    accessList: name,
    ruleNumber,
    port,
    nobody,
  }: { accessList: string; ruleNumber: number; port: number; nobody: string },
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

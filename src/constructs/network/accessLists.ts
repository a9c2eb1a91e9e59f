import { DefaultNetworkAcl } from "@cdktn/provider-aws/lib/default-network-acl/index.js";
import { NetworkAcl } from "@cdktn/provider-aws/lib/network-acl/index.js";
import type { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import type { Vpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import type { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type AccessListInput, accessRules } from "./accessListRules.ts";
import type { TagThing, Tier } from "./tiers.ts";

/** `Name` of the list of the database subnets. */
export function dataAccessListName(naming: Naming): string {
  return nameOf(naming, "data");
}

const TIERS: readonly Tier[] = ["public", "private", "data"];

/**
 * A network ACL for each tier, its rules inside it: four resources and not fifty, and a rule added by hand
 * shows in the next plan. The VPC's default ACL is emptied, so a subnet that is not of a tier reaches nothing.
 */
export function accessLists(
  scope: Construct,
  props: {
    readonly vpc: Vpc;
    readonly subnets: Readonly<Record<Tier, readonly Subnet[]>>;
    readonly rules: AccessListInput;
    readonly tag: TagThing;
  },
): void {
  const lists = TIERS.map(
    (tier) =>
      new NetworkAcl(scope, `${tier}-access`, {
        vpcId: props.vpc.id,
        subnetIds: props.subnets[tier].map((subnet) => subnet.id),
        ...accessRules(tier, props.rules),
        tags: props.tag(tier),
      }),
  );
  new DefaultNetworkAcl(scope, "default-access", {
    defaultNetworkAclId: props.vpc.defaultNetworkAclId,
    tags: props.tag("default-unused"),
    // A subnet belongs to the default list until its tier has one: emptied earlier, it would show as a change.
    dependsOn: lists,
  });
}

import { CeCostAllocationTag } from "@cdktn/provider-aws/lib/ce-cost-allocation-tag/index.js";
import { Construct } from "constructs";

/** Tags that every resource carries, and by which the bill is taken apart. See `tagsOf` and the stacks' default tags. */
const COST_TAGS = ["platform", "environment", "service", "owner", "cost-centre", "data-class"] as const;

/**
 * Makes the tags columns of the bill. Only the account that pays can, and only for tags that AWS has met on a bill:
 * up to 24 hours after the first resource carries one. Before that AWS refuses to activate it, so the first apply of
 * a platform leaves this out. Nothing is allocated backwards: what was spent before stays without a team.
 * Sources: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html (recalled);
 * github.com/hashicorp/terraform-provider-aws issue 29068, read November 2026.
 */
export class CostAllocationTags extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const tagKey of COST_TAGS) new CeCostAllocationTag(this, tagKey, { tagKey, status: "Active" });
  }
}

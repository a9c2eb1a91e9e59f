import { ShieldProtection } from "@cdktn/provider-aws/lib/shield-protection/index.js";
import { ShieldSubscription } from "@cdktn/provider-aws/lib/shield-subscription/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface ShieldAdvancedProps {
  readonly naming: Naming;
  /** ARNs of what is protected, by a name of ours: distributions, public zones, load balancers. */
  readonly protected: Readonly<Record<string, string>>;
  readonly tags: OwnerTags;
}

/**
 * Shield Advanced: AWS's response team, layer-7 mitigation, and the bill of an attack paid back. 3,000 USD a month for
 * all accounts of an organisation, with a year's commitment.
 * Source: https://aws.amazon.com/shield/pricing/ (recalled, 2026-11)
 *
 * A destroy leaves the subscription as it is, because AWS ends none before its year is over; it is then not renewed.
 */
export class ShieldAdvanced extends Construct {
  constructor(scope: Construct, id: string, props: ShieldAdvancedProps) {
    super(scope, id);
    const subscription = new ShieldSubscription(this, "subscription", {
      autoRenew: "ENABLED",
      skipDestroy: true,
    });
    for (const [thing, resourceArn] of Object.entries(props.protected)) {
      const name = nameOf(props.naming, thing);
      new ShieldProtection(this, thing, {
        name,
        resourceArn,
        tags: tagsOf(name, props.tags),
        dependsOn: [subscription],
      });
    }
  }
}

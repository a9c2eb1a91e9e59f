import { OrganizationsPolicy } from "@cdktn/provider-aws/lib/organizations-policy/index.js";
import { OrganizationsPolicyAttachment } from "@cdktn/provider-aws/lib/organizations-policy-attachment/index.js";
import { Construct } from "constructs";
import { policyText, ROOT, type ServiceControlPolicy, tagPolicy } from "../../guardrails/index.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import type { AccountTree } from "./accountTree.ts";

export interface GuardRailsProps {
  /** Name of the platform: begins the names of the policies. */
  readonly platform: string;
  readonly tree: AccountTree;
  /** Service control policies, each with the units that it binds. The tree must have those units. */
  readonly policies: readonly ServiceControlPolicy[];
  /** Who pays, as values that the tag may have. */
  readonly costCentres: readonly string[];
  readonly tags: OwnerTags;
}

/** AWS's services that learn from what customers send them must not from ours, wherever they would keep it. */
const AI_OPT_OUT = {
  services: { default: { opt_out_policy: { "@@assign": "optOut" } } },
};

/** What the accounts may not do, how their tags are written, and that their data train nobody's models. */
export class GuardRails extends Construct {
  constructor(scope: Construct, id: string, props: GuardRailsProps) {
    super(scope, id);
    for (const { name, description, targets, document } of props.policies) {
      this.#policy(props, name, "SERVICE_CONTROL_POLICY", description, policyText(document), targets);
    }
    const tags = JSON.stringify(tagPolicy({ costCentres: props.costCentres }));
    this.#policy(props, "tags", "TAG_POLICY", "How tags are written and what they may say", tags, [ROOT]);
    this.#policy(
      props,
      "ai-opt-out",
      "AISERVICES_OPT_OUT_POLICY",
      "Content of customers improves no service of AWS and stays in its region",
      JSON.stringify(AI_OPT_OUT),
      [ROOT],
    );
  }

  #policy(
    { platform, tree, tags }: GuardRailsProps,
    thing: string,
    type: string,
    description: string,
    content: string,
    targets: readonly string[],
  ): void {
    const name = `${platform}-${thing}`;
    const policy = new OrganizationsPolicy(this, thing, {
      name,
      description,
      type,
      content,
      tags: tagsOf(name, tags),
      // A kind of policy is taken once the organization has turned it on.
      dependsOn: [tree.organization],
    });
    for (const target of targets) {
      new OrganizationsPolicyAttachment(this, `${thing}-on-${target}`, {
        policyId: policy.id,
        targetId: tree.targetId(target),
      });
    }
  }
}

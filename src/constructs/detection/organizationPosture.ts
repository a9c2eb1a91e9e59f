import { SecurityhubConfigurationPolicy } from "@cdktn/provider-aws/lib/securityhub-configuration-policy/index.js";
import { SecurityhubConfigurationPolicyAssociation } from "@cdktn/provider-aws/lib/securityhub-configuration-policy-association/index.js";
import { SecurityhubOrganizationConfiguration } from "@cdktn/provider-aws/lib/securityhub-organization-configuration/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { PostureChecks, type SecurityStandard, type SkippedControl, standardArn } from "./postureChecks.ts";

export interface OrganizationPostureProps {
  /** Of the security team's account. */
  readonly naming: Naming;
  /** The organisation's home region, which shows the findings of all regions. */
  readonly region: string;
  /** Root of the organisation, `r-ab12`: the policy holds in every account below it. */
  readonly rootId: string;
  readonly standards: readonly SecurityStandard[];
  /** Controls that no account is checked against. */
  readonly skipped: readonly SkippedControl[];
}

/**
 * Security Hub for every account and region of the organisation, by one policy, from the security team's account in
 * the home region: central configuration. What a policy says, no account can change for itself. It must aggregate the
 * findings of all regions before it may configure them, and automatic switching on is then the policy's business.
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/start-central-configuration.html (read 2026-11)
 *
 * A policy has no place for the reason of a control that is off, but for its description.
 */
export class OrganizationPosture extends Construct {
  constructor(scope: Construct, id: string, props: OrganizationPostureProps) {
    super(scope, id);
    const hub = new PostureChecks(this, "hub", {
      region: props.region,
      standards: [],
      skipped: [],
      aggregates: true,
    });
    const central = new SecurityhubOrganizationConfiguration(this, "central", {
      autoEnable: false,
      autoEnableStandards: "NONE",
      organizationConfiguration: { configurationType: "CENTRAL" },
      dependsOn: [...hub.resources],
    });
    const controls = [...new Set(props.skipped.map(({ control }) => control))].sort();
    const policy = new SecurityhubConfigurationPolicy(this, "policy", {
      name: nameOf(props.naming, "posture"),
      description: descriptionOf(props.skipped),
      configurationPolicy: {
        serviceEnabled: true,
        enabledStandardArns: props.standards.map((standard) => standardArn(props.region, standard)),
        securityControlsConfiguration: { disabledControlIdentifiers: controls },
      },
      dependsOn: [central],
    });
    new SecurityhubConfigurationPolicyAssociation(this, "everywhere", {
      policyId: policy.id,
      targetId: props.rootId,
    });
  }
}

/** Characters of a description, so that it stays readable in a console; AWS names no limit. */
const LONGEST = 500;

function descriptionOf(skipped: readonly SkippedControl[]): string {
  const text =
    skipped.length === 0
      ? "Every control of the standards."
      : skipped.map(({ control, reason }) => `${control}: ${reason}`).join(" ");
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

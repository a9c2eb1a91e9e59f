import { GuarddutyOrganizationConfiguration } from "@cdktn/provider-aws/lib/guardduty-organization-configuration/index.js";
import { GuarddutyOrganizationConfigurationFeature } from "@cdktn/provider-aws/lib/guardduty-organization-configuration-feature/index.js";
import { Inspector2OrganizationConfiguration } from "@cdktn/provider-aws/lib/inspector2-organization-configuration/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import type { OwnerTags } from "../tags.ts";
import { AGENTS, PROTECTION_PLANS, planId, ThreatDetection } from "./threatDetection.ts";
import { VulnerabilityScans } from "./vulnerabilityScans.ts";

export interface OrganizationDetectionProps {
  /** Of the security team's account. */
  readonly naming: Naming;
  readonly tags: OwnerTags;
}

/**
 * GuardDuty and Inspector for every account of the organisation in one region, from the security team's account: those
 * that are there, and those that come. An account cannot switch off what is switched on from here.
 * Needs `DetectionDelegation` in the same region.
 */
export class OrganizationDetection extends Construct {
  constructor(scope: Construct, id: string, { naming, tags }: OrganizationDetectionProps) {
    super(scope, id);
    const { detectorId } = new ThreatDetection(this, "threats", { naming, plans: PROTECTION_PLANS, tags });
    const members = new GuarddutyOrganizationConfiguration(this, "threats-of-members", {
      detectorId,
      autoEnableOrganizationMembers: "ALL",
    });
    for (const plan of PROTECTION_PLANS) {
      new GuarddutyOrganizationConfigurationFeature(this, `members-${planId(plan)}`, {
        detectorId: members.detectorId,
        name: plan,
        autoEnable: "ALL",
        ...(plan === "RUNTIME_MONITORING"
          ? {
              additionalConfiguration: AGENTS.map((name) => ({ name, autoEnable: "NONE" })),
              // A list to provider 5, and the order in which AWS answers is not documented.
              lifecycle: { ignoreChanges: ["additional_configuration"] },
            }
          : {}),
      });
    }
    const scans = new VulnerabilityScans(this, "vulnerabilities", { naming });
    new Inspector2OrganizationConfiguration(this, "vulnerabilities-of-members", {
      autoEnable: { ec2: true, ecr: true, lambda: true, lambdaCode: false },
      dependsOn: [scans.resource],
    });
  }
}

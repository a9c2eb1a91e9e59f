import { GuarddutyDetector } from "@cdktn/provider-aws/lib/guardduty-detector/index.js";
import { GuarddutyDetectorFeature } from "@cdktn/provider-aws/lib/guardduty-detector-feature/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/**
 * Protection plans of GuardDuty beside its foundation (CloudTrail, flow logs and DNS), each billed apart.
 *
 * `EKS_RUNTIME_MONITORING` is missing on purpose: `RUNTIME_MONITORING` covers EKS, EC2 and Fargate, and AWS takes
 * only one of the two.
 * Source: https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorFeatureConfiguration.html (read 2026-11)
 */
export const PROTECTION_PLANS = [
  "EBS_MALWARE_PROTECTION",
  "EKS_AUDIT_LOGS",
  "LAMBDA_NETWORK_LOGS",
  "RDS_LOGIN_EVENTS",
  "RUNTIME_MONITORING",
  "S3_DATA_EVENTS",
] as const;

/** A protection plan, as GuardDuty's API names it. */
export type ProtectionPlan = (typeof PROTECTION_PLANS)[number];

/**
 * The agents that GuardDuty would roll out by itself. All off: where the agent is wanted it is an add-on of the
 * cluster and an endpoint of the network, in our states. What GuardDuty makes by itself is in nobody's state, and
 * its endpoint and security group keep the VPC from being deleted.
 * Source: https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring-agent-resource-clean-up.html (read 2026-11)
 */
export const AGENTS = [
  "EC2_AGENT_MANAGEMENT",
  "ECS_FARGATE_AGENT_MANAGEMENT",
  "EKS_ADDON_MANAGEMENT",
] as const;

export interface ThreatDetectionProps {
  readonly naming: Naming;
  /**
   * Plans that run. The others are switched off in so many words: a new detector comes with nearly all of them on,
   * and what nobody asked for would be billed.
   */
  readonly plans: readonly ProtectionPlan[];
  readonly tags: OwnerTags;
}

/**
 * GuardDuty in one region of an account: one detector is all that AWS allows there. A finding that changes is
 * published again after a quarter of an hour; a new one at once.
 */
export class ThreatDetection extends Construct {
  readonly detectorId: string;

  constructor(scope: Construct, id: string, props: ThreatDetectionProps) {
    super(scope, id);
    const detector = new GuarddutyDetector(this, "detector", {
      enable: true,
      findingPublishingFrequency: "FIFTEEN_MINUTES",
      tags: tagsOf(nameOf(props.naming, "threats"), props.tags),
    });
    for (const plan of PROTECTION_PLANS) {
      new GuarddutyDetectorFeature(this, planId(plan), {
        detectorId: detector.id,
        name: plan,
        status: props.plans.includes(plan) ? "ENABLED" : "DISABLED",
        ...(plan === "RUNTIME_MONITORING"
          ? {
              additionalConfiguration: AGENTS.map((name) => ({ name, status: "DISABLED" })),
              // A list to provider 5, and the order in which AWS answers is not documented.
              lifecycle: { ignoreChanges: ["additional_configuration"] },
            }
          : {}),
      });
    }
    this.detectorId = detector.id;
  }
}

/** `EKS_AUDIT_LOGS` to `eks-audit-logs`. */
export function planId(plan: ProtectionPlan): string {
  return plan.toLowerCase().replaceAll("_", "-");
}

import { SecurityhubAccount } from "@cdktn/provider-aws/lib/securityhub-account/index.js";
import { SecurityhubFindingAggregator } from "@cdktn/provider-aws/lib/securityhub-finding-aggregator/index.js";
import { SecurityhubStandardsControlAssociation } from "@cdktn/provider-aws/lib/securityhub-standards-control-association/index.js";
import { SecurityhubStandardsSubscription } from "@cdktn/provider-aws/lib/securityhub-standards-subscription/index.js";
import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";

/** Sets of controls that Security Hub checks the account against. */
export type SecurityStandard = "aws" | "cis" | "pci";

/**
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html: AWS Foundational
 * Security Best Practices 1.0.0, CIS AWS Foundations Benchmark 3.0.0, PCI DSS 4.0.1 (versions recalled, 2026-11).
 */
const STANDARDS: Readonly<Record<SecurityStandard, string>> = {
  aws: "aws-foundational-security-best-practices/v/1.0.0",
  cis: "cis-aws-foundations-benchmark/v/3.0.0",
  pci: "pci-dss/v/4.0.1",
};

/** A control that is not checked, on purpose. */
export interface SkippedControl {
  /** As Security Hub names it: `SecretsManager.1`. */
  readonly control: string;
  readonly standard: SecurityStandard;
  /** Why, for whoever reads it in Security Hub. */
  readonly reason: string;
}

export interface PostureChecksProps {
  /** Region of the stack, which the ARNs of its standards name: `eu-west-1`. */
  readonly region: string;
  readonly standards: readonly SecurityStandard[];
  /** Those of standards that are not subscribed to are left out. */
  readonly skipped: readonly SkippedControl[];
  /**
   * Whether the findings of all regions are shown here as well, those of regions that are added later included. AWS
   * has one such place for an account.
   * @default false: this region shows its own only
   */
  readonly aggregates?: boolean;
}

/** ARN of a standard in a region, where it is subscribed to. */
export function standardArn(region: string, standard: SecurityStandard): string {
  return `arn:aws:securityhub:${region}::standards/${STANDARDS[standard]}`;
}

/**
 * Security Hub in one region of an account. A control that stands in several standards is checked once and gives
 * one finding. What AWS adds to a standard later is checked as soon as AWS has it: a new finding is looked at, a
 * control that nobody switched on is not.
 */
export class PostureChecks extends Construct {
  /** The hub, and what shows the findings of all regions: for what must wait for them. */
  readonly resources: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PostureChecksProps) {
    super(scope, id);
    const hub = new SecurityhubAccount(this, "hub", {
      // Else AWS subscribes to standards of its own choice, which no state would know of.
      enableDefaultStandards: false,
      autoEnableControls: true,
      controlFindingGenerator: "SECURITY_CONTROL",
    });
    for (const standard of props.standards) {
      const subscription = new SecurityhubStandardsSubscription(this, standard, {
        standardsArn: standardArn(props.region, standard),
        dependsOn: [hub],
      });
      for (const { control, reason } of props.skipped.filter((each) => each.standard === standard)) {
        new SecurityhubStandardsControlAssociation(this, `${standard}-${control.replace(".", "-")}`, {
          standardsArn: subscription.standardsArn,
          securityControlId: control,
          associationStatus: "DISABLED",
          updatedReason: reason,
          dependsOn: [subscription],
        });
      }
    }
    this.resources =
      props.aggregates === true
        ? [
            hub,
            new SecurityhubFindingAggregator(this, "aggregator", {
              linkingMode: "ALL_REGIONS",
              dependsOn: [hub],
            }),
          ]
        : [hub];
  }
}

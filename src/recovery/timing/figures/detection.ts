import { quick, recalled, type TimingFigure } from "../figure.ts";

/** Creation of what watches an account. Seconds. */
export const DETECTION: readonly TimingFigure[] = [
  ...quick(2, 6, [
    "aws_guardduty_detector",
    "aws_guardduty_detector_feature",
    "aws_guardduty_organization_admin_account",
    "aws_guardduty_organization_configuration",
    "aws_guardduty_organization_configuration_feature",
    "aws_inspector2_delegated_admin_account",
    "aws_inspector2_organization_configuration",
    "aws_macie2_account",
    "aws_securityhub_account",
    "aws_securityhub_configuration_policy",
    "aws_securityhub_configuration_policy_association",
    "aws_securityhub_finding_aggregator",
    "aws_securityhub_organization_admin_account",
    "aws_securityhub_organization_configuration",
    "aws_securityhub_standards_control_association",
  ]),
  {
    id: "aws_securityhub_standards_subscription",
    type: "aws_securityhub_standards_subscription",
    typical: 15,
    pessimistic: 120,
    origin: recalled("until the standard is ready or incomplete; the provider gives up after 180 s"),
  },
  {
    id: "aws_inspector2_enabler",
    type: "aws_inspector2_enabler",
    typical: 40,
    pessimistic: 180,
    floor: 10,
    origin: recalled("until every kind of resource is scanned; the provider waits 10 s before it looks"),
  },
  {
    id: "aws_macie2_classification_job",
    type: "aws_macie2_classification_job",
    typical: 5,
    pessimistic: 30,
    origin: recalled("the provider tries again while Macie is being switched on"),
  },
];

import { GuarddutyOrganizationAdminAccount } from "@cdktn/provider-aws/lib/guardduty-organization-admin-account/index.js";
import { Inspector2DelegatedAdminAccount } from "@cdktn/provider-aws/lib/inspector2-delegated-admin-account/index.js";
import { SecurityhubOrganizationAdminAccount } from "@cdktn/provider-aws/lib/securityhub-organization-admin-account/index.js";
import { Construct } from "constructs";

export interface DetectionDelegationProps {
  /** The security team's account, 12 digits: never the management account itself. */
  readonly securityAccount: string;
}

/**
 * Hands the detection of all accounts to the security team's, in one region: each service is told apart in each
 * region, by the management account. What was found is then seen and configured there, and nobody works in the
 * management account for it.
 *
 * Macie is not among them, on purpose: it is switched on where personal data are, by the environment that holds them.
 * For all accounts it would bill every bucket of every one, and its findings would leave the account of the data. Nor
 * could it be both: `aws_macie2_organization_configuration` switches it on in accounts that join later, where AWS then
 * refuses the environment's own `aws_macie2_account` as one too many (recalled), so that an environment in a new
 * account could not be deployed; and accounts that are there already would each be an `aws_macie2_member`, which the
 * provider cannot destroy in an organization. Sources:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html (read 2026-11),
 * https://github.com/hashicorp/terraform-provider-aws/issues/26219 and .../pull/41475 (read 2026-11)
 */
export class DetectionDelegation extends Construct {
  constructor(scope: Construct, id: string, { securityAccount }: DetectionDelegationProps) {
    super(scope, id);
    new GuarddutyOrganizationAdminAccount(this, "threats", { adminAccountId: securityAccount });
    new SecurityhubOrganizationAdminAccount(this, "posture", { adminAccountId: securityAccount });
    new Inspector2DelegatedAdminAccount(this, "vulnerabilities", { accountId: securityAccount });
  }
}

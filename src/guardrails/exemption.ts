import type { PolicyCondition } from "./policyDocument.ts";

/**
 * The role by which the management account works in an account that the organization made. AWS gives it that name
 * by itself; in an account that was invited it is made by hand.
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
 */
export const ACCOUNT_ACCESS_ROLE = "OrganizationAccountAccessRole";

/** Permission set of those who deploy; its role in an account is named after it by Identity Center. */
export const DEPLOYER = "deployer";

/**
 * ARNs, as patterns over all accounts or in one, of the roles that deploy: the only ones that may change what guards
 * the others. Identity Center puts its roles under a path that names its region, but for us-east-1.
 * Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function deploymentRoleArns(roles: readonly string[], account = "*"): readonly string[] {
  return [
    ...roles.map((role) => `arn:aws:iam::${account}:role/${role}`),
    `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${DEPLOYER}_*`,
  ];
}

/** Holds for everybody but the roles that deploy. */
export function butForDeployment(roles: readonly string[]): PolicyCondition {
  return { ArnNotLike: { "aws:PrincipalArn": deploymentRoleArns(roles) } };
}

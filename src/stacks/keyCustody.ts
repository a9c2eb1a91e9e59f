import type { Environment, Platform } from "../config/index.ts";
import type { KeyCustody } from "../constructs/index.ts";
import { deploymentRoleArns } from "../guardrails/index.ts";

/**
 * Who looks after the keys of an environment, or of a member account: in an organization the roles that deploy, which guard rails name as
 * well, and the role for emergencies. An account that stands alone has roles that nobody told us of.
 */
export function keyCustody(
  { organization }: Platform,
  { account }: Pick<Environment, "account">,
): { readonly custody?: KeyCustody } {
  if (organization === undefined) return {};
  const { deploymentRoles, breakGlassRole } = organization.guardrails;
  return {
    custody: {
      administrators: deploymentRoleArns(deploymentRoles, account),
      emergencies: [`arn:aws:iam::${account}:role/${breakGlassRole}`],
    },
  };
}

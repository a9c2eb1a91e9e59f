import { IamAccountPasswordPolicy } from "@cdktn/provider-aws/lib/iam-account-password-policy/index.js";
import { Construct } from "constructs";
import type { OwnerTags } from "../tags.ts";
import { type BreakGlass, BreakGlassRole } from "./breakGlass.ts";

export interface AccountBaselineProps {
  readonly breakGlass: BreakGlass;
  readonly tags: OwnerTags;
}

/**
 * What every account of an organization has once: a policy for passwords, and the role for emergencies.
 *
 * Guard rails let members make no users, so the policy is for the management account's, and for whoever audits: long
 * passwords, none used again. They do not expire by the calendar, which makes people choose weaker ones; the
 * benchmark of CIS asks for length and for no reuse.
 * Sources: https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html (IAM.15, IAM.16), read November
 * 2026; NIST SP 800-63B, section 5.1.1.2.
 */
export class AccountBaseline extends Construct {
  constructor(scope: Construct, id: string, { breakGlass, tags }: AccountBaselineProps) {
    super(scope, id);
    new IamAccountPasswordPolicy(this, "passwords", {
      minimumPasswordLength: 16,
      passwordReusePrevention: 24,
      requireLowercaseCharacters: true,
      requireUppercaseCharacters: true,
      requireNumbers: true,
      requireSymbols: true,
      allowUsersToChangePassword: true,
      hardExpiry: false,
    });
    new BreakGlassRole(this, "break-glass", { ...breakGlass, tags });
  }
}

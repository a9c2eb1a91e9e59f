/** The part of the vocabulary that is about the AWS Organization above all environments. */

/** One AWS account, and the mail address of its root user. */
export interface AccountInput {
  /** 12 digits. Given by AWS when the account is made; written down then, and never changed. */
  readonly account: string;
  /** Mail address of the account's root user. AWS takes each address once, for all accounts of the world. */
  readonly email: string;
}

/**
 * The AWS Organization: one bill, one set of guard rails, one place for audit logs. Deployed by itself, as the unit
 * `organization`, with credentials of the management account.
 */
export interface OrganizationInput {
  /**
   * Region of what exists once: Identity Center, the archive of audit logs, the collection of findings.
   * Permanent. @default the first region of the first home
   */
  readonly homeRegion?: string;
  /** Owns the organization and pays its bill. Nothing runs in it. */
  readonly management: AccountInput;
  /** Keeps audit logs, which nobody may change. */
  readonly logArchive: AccountInput;
  /** The security team's: administers the security services of all accounts. */
  readonly security: AccountInput;
  /** Pipelines and registries that environments share. @default none */
  readonly sharedServices?: AccountInput;
}

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
  /** Accounts beside those and the environments', such as one for each team to try things in. @default none */
  readonly accounts?: readonly MemberAccountInput[];
  /**
   * Units of accounts beside `security`, `infrastructure`, `workloads` with `production` and `non-production` in
   * it, and `sandbox`, by name. @default none
   */
  readonly units?: Readonly<Record<string, OrganizationUnitInput>>;
  /** What no account may do. @default what each part says */
  readonly guardrails?: GuardrailsInput;
  /**
   * Names of the roles that deploy: the only ones that guard rails let change what guards the others, beside
   * people with the permission set `deployer`. @default the role that AWS makes in every account of an organization
   */
  readonly deploymentRoles?: readonly string[];
  /**
   * Lets the security team's account look at what all environments measure, log and trace, in one console for each
   * region. @default off
   */
  readonly observability?: SharedObservabilityInput;
  /** How people sign in. @default nobody does, until Identity Center is turned on by hand and its ids stand here */
  readonly identityCenter?: IdentityCenterInput;
  /**
   * Names of the users of the management account who can help when Identity Center or its region is away: in
   * every account they can take on a role made in advance, with a second factor, and an alarm says so. Passwords,
   * keys and second factors are given to them by hand and kept in a safe. @default two, "emergency-1" and "emergency-2"
   */
  readonly breakGlassUsers?: readonly string[];
  /** What is there already and is taken over. Stays written down for good. @default nothing: all of it is made */
  readonly adopt?: AdoptionInput;
}

/**
 * What a company has already that becomes the platform's: Terraform imports it with the first deploy and changes what
 * differs, as the page on organizations that are there already says.
 */
export interface AdoptionInput {
  /** Id of the organization, `o-a1b2c3d4e5`. The management account is its management account. */
  readonly organization: string;
  /**
   * Names of the accounts that are in it already, as this configuration calls them: `log-archive`, `production`. They
   * keep the name that they have in AWS, move into the unit that they have here, and their mail addresses must be those
   * of their root users. @default none: every account is made
   */
  readonly accounts?: readonly string[];
  /**
   * Ids of units that are there, by name. They get the name that they have here, and must be where they are here, since
   * AWS moves no unit. @default none: every unit is made
   */
  readonly units?: Readonly<Record<string, string>>;
  /**
   * Services that may look at the organization besides those that the platform needs: `backup.amazonaws.com`. What is
   * not written down loses its access with the deploy. @default none
   */
  readonly trustedServices?: readonly string[];
  /** Kinds of policies that are in use besides the platform's. What is not written down is turned off. @default none */
  readonly policyTypes?: readonly ("BACKUP_POLICY" | "CHATBOT_POLICY" | "RESOURCE_CONTROL_POLICY")[];
}

/**
 * What the security team's account sees of every account, region by region: nothing is copied, and nothing leaves its
 * region, so that what Europeans did is looked at in Europe. Free, but for traces that more than one account looks at.
 * Give those who operate a permission set there that reads.
 *
 * Deploy the organization, and then write down the sinks' ARNs: AWS chooses their ids, and environments are deployed by
 * themselves. A region without one is not shared.
 */
export interface SharedObservabilityInput {
  /** What is shared. Logs may name customers. @default ["metrics", "logs", "traces"] */
  readonly share?: readonly ("metrics" | "logs" | "traces")[];
  /**
   * ARNs of the sinks by region, as `aws oam list-sinks` shows them in the security team's account:
   * `arn:aws:oam:us-east-1:666666666666:sink/0a1b2c3d-0000-4000-8000-0123456789ab`.
   * @default none: sinks are made, and nobody links to them
   */
  readonly sinks?: Readonly<Record<string, string>>;
}

/** An account that no environment is in. */
export interface MemberAccountInput extends AccountInput {
  /** Kebab-case, at most 30 characters. */
  readonly name: string;
  /** @default "sandbox" */
  readonly unit?: string;
}

/** A unit of accounts, for guard rails of its own. */
export interface OrganizationUnitInput {
  /** Name of the unit that it is in, or `root`. */
  readonly under: string;
  /**
   * Name of the unit that it was made in. Permanent: AWS moves accounts between units, but no unit. @default `under`
   */
  readonly birth?: string;
}

/** What no account of the organization may do, whoever asks; the management account is not bound. */
export interface GuardrailsInput {
  /** Regions in which accounts may have something. @default those of all homes, and the organization's home region */
  readonly allowedRegions?: readonly string[];
  /** Regions that are shut, whoever adds them to the allowed ones. @default none */
  readonly deniedRegions?: readonly string[];
  /** What else is forbidden. @default nothing */
  readonly statements?: readonly GuardrailStatementInput[];
}

/** Something that is forbidden in a unit and all that are in it. */
export interface GuardrailStatementInput {
  /** Name of a unit, or `root` for all. @default "root" */
  readonly unit?: string;
  /** Letters and digits, unique in its unit: `NoLargeInstances`. */
  readonly sid: string;
  /** Actions as IAM names them, `*` allowed: `ec2:RunInstances`. */
  readonly actions: readonly string[];
  /** ARNs, `*` allowed. @default every one */
  readonly resources?: readonly string[];
  /** When it holds, as IAM writes conditions: operator, key, values. @default always */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * IAM Identity Center. It lives in one region and is gone with it; what to do then is what `breakGlassUsers` are
 * for. That everybody needs a second factor is a setting of its console ("Every time they sign in", and no sign-in
 * without a device), which no API has.
 */
export interface IdentityCenterInput {
  /** As its console shows it: `arn:aws:sso:::instance/ssoins-1234567890abcdef`. */
  readonly instanceArn: string;
  /** As its console shows it: `d-1234567890`. */
  readonly identityStoreId: string;
  /** Region in which it was turned on. Permanent. @default the organization's home region */
  readonly region?: string;
  /**
   * Ids of groups that an identity provider keeps there, by name. Groups that are not among them are made.
   * @default all groups are made
   */
  readonly groups?: Readonly<Record<string, string>>;
  /** Who may do what where. @default the owner deploys everywhere, `security` audits everywhere, `finance` sees the bill */
  readonly access?: readonly AccessInput[];
}

/** What a group may do in which accounts. */
export interface AccessInput {
  /** Name of a group. */
  readonly group: string;
  /** A set of permissions, and with it how long a session lasts: the more it may change, the shorter. */
  readonly permissions:
    | "administrator"
    | "billing"
    | "database-operator"
    | "deployer"
    | "operator"
    | "read-only"
    | "security-auditor";
  /** Names of accounts, and of units for all accounts in them; `root` is every account but the management account. */
  readonly in: readonly string[];
}

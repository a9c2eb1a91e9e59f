/** Name of the unit that holds the organization; no environment may have it. */
export const ORGANIZATION = "organization";

/** Where an account stands in the organization. */
export type AccountUnit = "root" | "security" | "infrastructure" | "production" | "non-production";

/** One account of the organization. */
export interface OrganizationAccount {
  /** `management`, `log-archive`, `security`, `shared-services`, or the names of the environments in it: `production`. */
  readonly name: string;
  /** 12 digits. */
  readonly account: string;
  readonly email: string;
  readonly unit: AccountUnit;
}

/** The AWS Organization, every default filled in. A unit of deployment like an environment. */
export interface Organization {
  readonly kind: "organization";
  readonly name: typeof ORGANIZATION;
  /** The management account, whose credentials deploy it. */
  readonly account: string;
  /** Organization and accounts are never deleted by a tool. */
  readonly protect: true;
  /** Region of what exists once. Permanent. */
  readonly homeRegion: string;
  /** All regions of all homes, the home region first: where accounts may have something. */
  readonly regions: readonly { readonly name: string }[];
  /** The management account first, then those of the organization, then those of the environments. */
  readonly accounts: readonly OrganizationAccount[];
}

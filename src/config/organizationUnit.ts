import type { PermissionSetName, ServiceControlProps } from "../guardrails/index.ts";

/** Name of the unit that holds the organization; no environment may have it. */
export const ORGANIZATION = "organization";

/** One account of the organization. */
export interface OrganizationAccount {
  /** `management`, `log-archive`, `security`, `shared-services`, as written down, or that of an environment in it: `production`. */
  readonly name: string;
  /** 12 digits. */
  readonly account: string;
  readonly email: string;
  /** Name of the organizational unit that it is in, `root` for the management account. */
  readonly unit: string;
}

/** What is there already and is imported. */
export interface Adoption {
  /** Id of the organization. */
  readonly organization: string;
  /** Names of its accounts that are there. */
  readonly accounts: readonly string[];
  /** Ids of its units that are there, by name. */
  readonly units: Readonly<Record<string, string>>;
  /** Principals of services that keep their access to the organization. */
  readonly trustedServices: readonly string[];
  /** Kinds of policies that stay turned on. */
  readonly policyTypes: readonly string[];
}

/** A unit of accounts, inside of `root` or of another. */
export interface OrganizationalUnit {
  readonly name: string;
  readonly under: string;
}

/** IAM Identity Center, turned on by hand. */
export interface IdentityCenter {
  readonly instanceArn: string;
  readonly identityStoreId: string;
  readonly region: string;
  /** Names of groups; those with an id are an identity provider's, the others are made. */
  readonly groups: readonly { readonly name: string; readonly id: string | undefined }[];
  readonly assignments: readonly {
    readonly group: string;
    readonly permissions: PermissionSetName;
    /** Name of the account. */
    readonly account: string;
  }[];
}

/** What is shared with the security team's account. */
export interface SharedObservability {
  /** Each once. */
  readonly share: readonly ("metrics" | "logs" | "traces")[];
  /** ARNs by region, of those that are known. */
  readonly sinks: Readonly<Record<string, string>>;
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
  /** Every unit after the one that it is in. */
  readonly units: readonly OrganizationalUnit[];
  /** The management account first, then those of the organization, then those of the environments. */
  readonly accounts: readonly OrganizationAccount[];
  /** What the service control policies are made of. */
  readonly guardrails: ServiceControlProps;
  /** What the security team's account sees of the others; undefined where it sees nothing. */
  readonly observability: SharedObservability | undefined;
  readonly identityCenter: IdentityCenter | undefined;
  /** Users of the management account for emergencies. */
  readonly breakGlassUsers: readonly string[];
  /** What is there already; undefined where all of it is made. */
  readonly adopted: Adoption | undefined;
}

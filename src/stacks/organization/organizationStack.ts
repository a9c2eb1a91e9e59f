import type { Organization, Platform } from "../../config/index.ts";
import { EnvironmentStack } from "../environmentStack.ts";

/** What every stack of the organization is built from. */
export interface OrganizationContext {
  readonly platform: Platform;
  readonly organization: Organization;
}

/** Ids of the organization's stacks. */
export const organizationIds = {
  accounts: "organization/accounts",
  /** Who may do what where, in Identity Center's region. */
  access: (region: string) => `organization/${region}/access`,
  /** What an account has once, whatever its regions: global. */
  foundation: (account: string) => `organization/${account}/foundation`,
  /** Where trails are kept, in the log-archive account. */
  archive: (region: string) => `organization/${region}/archive`,
  /** The trail of all accounts, in the management account. */
  trail: (region: string) => `organization/${region}/trail`,
  bootstrap: (region: string) => `organization/${region}/bootstrap`,
  /** Budgets, anomalies, categories and the export of the bill: global. */
  costs: "organization/costs",
  bill: (region: string) => `organization/${region}/bill`,
  /** Whom the management account names as administrator of detection in a region. */
  delegation: (region: string) => `organization/${region}/delegation`,
  /** What the security team's account does for all accounts in a region. */
  security: (region: string) => `organization/${region}/security`,
};

export interface OrganizationStackOptions {
  readonly id: string;
  /** Name of the account that it works in. @default the management account */
  readonly account?: string;
  /** Region whose APIs it calls. @default none: global APIs only */
  readonly region?: string;
}

/**
 * A stack of the organization. The management account's credentials deploy it, and its state lies in the management
 * account: of a region's stacks in that region, of global ones in the home region.
 */
export function organizationStack(
  { platform, organization }: OrganizationContext,
  { id, account, region }: OrganizationStackOptions,
): EnvironmentStack {
  return new EnvironmentStack(
    { platform, environment: organization },
    {
      id,
      scope: region === undefined ? { kind: "global" } : { kind: "region", region },
      stateRegion: region ?? organization.homeRegion,
      ...(account === undefined ? {} : { account: accountNamed(organization, account) }),
    },
  );
}

/** The account's 12 digits. Throws RangeError when the organization has none of that name. */
export function accountNamed({ accounts }: Organization, name: string): string {
  const found = accounts.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`the organization has no account ${name}`);
  return found.account;
}

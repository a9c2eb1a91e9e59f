import type { EnvironmentStack } from "../environmentStack.ts";
import { access, accounts } from "./accounts.ts";
import { archive, trail } from "./audit.ts";
import { bootstrap, managementFoundation, memberFoundation } from "./bootstrap.ts";
import { bill, costs } from "./costs.ts";
import type { OrganizationContext } from "./organizationStack.ts";
import { delegation, security } from "./security.ts";

/** All stacks of the organization, in the order in which they are written down here. */
export function organizationStacks(context: OrganizationContext): readonly EnvironmentStack[] {
  const regions = context.organization.regions.map(({ name }) => name);
  const signIn = access(context);
  return [
    accounts(context),
    managementFoundation(context),
    ...membersWithoutEnvironments(context).map((name) => memberFoundation(context, name)),
    ...regions.map((region) => bootstrap(context, region)),
    archive(context),
    trail(context),
    ...regions.map((region) => delegation(context, region)),
    ...regions.map((region) => security(context, region)),
    ...(signIn === undefined ? [] : [signIn]),
    bill(context),
    costs(context),
  ];
}

/** Names of accounts that no environment's own stacks look after. */
function membersWithoutEnvironments({ platform, organization }: OrganizationContext): readonly string[] {
  const held = new Set(platform.environments.map(({ account }) => account));
  return organization.accounts
    .filter(({ account }) => account !== organization.account && !held.has(account))
    .map(({ name }) => name);
}

import type { Draft } from "./draft.ts";
import type { OrganizationSettings } from "./organizationSchema.ts";
import { ORGANIZATION, type Organization, type OrganizationAccount } from "./organizationUnit.ts";
import { isProduction, regionsOf } from "./placement.ts";

/** The organization that a sound draft describes; undefined when it describes none. */
export function organizationOf(draft: Draft): Organization | undefined {
  const settings = draft.organization;
  if (settings === undefined) return undefined;
  const names = [...new Set(draft.homes.flatMap(({ value }) => regionsOf(value)))];
  const homeRegion = settings.homeRegion ?? names[0];
  if (homeRegion === undefined) throw new Error("an organization without a region passed the rules");
  return {
    kind: "organization",
    name: ORGANIZATION,
    account: settings.management.account,
    protect: true,
    homeRegion,
    regions: [homeRegion, ...names.filter((name) => name !== homeRegion)].map((name) => ({ name })),
    accounts: [...ownAccounts(settings), ...environmentAccounts(draft)],
  };
}

/** The accounts that the section itself names. */
function ownAccounts(settings: OrganizationSettings): readonly OrganizationAccount[] {
  const { management, logArchive, security, sharedServices } = settings;
  return [
    { name: "management", unit: "root", ...management },
    { name: "log-archive", unit: "security", ...logArchive },
    { name: "security", unit: "security", ...security },
    ...(sharedServices === undefined
      ? []
      : [{ name: "shared-services", unit: "infrastructure", ...sharedServices } as const]),
  ];
}

/** Environments may share an account: it then bears the name of the first, and is production's if one of them is. */
function environmentAccounts({ environments }: Draft): readonly OrganizationAccount[] {
  const byAccount = Map.groupBy(environments, ({ value }) => value.account);
  return [...byAccount].map(([account, held]) => ({
    name: held[0]?.value.name ?? account,
    account,
    email: held.map(({ value }) => value.email).find((email) => email !== undefined) ?? "",
    unit: held.some(({ value }) => isProduction(value)) ? "production" : "non-production",
  }));
}

import { ACCOUNT_ACCESS_ROLE, type ServiceControlProps } from "../guardrails/index.ts";
import type { Draft } from "./draft.ts";
import { identityCenterOf } from "./identityCenter.ts";
import { outermostFirst, unitsOf } from "./organizationalUnits.ts";
import type { OrganizationSettings } from "./organizationSchema.ts";
import { ORGANIZATION, type Organization, type OrganizationAccount } from "./organizationUnit.ts";
import { isProduction, regionsOf } from "./placement.ts";

/** The organization that a sound draft describes; undefined when it describes none. */
export function organizationOf(draft: Draft): Organization | undefined {
  const settings = draft.organization;
  if (settings === undefined) return undefined;
  const homeRegion = homeRegionOf(draft);
  if (homeRegion === undefined) throw new Error("an organization without a region passed the rules");
  const names = homesRegions(draft);
  const units = outermostFirst(unitsOf(settings));
  const accounts = accountsOf(draft);
  return {
    kind: "organization",
    name: ORGANIZATION,
    account: settings.management.account,
    protect: true,
    homeRegion,
    regions: [homeRegion, ...names.filter((name) => name !== homeRegion)].map((name) => ({ name })),
    units,
    accounts,
    guardrails: guardrailsOf(draft, settings),
    observability:
      settings.observability === undefined
        ? undefined
        : { ...settings.observability, share: [...new Set(settings.observability.share)] },
    identityCenter: identityCenterOf(settings, { homeRegion, units, accounts, owner: draft.owner ?? "" }),
    breakGlassUsers: settings.breakGlassUsers,
    adopted: settings.adopt,
  };
}

/** Regions of all homes, each once. */
function homesRegions(draft: Draft): readonly string[] {
  return [...new Set(draft.homes.flatMap(({ value }) => regionsOf(value)))];
}

/** Written down, or the first region of the first home. */
export function homeRegionOf(draft: Draft): string | undefined {
  return draft.organization?.homeRegion ?? homesRegions(draft)[0];
}

/** What the service control policies of the draft's organization are made of. */
export function guardrailsOf(draft: Draft, settings: OrganizationSettings): ServiceControlProps {
  const { allowedRegions, deniedRegions, statements } = settings.guardrails;
  const home = homeRegionOf(draft);
  const needed = [...homesRegions(draft), ...(home === undefined ? [] : [home])];
  const platform = draft.name ?? "";
  return {
    allowedRegions: [...new Set(allowedRegions ?? needed)].filter((name) => !deniedRegions.includes(name)),
    deploymentRoles: settings.deploymentRoles ?? [ACCOUNT_ACCESS_ROLE],
    breakGlassRole: breakGlassRoleOf(platform),
    auditBuckets: `${platform}-${ORGANIZATION}-*`,
    own: statements.map(({ condition, ...statement }) => ({
      ...statement,
      ...(condition === undefined ? {} : { condition }),
    })),
  };
}

/** Name of the role for emergencies, the same in every account, so that it can be taken on without looking it up. */
function breakGlassRoleOf(platform: string): string {
  return `${platform}-break-glass`;
}

/** The management account first, then those of the organization, then those of the environments. */
export function accountsOf(draft: Draft): readonly OrganizationAccount[] {
  const settings = draft.organization;
  return settings === undefined ? [] : [...ownAccounts(settings), ...environmentAccounts(draft)];
}

/** The accounts that the section itself names. */
function ownAccounts(settings: OrganizationSettings): readonly OrganizationAccount[] {
  const { management, logArchive, security, sharedServices, accounts } = settings;
  return [
    { name: "management", unit: "root", ...management },
    { name: "log-archive", unit: "security", ...logArchive },
    { name: "security", unit: "security", ...security },
    ...(sharedServices === undefined
      ? []
      : [{ name: "shared-services", unit: "infrastructure", ...sharedServices }]),
    ...accounts,
  ];
}

/**
 * Environments may share an account: it then bears the name of the one with the lowest slot, which never changes, and
 * is production's if one of them is.
 */
function environmentAccounts({ environments }: Draft): readonly OrganizationAccount[] {
  const bySlot = environments.toSorted((a, b) => a.value.slot - b.value.slot);
  const byAccount = Map.groupBy(bySlot, ({ value }) => value.account);
  return [...byAccount].map(([account, held]) => ({
    name: held[0]?.value.name ?? account,
    account,
    email: held.map(({ value }) => value.email).find((email) => email !== undefined) ?? "",
    unit:
      held.map(({ value }) => value.unit).find((unit) => unit !== undefined) ??
      (held.some(({ value }) => isProduction(value)) ? "production" : "non-production"),
  }));
}

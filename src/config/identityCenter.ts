import { ROOT } from "../guardrails/index.ts";
import { pathOf } from "./organizationalUnits.ts";
import type { OrganizationSettings } from "./organizationSchema.ts";
import type { IdentityCenter, OrganizationAccount, OrganizationalUnit } from "./organizationUnit.ts";

interface Surroundings {
  readonly homeRegion: string;
  readonly units: readonly OrganizationalUnit[];
  readonly accounts: readonly OrganizationAccount[];
  /** Team that answers for the platform. */
  readonly owner: string;
}

type Access = NonNullable<NonNullable<OrganizationSettings["identityCenter"]>["access"]>[number];

/** Undefined until it was turned on by hand and its ids were written down. */
export function identityCenterOf(
  { identityCenter: settings }: OrganizationSettings,
  surroundings: Surroundings,
): IdentityCenter | undefined {
  if (settings === undefined) return undefined;
  const access = settings.access ?? defaultAccess(surroundings.owner);
  const names = [...new Set([...access.map(({ group }) => group), ...Object.keys(settings.groups)])];
  const assignments = access.flatMap(({ group, permissions, in: places }) =>
    accountsIn(surroundings, places).map((account) => ({ group, permissions, account })),
  );
  return {
    instanceArn: settings.instanceArn,
    identityStoreId: settings.identityStoreId,
    region: settings.region ?? surroundings.homeRegion,
    groups: names.map((name) => ({ name, id: settings.groups[name] })),
    assignments: [...new Map(assignments.map((each) => [JSON.stringify(each), each])).values()],
  };
}

/** Nobody is an administrator where customers are, and nobody but those who see the bill is in the management account. */
function defaultAccess(owner: string): readonly Access[] {
  const members = [ROOT];
  return [
    { group: owner, permissions: "administrator", in: ["non-production", "sandbox"] },
    { group: owner, permissions: "deployer", in: ["workloads", "infrastructure"] },
    { group: owner, permissions: "operator", in: ["production"] },
    { group: owner, permissions: "read-only", in: members },
    { group: "security", permissions: "security-auditor", in: members },
    { group: "finance", permissions: "billing", in: ["management"] },
  ];
}

/** Names of the accounts that places name, by themselves or by a unit that they are in. */
function accountsIn({ units, accounts }: Surroundings, places: readonly string[]): readonly string[] {
  return accounts
    .filter(
      ({ name, unit }) =>
        places.includes(name) ||
        (name !== "management" && pathOf(units, unit).some((at) => places.includes(at))),
    )
    .map(({ name }) => name);
}

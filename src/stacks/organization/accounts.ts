import {
  AccountTree,
  AuditRoles,
  BreakGlassUsers,
  DelegatedAdministrators,
  GuardRails,
  IdentityCenterAccess,
  ORGANIZATION_IDS,
} from "../../constructs/index.ts";
import { permissionSets, serviceControlPolicies } from "../../guardrails/index.ts";
import { breakGlassOf } from "../breakGlass.ts";
import type { EnvironmentStack } from "../environmentStack.ts";
import {
  accountNamed,
  type OrganizationContext,
  organizationIds,
  organizationStack,
} from "./organizationStack.ts";

/** The organization, its units and accounts, what none of them may do, and who may help when nobody can sign in. */
export function accounts(context: OrganizationContext): EnvironmentStack {
  const { platform, organization } = context;
  const stack = organizationStack(context, { id: organizationIds.accounts });
  const { tags } = stack;
  const tree = new AccountTree(stack, "tree", {
    platform: platform.name,
    units: organization.units,
    members: organization.accounts.filter(({ account }) => account !== organization.account),
    ...(organization.adopted === undefined ? {} : { adopted: organization.adopted }),
    protect: organization.protect,
    tags,
  });
  stack.publish("root_id", tree.targetId("root"), "Root of the organization, under which all accounts are");
  new AuditRoles(stack, "audit", {
    naming: stack.naming,
    trailRegion: organization.homeRegion,
    organizationId: ORGANIZATION_IDS,
    recorder: false,
    tags,
  });
  new GuardRails(stack, "guard-rails", {
    platform: platform.name,
    tree,
    policies: serviceControlPolicies(organization.guardrails),
    costCentres: [platform.costCentre, ...platform.services.map(({ costCentre }) => costCentre)],
    tags,
  });
  new DelegatedAdministrators(stack, "administrators", { tree, account: "security" });
  new BreakGlassUsers(stack, "break-glass", { ...breakGlassOf(organization), tags });
  return stack;
}

/** Who may do what in which account, in the region of Identity Center; undefined until it was turned on. */
export function access(context: OrganizationContext): EnvironmentStack | undefined {
  const { platform, organization } = context;
  const center = organization.identityCenter;
  if (center === undefined) return undefined;
  const stack = organizationStack(context, {
    id: organizationIds.access(center.region),
    region: center.region,
  });
  stack.after(organizationIds.accounts);
  new IdentityCenterAccess(stack, "access", {
    instanceArn: center.instanceArn,
    identityStoreId: center.identityStoreId,
    permissionSets: permissionSets(platform.name),
    groups: center.groups,
    assignments: center.assignments.map((each) => ({
      ...each,
      accountId: accountNamed(organization, each.account),
    })),
    tags: stack.tags,
  });
  return stack;
}

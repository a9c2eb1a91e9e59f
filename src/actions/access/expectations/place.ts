import type { AccessModel } from "../../../access/index.ts";
import type { Environment, PlacedStore, Platform } from "../../../config/index.ts";
import type { Naming } from "../../../constructs/index.ts";
import { namingOf } from "../../project.ts";

/** What expectations of an environment are computed from: its configuration, and what the graph holds of it. */
export interface Place {
  readonly platform: Platform;
  readonly environment: Environment;
  readonly naming: Naming;
  readonly model: AccessModel;
}

export function placeOf(platform: Platform, environment: Environment, model: AccessModel): Place {
  return { platform, environment, model, naming: namingOf(platform, environment) };
}

/** All regions that hold the store. */
export function regionsOf({ birth, copies }: PlacedStore): readonly string[] {
  return [birth, ...copies];
}

/** Roles of the environment's account. */
export function rolesIn({ model, environment }: Place): readonly string[] {
  return model.identities
    .filter(({ kind, caller }) => kind === "role" && caller.account === environment.account)
    .map(({ caller }) => caller.arn);
}

/**
 * People who may nearly everything in the environment's account, where an organization makes them: the role for
 * emergencies, the roles that deploy, and those of the permission sets that are named.
 */
export function widePeople(
  { platform: { organization }, environment, model }: Place,
  ...permissionSets: readonly string[]
): readonly string[] {
  if (organization === undefined) return [];
  const { breakGlassRole, deploymentRoles } = organization.guardrails;
  const names = [
    breakGlassRole,
    ...deploymentRoles,
    ...permissionSets.map((name) => `permission set ${name}`),
  ];
  return model.identities
    .filter(({ caller, name }) => caller.account === environment.account && names.includes(name))
    .map(({ caller }) => caller.arn);
}

import type { Environment, Organization, Platform } from "../config/index.ts";
import type { BreakGlass } from "../constructs/index.ts";

/** Who helps in an emergency, and by which role. */
export function breakGlassOf({ account, guardrails, breakGlassUsers }: Organization): BreakGlass {
  return { role: guardrails.breakGlassRole, managementAccount: account, users: breakGlassUsers };
}

/**
 * The organization, if this environment's stacks look after what its account has once. An account that environments
 * share is looked after by the one with the lowest slot, which never changes; an account that stands alone may hold
 * what is none of our business.
 */
export function organizationOfAccount(
  platform: Platform,
  environment: Environment,
): Organization | undefined {
  const sharers = platform.environments.filter(({ account }) => account === environment.account);
  const first = sharers.reduce((lowest, each) => (each.slot < lowest.slot ? each : lowest), environment);
  return first.name === environment.name ? platform.organization : undefined;
}

import {
  AccountBaseline,
  AccountPublicAccess,
  AuditRoles,
  StateBucket,
  StateReplicationRole,
  stateReplicationRoleArn,
} from "../../constructs/index.ts";
import { breakGlassOf } from "../breakGlass.ts";
import type { EnvironmentStack } from "../environmentStack.ts";
import { stateCopyRegion } from "../stateCopies.ts";
import { type OrganizationContext, organizationIds, organizationStack } from "./organizationStack.ts";

/** The management account's buckets of states: its own, and the next region's copy of them. */
export function bootstrap(context: OrganizationContext, region: string): EnvironmentStack {
  const stack = organizationStack(context, { id: organizationIds.bootstrap(region), region });
  const { naming, tags } = stack;
  const next = stateCopyRegion(context.organization, region);
  stack.after(organizationIds.foundation("management"));
  new StateBucket(stack, "states", {
    naming,
    region,
    ...(next === undefined ? {} : { copies: { to: next, roleArn: stateReplicationRoleArn(naming) } }),
    tags,
  });
  return stack;
}

/** What the management account has once. */
export function managementFoundation(context: OrganizationContext): EnvironmentStack {
  const stack = organizationStack(context, { id: organizationIds.foundation("management") });
  new StateReplicationRole(stack, "states", {
    naming: stack.naming,
    regions: context.organization.regions.map(({ name }) => name),
    tags: stack.tags,
  });
  new AccountBaseline(stack, "baseline", {
    breakGlass: breakGlassOf(context.organization),
    tags: stack.tags,
  });
  new AccountPublicAccess(stack, "account");
  return stack;
}

/** What a member account without environments has once. */
export function memberFoundation(context: OrganizationContext, account: string): EnvironmentStack {
  const stack = organizationStack(context, { id: organizationIds.foundation(account), account });
  stack.after(organizationIds.accounts);
  new AccountBaseline(stack, "baseline", {
    breakGlass: breakGlassOf(context.organization),
    tags: stack.tags,
  });
  new AccountPublicAccess(stack, "account");
  if (account === "security") {
    const { naming, tags } = stack;
    new AuditRoles(stack, "audit", { naming, recorder: false, aggregates: true, tags });
  }
  return stack;
}

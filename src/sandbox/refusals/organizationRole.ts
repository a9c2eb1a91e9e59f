import type { AwsCall } from "../call.ts";
import type { World } from "../overlay.ts";
import { askJson } from "../wire/index.ts";

const GLOBAL = "us-east-1";

/** The organization that an account is in; undefined when it is in none. */
export async function organizationOf(call: AwsCall, world: World) {
  const place = { account: call.account, region: GLOBAL };
  const answer = await askJson(world, place, "organizations", "DescribeOrganization", {});
  const found = answer?.Organization as
    | { readonly Id?: string; readonly MasterAccountId?: string }
    | undefined;
  return found?.Id === undefined || found.MasterAccountId === undefined
    ? undefined
    : { id: found.Id, management: found.MasterAccountId };
}

/** What the management account is told when it asks for a list of its organization. */
async function listOf(world: World, management: string, action: string, body: object, key: string) {
  const answer = await askJson(world, { account: management, region: GLOBAL }, "organizations", action, body);
  const value = answer?.[key];
  return (Array.isArray(value) ? value : []) as readonly Readonly<Record<string, unknown>>[];
}

/** Whether the organization lets a service work in its accounts. */
export async function letsIn(world: World, management: string, service: string): Promise<boolean> {
  const action = "ListAWSServiceAccessForOrganization";
  const services = await listOf(world, management, action, {}, "EnabledServicePrincipals");
  return services.some(({ ServicePrincipal }) => ServicePrincipal === service);
}

/** Whether the caller's account may act for all accounts in a service: the management account, or whom it named. */
export async function administers(call: AwsCall, world: World, service: string): Promise<boolean> {
  const organization = await organizationOf(call, world);
  if (organization === undefined) return false;
  const { management } = organization;
  if (management === call.account) return true;
  const body = { ServicePrincipal: service };
  const named = await listOf(
    world,
    management,
    "ListDelegatedAdministrators",
    body,
    "DelegatedAdministrators",
  );
  return named.some(({ Id }) => Id === call.account);
}

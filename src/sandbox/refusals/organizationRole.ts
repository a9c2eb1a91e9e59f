import type { AwsCall } from "../call.ts";
import type { World } from "../overlay.ts";
import { organizationsIn } from "../overlays/organizations/index.ts";
import { askJson } from "../wire/index.ts";

const GLOBAL = "us-east-1";

/** The organization that an account is in; undefined when it is in none. */
export async function organizationOf(call: AwsCall, world: World) {
  const account = organizationsIn(world).managementOf(call.account) ?? call.account;
  const place = { account, region: GLOBAL };
  const answer = await askJson(world, place, "organizations", "DescribeOrganization", {});
  const found = answer?.Organization as
    | { readonly Id?: string; readonly MasterAccountId?: string }
    | undefined;
  return found?.Id === undefined || found.MasterAccountId === undefined
    ? undefined
    : { id: found.Id, management: found.MasterAccountId };
}

/** Whether the organization lets a service work in its accounts. */
export async function letsIn(world: World, management: string, service: string): Promise<boolean> {
  const place = { account: management, region: GLOBAL };
  const answer = await askJson(world, place, "organizations", "ListAWSServiceAccessForOrganization", {});
  const services = (answer?.EnabledServicePrincipals ?? []) as readonly {
    readonly ServicePrincipal: string;
  }[];
  return services.some(({ ServicePrincipal }) => ServicePrincipal === service);
}

/** Whether the caller's account may act for all accounts in a service: the management account, or whom it named. */
export async function administers(call: AwsCall, world: World, service: string): Promise<boolean> {
  const organization = await organizationOf(call, world);
  if (organization === undefined) return false;
  const { management } = organization;
  const named = organizationsIn(world).of(management).administrators.get(call.account);
  return management === call.account || named?.has(service) === true;
}

import type { AwsReply } from "../../call.ts";
import { jsonBody, jsonReply } from "../../wire/index.ts";
import { type Desk, refuse, translated } from "./desk.ts";

/**
 * Services that may work in all accounts of an organization and that the emulator's list lacks.
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
 */
const UNKNOWN_TO_EMULATOR = ["iam.amazonaws.com", "malware-protection.guardduty.amazonaws.com"];

/** Trusted services, and the accounts that administer them for all others. */
export async function trustCall(desk: Desk): Promise<AwsReply | undefined> {
  switch (desk.call.action) {
    case "EnableAWSServiceAccess":
      return enable(desk);
    case "DisableAWSServiceAccess":
      return disable(desk);
    case "ListAWSServiceAccessForOrganization":
      return list(desk);
    case "RegisterDelegatedAdministrator":
      return register(desk);
    case "DeregisterDelegatedAdministrator":
      return deregister(desk);
    case "ListDelegatedAdministrators":
      return administrators(desk);
    case "ListDelegatedServicesForAccount":
      return services(desk);
    default:
      return undefined;
  }
}

function principalOf({ body }: Desk): string {
  return String(body.ServicePrincipal ?? "");
}

function accountOf({ body }: Desk): string {
  return String(body.AccountId ?? "");
}

function done({ call }: Desk): AwsReply {
  return { ...jsonReply(call, {}), body: "" };
}

async function enable(desk: Desk): Promise<AwsReply> {
  const principal = principalOf(desk);
  if (!UNKNOWN_TO_EMULATOR.includes(principal)) return await translated(desk);
  if (!desk.record.services.has(principal)) desk.record.services.set(principal, desk.world.clock.now());
  return done(desk);
}

async function disable(desk: Desk): Promise<AwsReply> {
  return desk.record.services.delete(principalOf(desk)) ? done(desk) : await translated(desk);
}

async function list(desk: Desk): Promise<AwsReply> {
  const reply = await translated(desk);
  if (reply.status !== 200) return reply;
  const answer = jsonBody({ body: Buffer.from(reply.body) });
  const known = (answer.EnabledServicePrincipals ?? []) as readonly object[];
  const ours = [...desk.record.services].map(([ServicePrincipal, at]) => ({
    ServicePrincipal,
    DateEnabled: at / 1000,
  }));
  return jsonReply(desk.call, { ...answer, EnabledServicePrincipals: [...known, ...ours] });
}

async function register(desk: Desk): Promise<AwsReply> {
  const [account, principal] = [accountOf(desk), principalOf(desk)];
  if (account === desk.call.account) {
    return refuse(
      desk,
      "ConstraintViolationException",
      "You cannot register master account/yourself as delegated administrator for your organization.",
    );
  }
  if ((await describe(desk, account)) === undefined) {
    return refuse(desk, "AccountNotFoundException", "You specified an account that doesn't exist.");
  }
  const held = desk.record.administrators.get(account) ?? new Map<string, number>();
  if (held.has(principal)) {
    return refuse(
      desk,
      "AccountAlreadyRegisteredException",
      "The provided account is already a delegated administrator for your organization.",
    );
  }
  desk.record.administrators.set(account, held.set(principal, desk.world.clock.now()));
  return done(desk);
}

async function deregister(desk: Desk): Promise<AwsReply> {
  const held = desk.record.administrators.get(accountOf(desk));
  if (held?.delete(principalOf(desk)) !== true) return notRegistered(desk);
  if (held.size === 0) desk.record.administrators.delete(accountOf(desk));
  return done(desk);
}

function notRegistered(desk: Desk): AwsReply {
  return refuse(
    desk,
    "AccountNotRegisteredException",
    "The provided account is not a registered delegated administrator for your organization.",
  );
}

async function administrators(desk: Desk): Promise<AwsReply> {
  const { ServicePrincipal: wanted } = desk.body;
  const found = [...desk.record.administrators].filter(
    ([, held]) => typeof wanted !== "string" || held.has(wanted),
  );
  const described = await Promise.all(
    found.map(async ([account, held]) => ({
      ...(await describe(desk, account)),
      DelegationEnabledDate: Math.min(...held.values()) / 1000,
    })),
  );
  return jsonReply(desk.call, { DelegatedAdministrators: described });
}

async function services(desk: Desk): Promise<AwsReply> {
  const held = desk.record.administrators.get(accountOf(desk));
  if (held === undefined) return notRegistered(desk);
  const DelegatedServices = [...held].map(([ServicePrincipal, at]) => ({
    ServicePrincipal,
    DelegationEnabledDate: at / 1000,
  }));
  return jsonReply(desk.call, { DelegatedServices });
}

/** What the organization knows of an account; undefined when it is no member. */
async function describe(desk: Desk, account: string): Promise<object | undefined> {
  const reply = await translated({
    ...desk,
    call: {
      ...desk.call,
      headers: { ...desk.call.headers, "x-amz-target": "AWSOrganizationsV20161128.DescribeAccount" },
      body: Buffer.from(JSON.stringify({ AccountId: account })),
    },
  });
  const answer = jsonBody({ body: Buffer.from(reply.body) });
  return reply.status === 200 ? (answer.Account as object) : undefined;
}

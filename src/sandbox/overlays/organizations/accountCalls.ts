import type { AwsReply } from "../../call.ts";
import { askJson, askQuery, jsonBody, jsonReply } from "../../wire/index.ts";
import { type Desk, refuse, translated } from "./desk.ts";

/** Tag by which an account says which id it is to have. */
const DECLARED_ID = "account";

/**
 * Accounts. AWS chooses an id when an account is made and it is written down afterwards; here an account that is
 * tagged with the id that its configuration has written down gets that one, as if it had been made before.
 */
export async function accountCall(desk: Desk): Promise<AwsReply | undefined> {
  switch (desk.call.action) {
    case "CreateAccount":
      return create(desk);
    case "DescribeCreateAccountStatus":
      return status(desk);
    case "RemoveAccountFromOrganization":
      return remove(desk);
    case "DeleteOrganization":
      return end(desk);
    case "DescribeOrganization":
      return describeOrganization(desk);
    default:
      return undefined;
  }
}

async function create(desk: Desk): Promise<AwsReply> {
  const { call, world, record, body } = desk;
  const name = String(body.AccountName ?? "");
  const email = String(body.Email ?? "").toLowerCase();
  if ((await emails(desk)).includes(email)) {
    // AWS takes the request, and says afterwards that it failed.
    const id = `car-${String(call.id).padStart(32, "0")}`;
    record.failures.set(id, { name, reason: "EMAIL_ALREADY_EXISTS", at: world.clock.now() });
    return jsonReply(call, {
      CreateAccountStatus: { Id: id, AccountName: name, State: "IN_PROGRESS", RequestedTimestamp: now(desk) },
    });
  }
  const reply = await world.forward(call);
  const made = jsonBody({ body: Buffer.from(reply.body) }).CreateAccountStatus as
    | { readonly AccountId?: string }
    | undefined;
  const declared = declaredId(body.Tags);
  if (made?.AccountId === undefined || declared === undefined) return reply;
  record.ids.set(declared, made.AccountId);
  await makeAccessRole(desk, declared, String(body.RoleName ?? "OrganizationAccountAccessRole"));
  return { ...reply, body: reply.body.toString().replaceAll(made.AccountId, declared) };
}

function declaredId(tags: unknown): string | undefined {
  const list = Array.isArray(tags) ? (tags as { readonly Key?: string; readonly Value?: string }[]) : [];
  const value = list.find(({ Key }) => Key === DECLARED_ID)?.Value;
  return value !== undefined && /^\d{12}$/.test(value) ? value : undefined;
}

/** The role by which the management account works in the account. The emulator made it under the id that it made up. */
async function makeAccessRole({ call, world }: Desk, account: string, RoleName: string): Promise<void> {
  const trust = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${call.account}:root` },
    Action: "sts:AssumeRole",
  };
  await askQuery(world, { account, region: "us-east-1" }, "iam", "CreateRole", {
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
  });
}

async function emails({ call, world }: Desk): Promise<readonly string[]> {
  const place = { account: call.account, region: "us-east-1" };
  const listed = await askJson(world, place, "organizations", "ListAccounts", {});
  const accounts = (listed?.Accounts ?? []) as readonly { readonly Email?: string }[];
  return accounts.map(({ Email }) => String(Email).toLowerCase());
}

function now({ world }: Desk): number {
  return world.clock.now() / 1000;
}

async function status(desk: Desk): Promise<AwsReply> {
  const id = String(desk.body.CreateAccountRequestId ?? "");
  const failure = desk.record.failures.get(id);
  if (failure === undefined) return await translated(desk);
  return jsonReply(desk.call, {
    CreateAccountStatus: {
      Id: id,
      AccountName: failure.name,
      State: "FAILED",
      FailureReason: failure.reason,
      RequestedTimestamp: failure.at / 1000,
      CompletedTimestamp: now(desk),
    },
  });
}

async function remove(desk: Desk): Promise<AwsReply> {
  const account = String(desk.body.AccountId ?? "");
  if (desk.record.administrators.has(account)) {
    return refuse(
      desk,
      "ConstraintViolationException",
      "You attempted to remove an account that is a delegated administrator for an AWS service.",
    );
  }
  const reply = await translated(desk);
  if (reply.status === 200) desk.record.ids.delete(account);
  return reply;
}

async function end(desk: Desk): Promise<AwsReply> {
  const reply = await translated(desk);
  if (reply.status === 200) desk.state.forget(desk.call.account);
  return reply;
}

/** A member is told of the organization that it is in; the emulator knows it only by the id that it made up. */
async function describeOrganization(desk: Desk): Promise<AwsReply> {
  const management = desk.state.managementOf(desk.call.account);
  if (management === undefined) return await translated(desk);
  return await desk.world.forward({ ...desk.call, account: management });
}

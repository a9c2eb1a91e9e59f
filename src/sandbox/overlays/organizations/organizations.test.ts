import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { locateEmulator, type RunningSandbox, startSandbox } from "../../index.ts";
import { Caller, json, query } from "../../refusals/cases/caller.ts";

const GLOBAL = "us-east-1";
const DECLARED = "111111111111";
const emulator = await locateEmulator(process.env);
const title = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";

describe.skipIf(!emulator.ok)(`the sandbox's Organizations${title}`, () => {
  let sandbox: RunningSandbox;
  let caller: Caller;
  beforeAll(async () => {
    sandbox = await startSandbox();
    caller = new Caller(sandbox.endpoint);
  });
  afterAll(() => sandbox?.stop());

  const call = (action: string, body: object = {}) => json("organizations", GLOBAL, action, body);
  const ask = (action: string, body: object = {}) => caller.object(call(action, body));
  const create = (name: string, Email: string, account?: string) =>
    ask("CreateAccount", {
      AccountName: name,
      Email,
      ...(account === undefined ? {} : { Tags: [{ Key: "account", Value: account }] }),
    });

  it("gives an account the id that is written down for it, and knows it by that in every call", async () => {
    // given
    await ask("CreateOrganization", { FeatureSet: "ALL" });
    const made = await create("production", "aws-production@example.com", DECLARED);

    // when it is moved into a unit
    const { Roots } = await ask("ListRoots");
    const SourceParentId = (Roots as { Id: string }[])[0]?.Id;
    const unit = await ask("CreateOrganizationalUnit", { ParentId: SourceParentId, Name: "production" });
    const DestinationParentId = (unit.OrganizationalUnit as { Id: string }).Id;
    await ask("MoveAccount", { AccountId: DECLARED, SourceParentId, DestinationParentId });

    // then
    expect(made.CreateAccountStatus).toMatchObject({ AccountId: DECLARED, State: "SUCCEEDED" });
    expect(await ask("ListParents", { ChildId: DECLARED })).toEqual({
      Parents: [{ Id: DestinationParentId, Type: "ORGANIZATIONAL_UNIT" }],
    });
    expect(JSON.stringify(await ask("ListAccounts"))).toContain(`/${DECLARED}"`);
  });

  it("takes the request for an account whose mail address is taken, and says afterwards that it failed", async () => {
    const { CreateAccountStatus } = await create("again", "AWS-Production@example.com");
    const { Id: CreateAccountRequestId, State } = CreateAccountStatus as { Id: string; State: string };
    expect(State).toBe("IN_PROGRESS");
    expect(await ask("DescribeCreateAccountStatus", { CreateAccountRequestId })).toMatchObject({
      CreateAccountStatus: { State: "FAILED", FailureReason: "EMAIL_ALREADY_EXISTS" },
    });
  });

  it("names an administrator for any service, and keeps it in the organization while it is one", async () => {
    const service = { AccountId: DECLARED, ServicePrincipal: "config.amazonaws.com" };
    await ask("EnableAWSServiceAccess", { ServicePrincipal: "config.amazonaws.com" });
    await caller.must(call("RegisterDelegatedAdministrator", service));

    const again = await caller.send(call("RegisterDelegatedAdministrator", service));
    expect(again.text).toContain("AccountAlreadyRegisteredException");
    const removal = await caller.send(call("RemoveAccountFromOrganization", { AccountId: DECLARED }));
    expect(removal.text).toContain("ConstraintViolationException");

    await caller.must(call("DeregisterDelegatedAdministrator", service));
    expect(await ask("ListDelegatedAdministrators")).toEqual({ DelegatedAdministrators: [] });
  });

  it("manages root users centrally once IAM is let in, and not before", async () => {
    const enable = query("iam", GLOBAL, "EnableOrganizationsRootSessions", {});
    expect((await caller.send(enable)).text).toContain("ServiceAccessNotEnabledException");
    await caller.must(call("EnableAWSServiceAccess", { ServicePrincipal: "iam.amazonaws.com" }));
    expect((await caller.must(enable)).text).toContain("RootSessions");
  });

  it("ends when its accounts are gone, and forgets their ids", async () => {
    expect((await caller.send(call("DeleteOrganization"))).status).toBe(400);
    await caller.must(call("RemoveAccountFromOrganization", { AccountId: DECLARED }));
    await caller.must(call("DeleteOrganization"));
    expect((await caller.send(call("DescribeOrganization"))).text).toContain(
      "AWSOrganizationsNotInUseException",
    );
  });
});

import { type Caller, json, type WireCall } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const GLOBAL = "us-east-1";
const HOME = "eu-west-1";
const INSTANCE = "arn:aws:sso:::instance/ssoins-1234567890abcdef";

function organizations(action: string, body: object = {}): WireCall {
  return json("organizations", GLOBAL, action, body);
}

/** The organization of the sandbox, made by whichever case comes first; the id of its root. */
async function rootOf(sandbox: Caller): Promise<string> {
  await sandbox.send(organizations("CreateOrganization", { FeatureSet: "ALL" }));
  const { Roots } = await sandbox.object(organizations("ListRoots"));
  const [root] = Roots as readonly { readonly Id: string }[];
  const RootId = root?.Id ?? "";
  await sandbox.send(organizations("EnablePolicyType", { RootId, PolicyType: "SERVICE_CONTROL_POLICY" }));
  return RootId;
}

async function makeUnit(sandbox: Caller, Name: string): Promise<string> {
  const ParentId = await rootOf(sandbox);
  const made = await sandbox.object(organizations("CreateOrganizationalUnit", { ParentId, Name }));
  return (made.OrganizationalUnit as { readonly Id: string }).Id;
}

const DENIAL = { Effect: "Deny", Action: "organizations:LeaveOrganization", Resource: "*" };

function policy(Name: string, statement: object = DENIAL, Type = "SERVICE_CONTROL_POLICY"): WireCall {
  const Content = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return organizations("CreatePolicy", { Name, Description: Name, Type, Content });
}

async function makePolicy(sandbox: Caller, name: string, type?: string): Promise<string> {
  const made = await sandbox.object(policy(name, DENIAL, type));
  return (made.Policy as { readonly PolicySummary: { readonly Id: string } }).PolicySummary.Id;
}

function attach(PolicyId: string, TargetId: string): WireCall {
  return organizations("AttachPolicy", { PolicyId, TargetId });
}

async function makeAccount(sandbox: Caller, name: string): Promise<string> {
  await rootOf(sandbox);
  const made = await sandbox.object(
    organizations("CreateAccount", { AccountName: name, Email: `${name}@example.com` }),
  );
  return (made.CreateAccountStatus as { readonly AccountId: string }).AccountId;
}

function permissionSet(Name: string): WireCall {
  return json("sso", HOME, "CreatePermissionSet", { InstanceArn: INSTANCE, Name });
}

export const organizationsCases: readonly RefusalCase[] = [
  {
    refusal: "organizations-policy-too-long",
    code: "POLICY_CONTENT_LIMIT_EXCEEDED",
    emulator: "accepts",
    async prepare(sandbox) {
      await rootOf(sandbox);
      const Action = (count: number) => Array.from({ length: count }, (_, at) => `ec2:Action${at}`);
      return {
        refused: policy("too-long", { ...DENIAL, Action: Action(400) }),
        taken: policy("long", { ...DENIAL, Action: Action(200) }),
      };
    },
  },
  {
    refusal: "organizations-policy-names-principal",
    code: "MalformedPolicyDocumentException",
    emulator: "accepts",
    async prepare(sandbox) {
      await rootOf(sandbox);
      return { refused: policy("principal", { ...DENIAL, Principal: "*" }), taken: policy("nobody") };
    },
  },
  {
    refusal: "organizations-too-many-policies-on-target",
    code: "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
    emulator: "accepts",
    async prepare(sandbox) {
      const full = await makeUnit(sandbox, "full");
      const other = await makeUnit(sandbox, "not-full");
      const names = ["one", "two", "three", "four", "five"];
      const policies: string[] = [];
      for (const name of names) policies.push(await makePolicy(sandbox, `full-${name}`));
      const [last = "", ...others] = policies.toReversed();
      for (const each of others) await sandbox.must(attach(each, full));
      return { refused: attach(last, full), taken: attach(last, other) };
    },
  },
  {
    refusal: "organizations-policy-type-not-enabled",
    code: "PolicyTypeNotEnabledException",
    emulator: "accepts",
    async prepare(sandbox) {
      const unit = await makeUnit(sandbox, "types");
      const off = await makePolicy(sandbox, "type-off", "RESOURCE_CONTROL_POLICY");
      return { refused: attach(off, unit), taken: attach(await makePolicy(sandbox, "type-on"), unit) };
    },
  },
  {
    refusal: "organizations-last-policy-on-target",
    code: "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
    emulator: "accepts",
    async prepare(sandbox) {
      const detach = (TargetId: string) =>
        organizations("DetachPolicy", { PolicyId: "p-FullAWSAccess", TargetId });
      const alone = await makeUnit(sandbox, "one-policy");
      const accompanied = await makeUnit(sandbox, "two-policies");
      await sandbox.must(attach(await makePolicy(sandbox, "second"), accompanied));
      return { refused: detach(alone), taken: detach(accompanied) };
    },
  },
  {
    refusal: "organizations-unit-not-empty",
    code: "OrganizationalUnitNotEmptyException",
    emulator: "accepts",
    async prepare(sandbox) {
      const remove = (OrganizationalUnitId: string) =>
        organizations("DeleteOrganizationalUnit", { OrganizationalUnitId });
      const held = await makeUnit(sandbox, "held");
      const SourceParentId = await rootOf(sandbox);
      const AccountId = await makeAccount(sandbox, "held-account");
      await sandbox.must(
        organizations("MoveAccount", { AccountId, SourceParentId, DestinationParentId: held }),
      );
      return { refused: remove(held), taken: remove(await makeUnit(sandbox, "empty")) };
    },
  },
  {
    refusal: "organizations-unit-name-taken",
    code: "DuplicateOrganizationalUnitException",
    emulator: "accepts",
    async prepare(sandbox) {
      const ParentId = await rootOf(sandbox);
      const inside = await makeUnit(sandbox, "twice");
      const unit = (parent: string) =>
        organizations("CreateOrganizationalUnit", { ParentId: parent, Name: "twice" });
      return { refused: unit(ParentId), taken: unit(inside) };
    },
  },
  {
    refusal: "organizations-administrator-without-access",
    code: "SERVICE_ACCESS_NOT_ENABLED",
    emulator: "accepts",
    async prepare(sandbox) {
      const AccountId = await makeAccount(sandbox, "administrator");
      const register = (ServicePrincipal: string) =>
        organizations("RegisterDelegatedAdministrator", { AccountId, ServicePrincipal });
      const letIn = "access-analyzer.amazonaws.com";
      await sandbox.must(organizations("EnableAWSServiceAccess", { ServicePrincipal: letIn }));
      return { refused: register("ssm.amazonaws.com"), taken: register(letIn) };
    },
  },
  {
    refusal: "sso-admin-permission-set-name-taken",
    code: "ConflictException",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(permissionSet("auditor"));
      return { refused: permissionSet("auditor"), taken: permissionSet("auditor-2") };
    },
  },
  {
    refusal: "sso-admin-inline-policy-too-long",
    code: "ValidationException",
    emulator: "accepts",
    async prepare(sandbox) {
      const { PermissionSet } = await sandbox.object(permissionSet("inline"));
      const { PermissionSetArn } = PermissionSet as { readonly PermissionSetArn: string };
      const put = (actions: number) =>
        json("sso", HOME, "PutInlinePolicyToPermissionSet", {
          InstanceArn: INSTANCE,
          PermissionSetArn,
          InlinePolicy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Action: Array.from({ length: actions }, (_, at) => `ec2:DescribeAction${at}`),
                Resource: "*",
              },
            ],
          }),
        });
      return { refused: put(2000), taken: put(20) };
    },
  },
];

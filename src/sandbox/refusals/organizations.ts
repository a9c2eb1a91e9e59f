import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { askJson, jsonBody } from "../wire/index.ts";

const API = "https://docs.aws.amazon.com/organizations/latest/APIReference";
const LIMITS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html";

/** Characters of a policy, by its type, as the page of limits has them. */
const CHARACTERS: Readonly<Record<string, number>> = {
  SERVICE_CONTROL_POLICY: 5120,
  RESOURCE_CONTROL_POLICY: 5120,
  TAG_POLICY: 10_000,
  BACKUP_POLICY: 10_000,
  AISERVICES_OPT_OUT_POLICY: 2500,
};
const ATTACHED_AT_MOST = 5;

type Answer = Readonly<Record<string, unknown>> | undefined;

function ask(call: AwsCall, world: World, action: string, body: object): Promise<Answer> {
  return askJson(world, { account: call.account, region: "us-east-1" }, "organizations", action, body);
}

function listIn(answer: Answer, key: string): readonly Readonly<Record<string, unknown>>[] {
  const value = answer?.[key];
  return Array.isArray(value) ? value : [];
}

function constraint(reason: string, message: string): RefusedCall {
  return { status: 400, code: "ConstraintViolationException", message: `${reason}: ${message}` };
}

/** Type of the policy that a call names by its id; undefined when there is none. */
async function typeOf(call: AwsCall, world: World): Promise<string | undefined> {
  const { PolicyId } = jsonBody(call);
  const described = await ask(call, world, "DescribePolicy", { PolicyId });
  const policy = described?.Policy as
    | { readonly PolicySummary?: { readonly Type?: string; readonly AwsManaged?: boolean } }
    | undefined;
  return policy?.PolicySummary?.Type;
}

const tooLong: Refusal = {
  id: "organizations-policy-too-long",
  service: "organizations",
  actions: ["CreatePolicy", "UpdatePolicy"],
  rule: "A service control policy has at most 5,120 characters, a tag policy 10,000, an opt-out policy 2,500.",
  source: LIMITS,
  async check(call, world) {
    const body = jsonBody(call);
    if (typeof body.Content !== "string") return undefined;
    const type = typeof body.Type === "string" ? body.Type : await typeOf(call, world);
    const limit = CHARACTERS[type ?? ""];
    if (limit === undefined || body.Content.length <= limit) return undefined;
    return constraint(
      "POLICY_CONTENT_LIMIT_EXCEEDED",
      `You have exceeded the maximum policy size of ${limit} characters.`,
    );
  },
};

const malformed: Refusal = {
  id: "organizations-policy-names-principal",
  service: "organizations",
  actions: ["CreatePolicy", "UpdatePolicy"],
  rule: "A statement of a service control policy has an effect and names no principal.",
  source: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html",
  async check(call, world) {
    const body = jsonBody(call);
    if (typeof body.Content !== "string") return undefined;
    const type = typeof body.Type === "string" ? body.Type : await typeOf(call, world);
    if (type !== "SERVICE_CONTROL_POLICY") return undefined;
    const { Statement } = jsonBody({ body: Buffer.from(body.Content) });
    const sound = [Statement].flat().every((statement: unknown) => {
      if (statement === null || typeof statement !== "object") return false;
      return "Effect" in statement && !("Principal" in statement) && !("NotPrincipal" in statement);
    });
    if (sound) return undefined;
    return {
      status: 400,
      code: "MalformedPolicyDocumentException",
      message: "The provided policy document does not meet the requirements of the specified policy type.",
    };
  },
};

const tooMany: Refusal = {
  id: "organizations-too-many-policies-on-target",
  service: "organizations",
  actions: ["AttachPolicy"],
  rule: "A root, a unit or an account has at most five service control policies attached, AWS's own among them.",
  source: LIMITS,
  async check(call, world) {
    const Filter = await typeOf(call, world);
    if (Filter !== "SERVICE_CONTROL_POLICY") return undefined;
    const { TargetId } = jsonBody(call);
    const attached = listIn(
      await ask(call, world, "ListPoliciesForTarget", { TargetId, Filter }),
      "Policies",
    );
    if (attached.length < ATTACHED_AT_MOST) return undefined;
    return constraint(
      "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
      "You have attached the maximum number of policies of this type to the target.",
    );
  },
};

const notEnabled: Refusal = {
  id: "organizations-policy-type-not-enabled",
  service: "organizations",
  actions: ["AttachPolicy"],
  rule: "A policy is attached only when its type has been turned on in the root.",
  source: `${API}/API_AttachPolicy.html`,
  async check(call, world) {
    const type = await typeOf(call, world);
    const [root] = listIn(await ask(call, world, "ListRoots", {}), "Roots");
    if (type === undefined || root === undefined) return undefined;
    if (listIn(root, "PolicyTypes").some(({ Type }) => Type === type)) return undefined;
    return {
      status: 400,
      code: "PolicyTypeNotEnabledException",
      message: "This operation can be performed only for enabled policy types.",
    };
  },
};

const lastPolicy: Refusal = {
  id: "organizations-last-policy-on-target",
  service: "organizations",
  actions: ["DetachPolicy"],
  rule: "Every root, unit and account keeps at least one service control policy.",
  source: `${API}/API_DetachPolicy.html`,
  async check(call, world) {
    const Filter = await typeOf(call, world);
    if (Filter !== "SERVICE_CONTROL_POLICY") return undefined;
    const { TargetId, PolicyId } = jsonBody(call);
    const attached = listIn(
      await ask(call, world, "ListPoliciesForTarget", { TargetId, Filter }),
      "Policies",
    );
    if (attached.length !== 1 || attached[0]?.Id !== PolicyId) return undefined;
    return constraint(
      "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
      "You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.",
    );
  },
};

const notEmpty: Refusal = {
  id: "organizations-unit-not-empty",
  service: "organizations",
  actions: ["DeleteOrganizationalUnit"],
  rule: "A unit is deleted only when no account and no other unit is in it.",
  source: `${API}/API_DeleteOrganizationalUnit.html`,
  async check(call, world) {
    const { OrganizationalUnitId: ParentId } = jsonBody(call);
    const kinds = ["ACCOUNT", "ORGANIZATIONAL_UNIT"];
    const children = await Promise.all(
      kinds.map((ChildType) => ask(call, world, "ListChildren", { ParentId, ChildType })),
    );
    if (children.every((answer) => listIn(answer, "Children").length === 0)) return undefined;
    return {
      status: 400,
      code: "OrganizationalUnitNotEmptyException",
      message:
        "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.",
    };
  },
};

const unitNameTaken: Refusal = {
  id: "organizations-unit-name-taken",
  service: "organizations",
  actions: ["CreateOrganizationalUnit"],
  rule: "Units in one root or unit have different names.",
  source: `${API}/API_CreateOrganizationalUnit.html`,
  async check(call, world) {
    const { ParentId, Name } = jsonBody(call);
    const answer = await ask(call, world, "ListOrganizationalUnitsForParent", { ParentId });
    if (!listIn(answer, "OrganizationalUnits").some((unit) => unit.Name === Name)) return undefined;
    return {
      status: 400,
      code: "DuplicateOrganizationalUnitException",
      message: "An OU with the same name already exists.",
    };
  },
};

const withoutAccess: Refusal = {
  id: "organizations-administrator-without-access",
  service: "organizations",
  actions: ["RegisterDelegatedAdministrator"],
  rule: "An account administers a service for the others only after the organization has let the service in.",
  source: `${API}/API_RegisterDelegatedAdministrator.html`,
  async check(call, world) {
    const { ServicePrincipal } = jsonBody(call);
    const answer = await ask(call, world, "ListAWSServiceAccessForOrganization", {});
    const enabled = listIn(answer, "EnabledServicePrincipals");
    if (answer === undefined || enabled.some((each) => each.ServicePrincipal === ServicePrincipal))
      return undefined;
    return constraint(
      "SERVICE_ACCESS_NOT_ENABLED",
      "You attempted to register a delegated administrator before you enabled service access. Call the EnableAWSServiceAccess API first.",
    );
  },
};

export const organizationsRefusals: readonly Refusal[] = [
  tooLong,
  malformed,
  tooMany,
  notEnabled,
  lastPolicy,
  notEmpty,
  unitNameTaken,
  withoutAccess,
];

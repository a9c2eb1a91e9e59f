import type { AwsCall } from "../call.ts";
import type { Refusal, World } from "../overlay.ts";
import { askJson, jsonBody } from "../wire/index.ts";

const API = "https://docs.aws.amazon.com/singlesignon/latest/APIReference";

function ask(call: AwsCall, world: World, action: string, body: object) {
  return askJson(world, { account: call.account, region: call.signedRegion }, "sso-admin", action, body);
}

const nameTaken: Refusal = {
  id: "sso-admin-permission-set-name-taken",
  service: "sso-admin",
  actions: ["CreatePermissionSet"],
  rule: "Permission sets of one instance have different names.",
  source: `${API}/API_CreatePermissionSet.html`,
  async check(call, world) {
    const { InstanceArn, Name } = jsonBody(call);
    const listed = await ask(call, world, "ListPermissionSets", { InstanceArn });
    for (const PermissionSetArn of (listed?.PermissionSets ?? []) as readonly string[]) {
      const described = await ask(call, world, "DescribePermissionSet", { InstanceArn, PermissionSetArn });
      const set = described?.PermissionSet as { readonly Name?: string } | undefined;
      if (set?.Name !== Name) continue;
      return {
        status: 400,
        code: "ConflictException",
        message: `PermissionSet with name ${String(Name)} already exists.`,
      };
    }
    return undefined;
  },
};

/** Inline policies have room for 32,768 characters, blanks not counted; an instance's quota has the same figure. */
const INLINE_CHARACTERS = 32_768;

const inlineTooLong: Refusal = {
  id: "sso-admin-inline-policy-too-long",
  service: "sso-admin",
  actions: ["PutInlinePolicyToPermissionSet"],
  rule: "The inline policy of a permission set has at most 32,768 characters.",
  source: `${API}/API_PutInlinePolicyToPermissionSet.html`,
  async check(call) {
    const { InlinePolicy } = jsonBody(call);
    if (typeof InlinePolicy !== "string" || InlinePolicy.length <= INLINE_CHARACTERS) return undefined;
    return {
      status: 400,
      code: "ValidationException",
      message: `Value at 'inlinePolicy' failed to satisfy constraint: Member must have length less than or equal to ${INLINE_CHARACTERS}`,
    };
  },
};

export const identityCenterRefusals: readonly Refusal[] = [nameTaken, inlineTooLong];

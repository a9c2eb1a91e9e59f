import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { jsonBody, jsonReply } from "../../wire/index.ts";

/**
 * AWS's own policies in permission sets. The emulator looks them up by name and takes all of them to have no path,
 * so that `job-function/ViewOnlyAccess` is none: it is told the name alone, and the whole ARN is kept here.
 */
export class ManagedPolicies {
  readonly #whole = new Map<string, string>();

  async handle(call: AwsCall, world: World): Promise<AwsReply | undefined> {
    switch (call.action) {
      case "AttachManagedPolicyToPermissionSet":
      case "DetachManagedPolicyFromPermissionSet":
        return await this.#byName(call, world);
      case "ListManagedPoliciesInPermissionSet":
        return await this.#listed(call, world);
      default:
        return undefined;
    }
  }

  async #byName(call: AwsCall, world: World): Promise<AwsReply> {
    const body = jsonBody(call);
    const whole = String(body.ManagedPolicyArn ?? "");
    const bare = withoutPath(whole);
    this.#whole.set(bare, whole);
    return await world.forward({
      ...call,
      body: Buffer.from(JSON.stringify({ ...body, ManagedPolicyArn: bare })),
    });
  }

  async #listed(call: AwsCall, world: World): Promise<AwsReply> {
    const reply = await world.forward(call);
    if (reply.status !== 200) return reply;
    const answer = jsonBody({ body: Buffer.from(reply.body) });
    const attached = (answer.AttachedManagedPolicies ?? []) as readonly { readonly Arn?: string }[];
    const AttachedManagedPolicies = attached.map((policy) => ({
      ...policy,
      Arn: this.#whole.get(policy.Arn ?? "") ?? policy.Arn,
    }));
    return jsonReply(call, { ...answer, AttachedManagedPolicies });
  }
}

/** `arn:aws:iam::aws:policy/job-function/Billing` to `arn:aws:iam::aws:policy/Billing`. */
function withoutPath(arn: string): string {
  return arn.replace(/:policy\/.*\//, ":policy/");
}

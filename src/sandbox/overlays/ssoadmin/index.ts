import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { jsonBody, jsonReply, requestId } from "../../wire/index.ts";
import { ManagedPolicies } from "./managedPolicies.ts";

/** Tags of permission sets, by ARN, in one region of one account. */
type Tags = Map<string, Map<string, string>>;

/**
 * Identity Center. Permission sets, what is attached to them and their assignments are the emulator's; it knows
 * neither their tags nor how far a change of one has come in the accounts that have it, nor policies with a path.
 */
export function identityCenterOverlay(): Overlay {
  const places = new Map<string, Tags>();
  const policies = new ManagedPolicies();
  return {
    name: "identity-center-permission-sets",
    service: "sso-admin",
    grade: "echoed",
    models:
      "Tags of permission sets, AWS's policies by their whole ARN, and that a changed set reaches the accounts that have it, at once. Leaves out the roles that this makes there, signing in, second factors and sessions.",
    async handle(call, world) {
      const place = `${call.account} ${call.signedRegion}`;
      const tags = places.get(place) ?? new Map<string, Map<string, string>>();
      places.set(place, tags);
      return (await policies.handle(call, world)) ?? (await answer(call, world, tags));
    },
  };
}

async function answer(call: AwsCall, world: World, tags: Tags): Promise<AwsReply | undefined> {
  const body = jsonBody(call);
  const resource = String(body.ResourceArn ?? "");
  switch (call.action) {
    case "CreatePermissionSet":
      return await created(call, world, tags);
    case "DeletePermissionSet":
      tags.delete(String(body.PermissionSetArn));
      return undefined;
    case "ListTagsForResource":
      return jsonReply(call, { Tags: listed(tags.get(resource)) });
    case "TagResource":
      tags.set(resource, new Map([...(tags.get(resource) ?? []), ...read(body.Tags)]));
      return jsonReply(call, {});
    case "UntagResource":
      for (const key of Array.isArray(body.TagKeys) ? body.TagKeys : []) tags.get(resource)?.delete(key);
      return jsonReply(call, {});
    case "ProvisionPermissionSet":
    case "DescribePermissionSetProvisioningStatus":
      return jsonReply(call, { PermissionSetProvisioningStatus: provisioned(call, world, body) });
    default:
      return undefined;
  }
}

async function created(call: AwsCall, world: World, tags: Tags): Promise<AwsReply> {
  const reply = await world.forward(call);
  const made = jsonBody({ body: Buffer.from(reply.body) }).PermissionSet as
    | { readonly PermissionSetArn?: string }
    | undefined;
  if (made?.PermissionSetArn !== undefined)
    tags.set(made.PermissionSetArn, new Map(read(jsonBody(call).Tags)));
  return reply;
}

function provisioned(call: AwsCall, world: World, body: Readonly<Record<string, unknown>>): object {
  return {
    Status: "SUCCEEDED",
    RequestId: body.ProvisionPermissionSetRequestId ?? requestId(call),
    ...(typeof body.PermissionSetArn === "string" ? { PermissionSetArn: body.PermissionSetArn } : {}),
    CreatedDate: world.clock.now() / 1000,
  };
}

function read(value: unknown): readonly (readonly [string, string])[] {
  const list = Array.isArray(value) ? (value as { readonly Key?: string; readonly Value?: string }[]) : [];
  return list.map(({ Key, Value }) => [String(Key), String(Value)] as const);
}

function listed(tags: ReadonlyMap<string, string> | undefined): readonly object[] {
  return [...(tags ?? [])].map(([Key, Value]) => ({ Key, Value }));
}

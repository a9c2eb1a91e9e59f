import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { askJson, errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import { type Aliases, rawKeyId } from "./aliases.ts";
import { type MultiRegionKeys, standsIn } from "./keys.ts";

/** CreateAlias, UpdateAlias, DeleteAlias and ListAliases where a multi-Region key is concerned. */
export async function aliasCall(
  call: AwsCall,
  world: World,
  keys: MultiRegionKeys,
  aliases: Aliases,
): Promise<AwsReply | undefined> {
  const body = jsonBody(call);
  const name = String(body.AliasName ?? "");
  const place = { account: call.account, region: call.signedRegion };
  const ours = aliases.find(call.account, call.signedRegion, name);
  const target = targetOf(call, world, keys, body);

  switch (call.action) {
    case "CreateAlias": {
      const taken = ours !== undefined || (await standsInEmulator(world, place, name));
      if (target === undefined && ours === undefined) return undefined;
      if (taken) return alreadyExists(call, name);
      const malformed = refuseName(call, name);
      if (malformed !== undefined || target === undefined) return malformed;
      aliases.set(call.account, call.signedRegion, name, target, world.clock.now());
      return jsonReply(call, {});
    }
    case "UpdateAlias": {
      if (ours === undefined && target === undefined) return undefined;
      if (target !== undefined) {
        if (ours === undefined && !(await standsInEmulator(world, place, name))) return undefined;
        if (ours === undefined) await askJson(world, place, "kms", "DeleteAlias", { AliasName: name });
        aliases.set(call.account, call.signedRegion, name, target, world.clock.now());
        return jsonReply(call, {});
      }
      const made = { AliasName: name, TargetKeyId: rawKeyId(String(body.TargetKeyId ?? "")) };
      if ((await askJson(world, place, "kms", "CreateAlias", made)) === undefined) return undefined;
      aliases.remove(call.account, call.signedRegion, name);
      return jsonReply(call, {});
    }
    case "DeleteAlias":
      return aliases.remove(call.account, call.signedRegion, name) ? jsonReply(call, {}) : undefined;
    default:
      return listAliases(call, world, keys, aliases, body);
  }
}

async function listAliases(
  call: AwsCall,
  world: World,
  keys: MultiRegionKeys,
  aliases: Aliases,
  body: Readonly<Record<string, unknown>>,
): Promise<AwsReply | undefined> {
  const asked = typeof body.KeyId === "string" ? rawKeyId(body.KeyId) : undefined;
  const ours = aliases.list(call.account, call.signedRegion, asked);
  if (asked !== undefined) {
    const key = keys.find(call.account, asked, world.clock.now());
    return key === undefined ? undefined : jsonReply(call, { Aliases: ours, Truncated: false });
  }
  if (ours.length === 0) return undefined;
  const reply = await world.forward(call);
  if (reply.status >= 300) return reply;
  const theirs = JSON.parse(reply.body.toString()) as Record<string, unknown>;
  const listed = Array.isArray(theirs.Aliases) ? theirs.Aliases : [];
  return jsonReply(call, { ...theirs, Aliases: [...listed, ...ours] });
}

/** The id of the multi-Region key in this region that the call points an alias at. */
function targetOf(
  call: AwsCall,
  world: World,
  keys: MultiRegionKeys,
  body: Readonly<Record<string, unknown>>,
): string | undefined {
  const key = keys.find(call.account, rawKeyId(String(body.TargetKeyId ?? "")), world.clock.now());
  return key !== undefined && standsIn(key, call.signedRegion) ? key.id : undefined;
}

async function standsInEmulator(
  world: World,
  place: { account: string; region: string },
  name: string,
): Promise<boolean> {
  return (await askJson(world, place, "kms", "DescribeKey", { KeyId: name })) !== undefined;
}

function alreadyExists(call: AwsCall, name: string): AwsReply {
  return errorReply(call, {
    status: 400,
    code: "AlreadyExistsException",
    message: `An alias with the name arn:aws:kms:${call.signedRegion}:${call.account}:${name} already exists`,
  });
}

function refuseName(call: AwsCall, name: string): AwsReply | undefined {
  if (name.startsWith("alias/aws/")) {
    return errorReply(call, { status: 400, code: "NotAuthorizedException", message: "" });
  }
  if (/^alias\/[a-zA-Z0-9/_-]{1,250}$/.test(name)) return undefined;
  return errorReply(call, {
    status: 400,
    code: "InvalidAliasNameException",
    message: `${name} is not an alias name: alias/ and then letters, digits, slashes, underscores, hyphens.`,
  });
}

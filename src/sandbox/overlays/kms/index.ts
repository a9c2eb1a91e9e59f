import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { askJson, errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import { aliasCall } from "./aliasCalls.ts";
import { type Aliases, aliasName, rawKeyId, regionOfArn } from "./aliases.ts";
import { cipherCall } from "./cipherCalls.ts";
import { configuration, keyArn, type MultiRegionKey, type MultiRegionKeys, standsIn } from "./keys.ts";
import { replicate } from "./replicate.ts";
import { keyStateOf } from "./state.ts";

export { nameForEmulator } from "./state.ts";

const DAY_MS = 86_400_000;

/** Members of a request that name a key. */
const KEY_MEMBERS = ["KeyId", "SourceKeyId", "DestinationKeyId"] as const;

/** Multi-Region keys as records of their own in every region, each with its policy, tags, state and aliases. */
export function kmsOverlay(): Overlay {
  return {
    name: "kms-multi-region-keys",
    service: "kms",
    grade: "modelled",
    models:
      "Multi-Region keys: primary and replicas with policy, description, tags, state and aliases of their own, and ciphertexts that every region with the key can read. Leaves out grants for one region only: they are shared, which AWS does not do.",
    async handle(call, world) {
      const { keys, aliases } = keyStateOf(world);
      switch (call.action) {
        case "CreateKey":
          return createKey(call, world, keys);
        case "CreateAlias":
        case "UpdateAlias":
        case "DeleteAlias":
        case "ListAliases":
          return aliasCall(call, world, keys, aliases);
        default:
          return (await cipherCall(call, world)) ?? namedKeyCall(call, world, keys, aliases);
      }
    },
  };
}

async function createKey(call: AwsCall, world: World, keys: MultiRegionKeys): Promise<AwsReply | undefined> {
  if (jsonBody(call).MultiRegion !== true) return undefined;
  const reply = await world.forward(call);
  if (reply.status >= 300) return reply;
  const answer = JSON.parse(reply.body.toString()) as { KeyMetadata: Record<string, unknown> };
  const key = keys.add(call.account, String(answer.KeyMetadata.KeyId), call.signedRegion, world.clock.now());
  return amendMetadata(call, key, reply);
}

async function namedKeyCall(
  call: AwsCall,
  world: World,
  keys: MultiRegionKeys,
  aliases: Aliases,
): Promise<AwsReply | undefined> {
  const body = jsonBody(call);
  const rewritten = { ...body };
  let key: MultiRegionKey | undefined;
  for (const member of KEY_MEMBERS) {
    const named = body[member];
    if (typeof named !== "string") continue;
    const alias = aliasName(named);
    const id =
      alias === undefined ? rawKeyId(named) : aliases.find(call.account, call.signedRegion, alias)?.keyId;
    const found = id === undefined ? undefined : keys.find(call.account, id, world.clock.now());
    if (found === undefined) continue;
    const region = regionOfArn(named);
    if (region !== undefined && region !== call.signedRegion) return notFound(call, `Invalid arn ${region}`);
    if (!standsIn(found, call.signedRegion)) {
      return notFound(call, `Key '${keyArn(call.account, call.signedRegion, found.id)}' does not exist`);
    }
    rewritten[member] = found.id;
    key ??= found;
  }
  if (key === undefined) return undefined;
  return answerFor(call, world, key, rewritten);
}

/** A call that names a multi-Region key standing in this region; `body` names it by its raw id. */
async function answerFor(
  call: AwsCall,
  world: World,
  key: MultiRegionKey,
  body: Readonly<Record<string, unknown>>,
): Promise<AwsReply> {
  const replica = key.replicas.get(call.signedRegion);
  const forward = () => world.forward({ ...call, body: Buffer.from(JSON.stringify(body)) });
  switch (call.action) {
    case "ReplicateKey":
      return replicate(call, world, key, body);
    case "UpdatePrimaryRegion":
      return updatePrimaryRegion(call, world, key, String(body.PrimaryRegion ?? ""));
    case "EnableKeyRotation":
    case "DisableKeyRotation":
      return replica === undefined ? rotation(call, world, key, body, await forward()) : refuseRotation(call);
    case "ScheduleKeyDeletion":
      return scheduled(call, world, key, body, await forward());
    case "CancelKeyDeletion": {
      const reply = await forward();
      if (reply.status < 300 && replica !== undefined) replica.deletionAt = undefined;
      if (reply.status < 300 && replica === undefined) key.primaryDeletionRequested = false;
      return reply;
    }
    default:
      return amendMetadata(call, key, await forward());
  }
}

/** Shows the key in this region as what it is there. Answers without metadata pass as they are. */
function amendMetadata(call: AwsCall, key: MultiRegionKey, reply: AwsReply): AwsReply {
  if (reply.status >= 300) return reply;
  const answer = JSON.parse(reply.body.toString() || "{}") as Record<string, unknown> | null;
  const metadata = answer?.KeyMetadata as Record<string, unknown> | undefined;
  if (metadata === undefined) return reply;
  const region = call.signedRegion;
  const replica = key.replicas.get(region);
  metadata.Arn = keyArn(key.account, region, key.id);
  metadata.CreationDate = (replica?.createdAt ?? key.primaryCreatedAt) / 1000;
  metadata.MultiRegionConfiguration = configuration(key, region);
  if (waitsForReplicas(key, region)) {
    metadata.KeyState = "PendingReplicaDeletion";
    delete metadata.DeletionDate;
  }
  return jsonReply(call, answer);
}

/** A primary is not deleted before its last replica. */
function waitsForReplicas(key: MultiRegionKey, region: string): boolean {
  return region === key.primaryRegion && key.primaryDeletionRequested && key.replicas.size > 0;
}

async function rotation(
  call: AwsCall,
  world: World,
  key: MultiRegionKey,
  body: Readonly<Record<string, unknown>>,
  reply: AwsReply,
): Promise<AwsReply> {
  if (reply.status >= 300) return reply;
  for (const region of key.replicas.keys()) {
    await askJson(world, { account: key.account, region }, "kms", call.action, { ...body, KeyId: key.id });
  }
  return reply;
}

/** Rotation is a shared property: set on the primary, https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html, read November 2026. */
function refuseRotation(call: AwsCall): AwsReply {
  return errorReply(call, {
    status: 400,
    code: "UnsupportedOperationException",
    message: "Automatic rotation of a multi-Region key is set on its primary key.",
  });
}

function scheduled(
  call: AwsCall,
  world: World,
  key: MultiRegionKey,
  body: Readonly<Record<string, unknown>>,
  reply: AwsReply,
): AwsReply {
  if (reply.status >= 300) return reply;
  const days = Number(body.PendingWindowInDays ?? 30);
  const replica = key.replicas.get(call.signedRegion);
  const deletionAt = world.clock.now() + days * DAY_MS;
  if (replica === undefined) key.primaryDeletionRequested = true;
  else replica.deletionAt = deletionAt;
  const waits = waitsForReplicas(key, call.signedRegion);
  return jsonReply(call, {
    KeyId: keyArn(key.account, call.signedRegion, key.id),
    KeyState: waits ? "PendingReplicaDeletion" : "PendingDeletion",
    PendingWindowInDays: days,
    ...(waits ? {} : { DeletionDate: deletionAt / 1000 }),
  });
}

function updatePrimaryRegion(call: AwsCall, world: World, key: MultiRegionKey, region: string): AwsReply {
  const replica = key.replicas.get(region);
  if (call.signedRegion !== key.primaryRegion || replica === undefined || world.isLost(region)) {
    return errorReply(call, {
      status: 400,
      code: "UnsupportedOperationException",
      message: `The primary of ${key.id} is in ${key.primaryRegion} and can move only to a region with a replica that can be reached.`,
    });
  }
  key.replicas.delete(region);
  key.replicas.set(key.primaryRegion, { createdAt: key.primaryCreatedAt, deletionAt: undefined });
  key.primaryRegion = region;
  return jsonReply(call, {});
}

function notFound(call: AwsCall, message: string): AwsReply {
  return errorReply(call, { status: 400, code: "NotFoundException", message });
}

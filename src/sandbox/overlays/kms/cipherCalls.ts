import type { AwsCall, AwsReply } from "../../call.ts";
import type { RefusedCall, World } from "../../overlay.ts";
import { askJson, errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import { derivedBytes, type EncryptionContext, open, readSealed, type Sealed, seal } from "./cipher.ts";
import { keyArn } from "./keys.ts";
import { nameForEmulator } from "./state.ts";

type Body = Readonly<Record<string, unknown>>;
type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: RefusedCall };

const CIPHER_ACTIONS: readonly string[] = [
  "Encrypt",
  "Decrypt",
  "ReEncrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
];

/**
 * Encryption under multi-Region keys, whose ciphertexts any region that has the key can read. Undefined for
 * other keys and for asymmetric ones, which the emulator answers itself.
 */
export async function cipherCall(call: AwsCall, world: World): Promise<AwsReply | undefined> {
  if (!CIPHER_ACTIONS.includes(call.action)) return undefined;
  const body = jsonBody(call);
  if (call.action === "Decrypt") return decrypt(call, world, body);
  if (call.action === "ReEncrypt") return reEncrypt(call, world, body);
  const key = await usableKey(call, world, body.KeyId);
  if (key === undefined) return undefined;
  if (!key.ok) return errorReply(call, key.error);
  const plaintext = call.action === "Encrypt" ? bytes(body.Plaintext) : dataKey(call, world, key.value, body);
  return jsonReply(call, {
    CiphertextBlob: sealed(call, world, key.value, plaintext, contextOf(body.EncryptionContext)),
    ...(call.action === "GenerateDataKey" ? { Plaintext: plaintext.toString("base64") } : {}),
    ...(call.action === "Encrypt" ? { EncryptionAlgorithm: "SYMMETRIC_DEFAULT" } : {}),
    KeyId: keyArn(call.account, call.signedRegion, key.value),
  });
}

async function decrypt(call: AwsCall, world: World, body: Body): Promise<AwsReply | undefined> {
  const blob = readSealed(bytes(body.CiphertextBlob));
  if (blob === undefined) return undefined;
  const opened = await openFor(call, world, blob, body.KeyId, contextOf(body.EncryptionContext));
  if (!opened.ok) return errorReply(call, opened.error);
  return jsonReply(call, {
    KeyId: keyArn(call.account, call.signedRegion, blob.keyId),
    Plaintext: opened.value.toString("base64"),
    EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
  });
}

/** From one key to another, of which at least one is multi-Region; the emulator does the other half. */
async function reEncrypt(call: AwsCall, world: World, body: Body): Promise<AwsReply | undefined> {
  const place = { account: call.account, region: call.signedRegion };
  const blob = readSealed(bytes(body.CiphertextBlob));
  const target = await usableKey(call, world, body.DestinationKeyId);
  if (blob === undefined && target === undefined) return undefined;
  if (target !== undefined && !target.ok) return errorReply(call, target.error);

  let source: { KeyId: string; Plaintext: string };
  if (blob === undefined) {
    const asked = { CiphertextBlob: body.CiphertextBlob, EncryptionContext: body.SourceEncryptionContext };
    const answer = await askJson(world, place, "kms", "Decrypt", asked);
    if (answer === undefined) return errorReply(call, invalidCiphertext());
    source = answer as typeof source;
  } else {
    const opened = await openFor(
      call,
      world,
      blob,
      body.SourceKeyId,
      contextOf(body.SourceEncryptionContext),
    );
    if (!opened.ok) return errorReply(call, opened.error);
    source = {
      KeyId: keyArn(call.account, call.signedRegion, blob.keyId),
      Plaintext: opened.value.toString("base64"),
    };
  }

  const context = contextOf(body.DestinationEncryptionContext);
  if (target !== undefined) {
    return jsonReply(call, {
      CiphertextBlob: sealed(call, world, target.value, bytes(source.Plaintext), context),
      SourceKeyId: source.KeyId,
      KeyId: keyArn(call.account, call.signedRegion, target.value),
    });
  }
  const asked = { KeyId: body.DestinationKeyId, Plaintext: source.Plaintext, EncryptionContext: context };
  const answer = await askJson(world, place, "kms", "Encrypt", asked);
  return answer === undefined
    ? errorReply(call, notFound(String(body.DestinationKeyId)))
    : jsonReply(call, { ...answer, SourceKeyId: source.KeyId });
}

async function openFor(
  call: AwsCall,
  world: World,
  blob: Sealed,
  named: unknown,
  context: EncryptionContext,
): Promise<Result<Buffer>> {
  const key = await usableKey(call, world, blob.keyId);
  if (key === undefined) return { ok: false, error: accessDenied() };
  if (!key.ok) return key;
  const place = { account: call.account, region: call.signedRegion };
  if (typeof named === "string" && nameForEmulator(world, place, named) !== blob.keyId) {
    const message = "The key ID in the request does not identify a CMK that can perform this operation.";
    return { ok: false, error: { status: 400, code: "IncorrectKeyException", message } };
  }
  const plaintext = open(call.account, blob, context);
  return plaintext === undefined ? { ok: false, error: invalidCiphertext() } : { ok: true, value: plaintext };
}

/** Id of the symmetric multi-Region key that is named and stands in this region; undefined for any other key. */
async function usableKey(call: AwsCall, world: World, named: unknown): Promise<Result<string> | undefined> {
  const place = { account: call.account, region: call.signedRegion };
  const id = typeof named === "string" ? nameForEmulator(world, place, named) : undefined;
  if (id?.startsWith("mrk-") !== true) return undefined;
  const described = await askJson(world, place, "kms", "DescribeKey", { KeyId: id });
  const metadata = described?.KeyMetadata as Record<string, unknown> | undefined;
  if (metadata === undefined || (metadata.KeySpec ?? "SYMMETRIC_DEFAULT") !== "SYMMETRIC_DEFAULT")
    return undefined;
  if (metadata.KeyState === "Enabled") return { ok: true, value: id };
  const code = metadata.KeyState === "Disabled" ? "DisabledException" : "KMSInvalidStateException";
  const message = `${String(metadata.Arn)} is ${String(metadata.KeyState)}.`;
  return { ok: false, error: { status: 400, code, message } };
}

function sealed(
  call: AwsCall,
  world: World,
  keyId: string,
  plaintext: Buffer,
  context: EncryptionContext,
): string {
  return seal(call.account, keyId, plaintext, context, unique(call, world)).toString("base64");
}

function dataKey(call: AwsCall, world: World, keyId: string, body: Body): Buffer {
  const length = body.KeySpec === "AES_128" ? 16 : Number(body.NumberOfBytes ?? 32);
  return derivedBytes(call.account, keyId, `data key ${unique(call, world)}`, length);
}

function unique(call: AwsCall, world: World): string {
  return `${call.id} ${world.clock.now()}`;
}

function bytes(base64: unknown): Buffer {
  return Buffer.from(typeof base64 === "string" ? base64 : "", "base64");
}

function contextOf(given: unknown): EncryptionContext {
  return given !== null && typeof given === "object" ? (given as EncryptionContext) : {};
}

function accessDenied(): RefusedCall {
  const message =
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.";
  return { status: 400, code: "AccessDeniedException", message };
}

function invalidCiphertext(): RefusedCall {
  return { status: 400, code: "InvalidCiphertextException", message: "" };
}

function notFound(named: string): RefusedCall {
  return { status: 400, code: "NotFoundException", message: `Key '${named}' does not exist` };
}

import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { askJson, jsonBody } from "../wire/index.ts";
import { keyIsUsable } from "./lookups.ts";

const API = "https://docs.aws.amazon.com/secretsmanager/latest/apireference";

const valueWithoutKey: Refusal = {
  id: "secretsmanager-key-not-usable",
  service: "secretsmanager",
  actions: ["CreateSecret", "PutSecretValue", "UpdateSecret"],
  rule: "A value is stored only when the secret's key exists, enabled, in the secret's region.",
  source: `${API}/API_PutSecretValue.html`,
  async check(call, world) {
    const body = jsonBody(call);
    if (body.SecretString === undefined && body.SecretBinary === undefined) return undefined;
    const key =
      typeof body.KmsKeyId === "string" ? body.KmsKeyId : await keyOfSecret(call, world, body.SecretId);
    if (key === undefined) return undefined;
    const place = { account: call.account, region: call.signedRegion };
    return (await keyIsUsable(world, place, key)) ? undefined : encryptionFailure(key);
  },
};

/** The key that the secret was created with; undefined for the one that AWS manages. */
async function keyOfSecret(call: AwsCall, world: World, secret: unknown): Promise<string | undefined> {
  if (typeof secret !== "string") return undefined;
  const place = { account: call.account, region: call.signedRegion };
  const described = await askJson(world, place, "secretsmanager", "DescribeSecret", { SecretId: secret });
  return typeof described?.KmsKeyId === "string" && described.KmsKeyId !== ""
    ? described.KmsKeyId
    : undefined;
}

function encryptionFailure(key: string): RefusedCall {
  return {
    status: 400,
    code: "EncryptionFailure",
    message: `Secrets Manager can't encrypt the protected secret text using the provided KMS key ${key}. Check that the KMS key is available, enabled, and not in an invalid state.`,
  };
}

export const secretsManagerRefusals: readonly Refusal[] = [valueWithoutKey];

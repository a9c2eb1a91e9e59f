import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { askJson, errorReply, jsonReply } from "../../wire/index.ts";
import { configuration, keyArn, type MultiRegionKey, standsIn } from "./keys.ts";

/**
 * ReplicateKey. The emulator makes the copy, for the key material, and forgets policy, description and
 * tags; they are set on the replica afterwards, which has its own from then on.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html, read November 2026.
 */
export async function replicate(
  call: AwsCall,
  world: World,
  key: MultiRegionKey,
  body: Readonly<Record<string, unknown>>,
): Promise<AwsReply> {
  const region = String(body.ReplicaRegion ?? "");
  const refused = await refuse(call, world, key, region);
  if (refused !== undefined) return errorReply(call, refused);

  const home = { account: call.account, region: key.primaryRegion };
  const made = await askJson(world, home, "kms", "ReplicateKey", { KeyId: key.id, ReplicaRegion: region });
  if (made === undefined) return world.forward(call);
  key.replicas.set(region, { createdAt: world.clock.now(), deletionAt: undefined });

  const there = { account: call.account, region };
  const policy = typeof body.Policy === "string" ? body.Policy : String(made.ReplicaPolicy);
  const tags = Array.isArray(body.Tags) ? body.Tags : [];
  await askJson(world, there, "kms", "UpdateKeyDescription", {
    KeyId: key.id,
    Description: String(body.Description ?? ""),
  });
  if (tags.length > 0) await askJson(world, there, "kms", "TagResource", { KeyId: key.id, Tags: tags });
  await askJson(world, there, "kms", "PutKeyPolicy", {
    KeyId: key.id,
    PolicyName: "default",
    Policy: policy,
  });

  return jsonReply(call, {
    ReplicaKeyMetadata: {
      ...(made.ReplicaKeyMetadata as Record<string, unknown>),
      Arn: keyArn(key.account, region, key.id),
      Description: String(body.Description ?? ""),
      CreationDate: world.clock.now() / 1000,
      MultiRegionConfiguration: configuration(key, region),
    },
    ReplicaPolicy: policy,
    ReplicaTags: tags,
  });
}

async function refuse(call: AwsCall, world: World, key: MultiRegionKey, region: string) {
  if (call.signedRegion !== key.primaryRegion) {
    return {
      status: 400,
      code: "UnsupportedOperationException",
      message: `${keyArn(key.account, call.signedRegion, key.id)} is a replica key; ReplicateKey is called on the primary key, in ${key.primaryRegion}.`,
    };
  }
  if (standsIn(key, region)) {
    return {
      status: 400,
      code: "AlreadyExistsException",
      message: `Key ${keyArn(key.account, region, key.id)} already exists.`,
    };
  }
  if (world.isLost(region)) {
    return {
      status: 503,
      code: "DependencyTimeoutException",
      message: `AWS KMS in ${region} did not answer in time.`,
    };
  }
  const home = { account: call.account, region: key.primaryRegion };
  const described = await askJson(world, home, "kms", "DescribeKey", { KeyId: key.id });
  const state = (described?.KeyMetadata as Record<string, unknown> | undefined)?.KeyState;
  if (state !== undefined && state !== "Enabled") {
    return {
      status: 400,
      code: "KMSInvalidStateException",
      message: `${keyArn(key.account, key.primaryRegion, key.id)} is ${String(state)}.`,
    };
  }
  return undefined;
}

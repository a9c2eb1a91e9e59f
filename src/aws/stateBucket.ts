import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  NoSuchKey,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { TriremeError } from "../lib/index.ts";
import type { RegionClients } from "./clients.ts";

/**
 * Makes sure that a region has its bucket for Terraform states: versioned (a state that was spoilt can
 * be had back), encrypted, never public. May be called again at any time.
 */
export async function ensureStateBucket(clients: RegionClients, bucket: string): Promise<"made" | "there"> {
  const { s3, region } = clients;
  if (await hasStateBucket(clients, bucket)) return "there";
  await s3.send(
    new CreateBucketCommand({
      Bucket: bucket,
      // us-east-1 is S3's default and is refused as a constraint.
      ...(region === "us-east-1"
        ? {}
        : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } }),
    }),
  );
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket: bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }),
  );
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket: bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true }],
      },
    }),
  );
  return "made";
}

/**
 * Whether a region has its bucket for Terraform states.
 * @throws TriremeError `state-bucket-refused` when it is there and not ours to use
 */
export async function hasStateBucket({ s3 }: RegionClients, bucket: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 404) return false;
    if (status === 403) {
      throw new TriremeError(`AWS gives us no access to the bucket ${bucket} for Terraform states`, {
        code: "state-bucket-refused",
        fault: "environment",
        fix: "Give these credentials access to the bucket; if another account owns that name, rename the platform.",
        cause: error,
      });
    }
    throw error;
  }
}

/** A state as it lies in its bucket, version 4 of Terraform's format; undefined where there is none yet. */
export async function readState(
  { s3 }: RegionClients,
  bucket: string,
  key: string,
): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

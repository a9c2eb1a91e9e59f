import { S3Bucket } from "@cdktn/provider-aws/lib/s3-bucket/index.js";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktn/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketOwnershipControls } from "@cdktn/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPolicy } from "@cdktn/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktn/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktn/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktn/provider-aws/lib/s3-bucket-versioning/index.js";
import type { Construct } from "constructs";
import { policyDocument } from "../policyDocument.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/** Nobody speaks to the bucket unencrypted, whatever else its policy says. */
export function onlyTls(arn: string): object {
  return {
    Sid: "OnlyTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/**
 * What every bucket of ours is: private, versioned, encrypted, owned by the account. Its parts stand in `scope`, whose
 * ids are a contract: `bucket`, `versioning`, `encryption`, `public-access`, `ownership`, `lifecycle`, `policy`.
 */
export function privateBucket(
  scope: Construct,
  props: {
    readonly name: string;
    /** Key of the region; without it S3's own, for what AWS itself writes and can write no other way. */
    readonly keyArn?: string;
    readonly objectLock: boolean;
    readonly lifecycle: S3BucketLifecycleConfigurationRule[];
    /** Of the policy, `onlyTls` among them. */
    readonly statements: readonly object[];
    readonly protect: boolean;
    readonly tags: OwnerTags;
  },
): { readonly bucket: S3Bucket; readonly versioning: S3BucketVersioningA; readonly policy: S3BucketPolicy } {
  const bucket = new S3Bucket(scope, "bucket", {
    bucket: props.name,
    forceDestroy: !props.protect,
    ...(props.objectLock ? { objectLockEnabled: true } : {}),
    tags: tagsOf(props.name, props.tags),
  });
  const versioning = new S3BucketVersioningA(scope, "versioning", {
    bucket: bucket.id,
    versioningConfiguration: { status: "Enabled" },
  });
  new S3BucketServerSideEncryptionConfigurationA(scope, "encryption", {
    bucket: bucket.id,
    rule: [
      props.keyArn === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
        : {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: props.keyArn },
            bucketKeyEnabled: true,
          },
    ],
  });
  const block = new S3BucketPublicAccessBlock(scope, "public-access", {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketOwnershipControls(scope, "ownership", {
    bucket: bucket.id,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  new S3BucketLifecycleConfiguration(scope, "lifecycle", {
    bucket: bucket.id,
    rule: props.lifecycle,
    dependsOn: [versioning],
  });
  const policy = new S3BucketPolicy(scope, "policy", {
    bucket: bucket.id,
    policy: policyDocument(props.statements),
    dependsOn: [block],
  });
  return { bucket, versioning, policy };
}

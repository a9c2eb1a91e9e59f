import { S3Bucket } from "@cdktn/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktn/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketOwnershipControls } from "@cdktn/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPolicy } from "@cdktn/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktn/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketReplicationConfigurationA } from "@cdktn/provider-aws/lib/s3-bucket-replication-configuration/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktn/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktn/provider-aws/lib/s3-bucket-versioning/index.js";
import { Construct } from "constructs";
import { bucketArn, bucketName, type Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface ReplicatedBucketProps {
  readonly naming: Naming;
  readonly region: string;
  readonly store: string;
  readonly keyArn: string;
  /** Days after which a version that has been superseded is deleted. */
  readonly noncurrentDays: number;
  /** S3 refuses to delete a bucket that holds anything; unprotected, it is emptied first. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/** A private, versioned, encrypted bucket that only TLS reaches: one region's copy of a store. */
export class ReplicatedBucket extends Construct {
  constructor(scope: Construct, id: string, props: ReplicatedBucketProps) {
    super(scope, id);
    const name = bucketName(props.naming, props.store, props.region);
    const arn = bucketArn(props.naming, props.store, props.region);
    const bucket = new S3Bucket(this, "bucket", {
      bucket: name,
      forceDestroy: !props.protect,
      tags: tagsOf(name, props.tags),
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: props.keyArn },
          bucketKeyEnabled: true,
        },
      ],
    });
    const block = new S3BucketPublicAccessBlock(this, "public-access", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: bucket.id,
      rule: [
        {
          id: "superseded-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: props.noncurrentDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
    new S3BucketPolicy(this, "policy", {
      bucket: bucket.id,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "OnlyTls",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [arn, `${arn}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
      dependsOn: [block],
    });
  }
}

export interface BucketReplicationProps {
  readonly naming: Naming;
  readonly region: string;
  readonly store: string;
  /** Where this region's bucket copies to, with the key of each region. */
  readonly destinations: readonly { readonly region: string; readonly keyArn: string }[];
  readonly roleArn: string;
}

/**
 * This region's half of a replication both ways: its bucket copies to every other. Changes to a
 * copy's metadata and delete markers travel as well, so that the buckets stay equal whichever is
 * written to. Replicas are not replicated again; AWS sees to that.
 * Needs versioning on both ends, hence a stack after the data stacks. Objects that were there before
 * the rule are not copied: a region that joins later needs a batch replication once
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-batch.html).
 */
export class BucketReplication extends Construct {
  constructor(scope: Construct, id: string, props: BucketReplicationProps) {
    super(scope, id);
    new S3BucketReplicationConfigurationA(this, "replication", {
      bucket: bucketName(props.naming, props.store, props.region),
      role: props.roleArn,
      rule: props.destinations.map((destination, index) => ({
        id: `to-${destination.region}`,
        priority: index + 1,
        status: "Enabled",
        filter: { prefix: "" },
        deleteMarkerReplication: { status: "Enabled" },
        sourceSelectionCriteria: {
          sseKmsEncryptedObjects: { status: "Enabled" },
          replicaModifications: { status: "Enabled" },
        },
        destination: {
          bucket: bucketArn(props.naming, props.store, destination.region),
          storageClass: "STANDARD",
          encryptionConfiguration: { replicaKmsKeyId: destination.keyArn },
        },
      })),
    });
  }
}

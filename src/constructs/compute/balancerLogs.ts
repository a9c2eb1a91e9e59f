import { S3Bucket } from "@cdktn/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktn/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketOwnershipControls } from "@cdktn/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPolicy } from "@cdktn/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktn/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktn/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktn/provider-aws/lib/s3-bucket-versioning/index.js";
import { Construct } from "constructs";
import { bucketArn, bucketName, type Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface BalancerLogsProps {
  readonly naming: Naming;
  /** Region of the load balancer: ELB writes to buckets of its own region only. */
  readonly region: string;
  /**
   * Days that access logs are kept. PCI DSS 4.0.1 10.5.1 asks for twelve months.
   * @default 365
   */
  readonly keepDays?: number;
  /** S3 refuses to delete a bucket that holds anything; unprotected, it is emptied first. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * Where a region's load balancer writes who asked for what. Nobody but ELB may write, and only below this
 * account's prefix. Encrypted with S3's own keys: ELB cannot write to a bucket that is encrypted with a key
 * of ours.
 *
 * The service principal is the one that AWS recommends for every region; the policies with ELB's account of
 * a region (us-east-1 127311923021 and so on) are the older way.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html, November 2026.
 */
export class BalancerLogs extends Construct {
  /** Name of the bucket, known once ELB may write to it: a load balancer that takes it from here waits. */
  readonly bucket: string;

  constructor(scope: Construct, id: string, props: BalancerLogsProps) {
    super(scope, id);
    const name = bucketName(props.naming, "lb-logs", props.region);
    const arn = bucketArn(props.naming, "lb-logs", props.region);
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
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
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
          id: "old-logs",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: props.keepDays ?? 365 }],
          noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
    const policy = new S3BucketPolicy(this, "policy", {
      bucket: bucket.id,
      policy: JSON.stringify(bucketPolicy(arn, props.naming.account)),
      dependsOn: [block],
    });
    this.bucket = policy.bucket;
  }
}

function bucketPolicy(arn: string, account: string) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "LoadBalancersOfThisAccountWrite",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `${arn}/AWSLogs/${account}/*`,
      },
      {
        Sid: "OnlyTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}

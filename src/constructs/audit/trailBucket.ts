import { S3BucketLoggingA } from "@cdktn/provider-aws/lib/s3-bucket-logging/index.js";
import { S3BucketObjectLockConfigurationA } from "@cdktn/provider-aws/lib/s3-bucket-object-lock-configuration/index.js";
import { Construct } from "constructs";
import { bucketArn, bucketName, type Naming } from "../naming.ts";
import { onlyTls, privateBucket } from "../storage/privateBucket.ts";
import type { OwnerTags } from "../tags.ts";
import { AUDIT_LOGS } from "./names.ts";

export interface TrailBucketProps {
  readonly naming: Naming;
  /** Region of the bucket. */
  readonly region: string;
  /** Key of this region, which must let the trails seal with it. */
  readonly keyArn: string;
  /** Trails that may write here, by ARN; none else, of no account. */
  readonly trailArns: readonly string[];
  /**
   * Folders under `AWSLogs/` that they write to: account ids, and the organisation's id for an organisation trail.
   * @default the account of `naming`
   */
  readonly folders?: readonly string[];
  /**
   * Days that a log file is kept, and, locked, cannot be deleted or overwritten. 365 is what PCI DSS 4.0.1,
   * requirement 10.5.1, asks.
   */
  readonly retentionDays: number;
  /**
   * `COMPLIANCE` binds everyone, the account's root included, until the last day: a retention that was set too long
   * is paid for to its end. `GOVERNANCE` can be lifted by who is let, which here is nobody until the bucket's policy
   * is changed, itself an event in the trail.
   * @default none: for environments that are thrown away
   */
  readonly lock?: "GOVERNANCE" | "COMPLIANCE";
  /**
   * Bucket of the same region and account that takes the access log.
   * @default none
   */
  readonly accessLogBucket?: string;
  /** S3 refuses to delete a bucket that holds anything; unprotected, it is emptied first. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/** S3 bills GLACIER_IR for 90 days at least, and an incident is mostly looked into before. */
const COLD_AFTER_DAYS = 90;

/**
 * Where trails are kept: sealed, versioned, locked, written to by the named trails and deleted from by nobody.
 *
 * Not replicated. Trails name people: operators, and in data events whose object or item was touched. A copy is twice
 * the personal data, and one in another home would take them out of the declared residency. What is lost with a region
 * is the reading of old files while it is away: S3 keeps them in three zones, CloudTrail tries for 30 days to deliver
 * what it could not, and every region keeps 90 days of management events of its own
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html, read 2026-11).
 *
 * Files of less than 128 KiB stay in STANDARD: S3 moves none that are smaller, and they would be billed as 128 KiB.
 */
export class TrailBucket extends Construct {
  /** Known to Terraform once trails may write. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: TrailBucketProps) {
    super(scope, id);
    const { naming, region, retentionDays } = props;
    const arn = bucketArn(naming, AUDIT_LOGS, region);
    const everything = { status: "Enabled", filter: [{ prefix: "" }] };
    const { bucket, versioning, policy } = privateBucket(this, {
      name: bucketName(naming, AUDIT_LOGS, region),
      keyArn: props.keyArn,
      objectLock: props.lock !== undefined,
      lifecycle: [
        {
          id: "retention",
          ...everything,
          expiration: [{ days: retentionDays }],
          // A file is superseded by its own expiry only; S3 waits for the end of the lock.
          noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
          ...(retentionDays >= 2 * COLD_AFTER_DAYS
            ? { transition: [{ days: COLD_AFTER_DAYS, storageClass: "GLACIER_IR" }] }
            : {}),
        },
      ],
      statements: [
        ...trailsWrite(arn, props.trailArns, props.folders ?? [naming.account]),
        ...(props.protect ? [nobodyDeletes(arn)] : []),
        onlyTls(arn),
      ],
      protect: props.protect,
      tags: props.tags,
    });
    this.name = policy.bucket;
    if (props.lock !== undefined) {
      new S3BucketObjectLockConfigurationA(this, "object-lock", {
        bucket: bucket.id,
        rule: { defaultRetention: { mode: props.lock, days: retentionDays } },
        dependsOn: [versioning],
      });
    }
    if (props.accessLogBucket !== undefined) {
      new S3BucketLoggingA(this, "access-log", {
        bucket: bucket.id,
        targetBucket: props.accessLogBucket,
        targetPrefix: `${AUDIT_LOGS}/`,
      });
    }
  }
}

/** Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html (recalled). */
function trailsWrite(arn: string, trailArns: readonly string[], folders: readonly string[]): object[] {
  const common = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } };
  const trails = { "aws:SourceArn": trailArns };
  return [
    {
      Sid: "TrailsLook",
      ...common,
      Action: "s3:GetBucketAcl",
      Resource: arn,
      Condition: { StringEquals: trails },
    },
    {
      Sid: "TrailsWrite",
      ...common,
      Action: "s3:PutObject",
      Resource: folders.map((folder) => `${arn}/AWSLogs/${folder}/*`),
      Condition: { StringEquals: { ...trails, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ];
}

/** Over and above the lock, which ends: what deletes then is the lifecycle, which no policy holds up. */
function nobodyDeletes(arn: string): object {
  return {
    Sid: "NobodyDeletes",
    Effect: "Deny",
    Principal: "*",
    Action: [
      "s3:BypassGovernanceRetention",
      "s3:DeleteBucket",
      "s3:DeleteObject",
      "s3:DeleteObjectVersion",
      "s3:PutObjectLegalHold",
      "s3:PutObjectRetention",
    ],
    Resource: [arn, `${arn}/*`],
  };
}

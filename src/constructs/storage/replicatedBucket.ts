import { S3BucketLoggingA } from "@cdktn/provider-aws/lib/s3-bucket-logging/index.js";
import { S3BucketObjectLockConfigurationA } from "@cdktn/provider-aws/lib/s3-bucket-object-lock-configuration/index.js";
import { S3BucketReplicationConfigurationA } from "@cdktn/provider-aws/lib/s3-bucket-replication-configuration/index.js";
import { Construct } from "constructs";
import { bucketArn, bucketName, type Naming } from "../naming.ts";
import { cloudFrontReads } from "../security/cloudFrontAccess.ts";
import type { OwnerTags } from "../tags.ts";
import { COLD_STORAGE, type ColdStorage, lifecycleRules } from "./bucketLifecycle.ts";
import { onlyTls, privateBucket } from "./privateBucket.ts";

export interface ReplicatedBucketProps {
  readonly naming: Naming;
  /** Region of this bucket. */
  readonly region: string;
  /** Placed store, `media`. */
  readonly store: string;
  /** Key of this region. */
  readonly keyArn: string;
  /** Days after which a version that has been superseded is deleted. */
  readonly noncurrentDays: number;
  /**
   * Where objects go that nobody asks for.
   * @default intelligent tiering after 30 days: how often they are read is not known beforehand
   */
  readonly coldStorage?: ColdStorage | "none";
  /**
   * For evidence: no version can be deleted or overwritten for so many days. `COMPLIANCE` binds everyone,
   * the account's root included; `GOVERNANCE` can be lifted by who has the permission. On in every region
   * of a store or in none, can never be taken off, and excludes `protect: false` in practice: a bucket
   * with locked objects cannot be emptied.
   * @default none: whoever may delete, may
   */
  readonly objectLock?: { readonly mode: "GOVERNANCE" | "COMPLIANCE"; readonly days: number };
  /**
   * Bucket of the same region that takes the access log: `AccessLogBucket`.
   * @default none: no access log
   */
  readonly accessLogBucket?: string;
  /** S3 refuses to delete a bucket that holds anything; unprotected, it is emptied first. */
  readonly protect: boolean;
  /**
   * Whether the distributions of this account may read its objects; the key must let them as well.
   * @default false
   */
  readonly servedByCloudFront?: boolean;
  readonly tags: OwnerTags;
}

/** A private, versioned, encrypted bucket that only TLS reaches: one region's copy of a store. */
export class ReplicatedBucket extends Construct {
  constructor(scope: Construct, id: string, props: ReplicatedBucketProps) {
    super(scope, id);
    const name = bucketName(props.naming, props.store, props.region);
    const arn = bucketArn(props.naming, props.store, props.region);
    const { bucket, versioning } = privateBucket(this, {
      name,
      keyArn: props.keyArn,
      objectLock: props.objectLock !== undefined,
      lifecycle: lifecycleRules(props.noncurrentDays, props.coldStorage ?? COLD_STORAGE),
      statements: [
        onlyTls(arn),
        ...(props.servedByCloudFront === true ? [cloudFrontReads(props.naming, `${arn}/*`)] : []),
      ],
      protect: props.protect,
      tags: props.tags,
    });
    if (props.objectLock !== undefined) {
      new S3BucketObjectLockConfigurationA(this, "object-lock", {
        bucket: bucket.id,
        rule: { defaultRetention: { mode: props.objectLock.mode, days: props.objectLock.days } },
        dependsOn: [versioning],
      });
    }
    if (props.accessLogBucket !== undefined) {
      new S3BucketLoggingA(this, "access-log", {
        bucket: bucket.id,
        targetBucket: props.accessLogBucket,
        targetPrefix: `${props.store}/`,
      });
    }
  }
}

export interface BucketReplicationProps {
  readonly naming: Naming;
  /** Region whose bucket copies. */
  readonly region: string;
  /** Placed store, `media`. */
  readonly store: string;
  /** Where this region's bucket copies to, with the key of each region. */
  readonly destinations: readonly { readonly region: string; readonly keyArn: string }[];
  /** Role that S3 takes on to copy: `REPLICATION_ROLE` of `ServiceRoles`. */
  readonly roleArn: string;
  /**
   * S3 Replication Time Control: most objects arrive in seconds, 99.9 % within 15 minutes by agreement
   * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html), with metrics
   * and an event for what is late. Without it S3 promises no time at all.
   * @default true, at 0.015 USD for each GB that is copied (price of us-east-1, recalled): the recovery
   * point of a store cannot be stated without it
   */
  readonly timeControl?: boolean;
}

/** The only value that S3 takes, for the threshold of its event as well. */
const TIME_CONTROL_MINUTES = 15;

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
        id: replicationRuleId(destination.region),
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
          ...((props.timeControl ?? true)
            ? {
                metrics: { status: "Enabled", eventThreshold: { minutes: TIME_CONTROL_MINUTES } },
                replicationTime: { status: "Enabled", time: { minutes: TIME_CONTROL_MINUTES } },
              }
            : {}),
        },
      })),
    });
  }
}

/** Id of the rule that copies to a region: by it CloudWatch knows the replication. */
export function replicationRuleId(destination: string): string {
  return `to-${destination}`;
}

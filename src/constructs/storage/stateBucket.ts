import { S3BucketReplicationConfigurationA } from "@cdktn/provider-aws/lib/s3-bucket-replication-configuration/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf, STATES, stateBucketName } from "../naming.ts";
import { DataKey } from "../security/dataKey.ts";
import type { KeyCustody } from "../security/keyCustody.ts";
import type { OwnerTags } from "../tags.ts";
import { onlyTls, privateBucket } from "./privateBucket.ts";
import { replicationRuleId } from "./replicatedBucket.ts";
import { stateReplicationRoleArn } from "./stateReplicationRole.ts";

/** Days for which superseded states are kept: the way back from a mistake, and the record of a year's audit. */
const HISTORY_DAYS = 365;

export interface StateBucketProps {
  readonly naming: Naming;
  /** Region of this bucket. */
  readonly region: string;
  /** Where every state and lock is copied to, and by which role. @default copied nowhere: lost with the region */
  readonly copies?: {
    /** Region whose bucket takes the copies; it must be there, versioned, beforehand. */
    readonly to: string;
    /** Role that S3 takes on: `StateReplicationRole`. */
    readonly roleArn: string;
  };
  /**
   * Who deploys, and so reads and writes states and looks after their key; of the platform's roles only the one that
   * copies them reads them.
   * @default whoever the account's IAM policies let
   */
  readonly custody?: KeyCustody;
  readonly tags: OwnerTags;
}

/**
 * The bucket of a region's Terraform states, with its key, its history and its copy in another region.
 *
 * Something must hold the state of this very construct, so the bucket is made before Terraform runs and taken over
 * here by import. It is never deleted by Terraform, protected environment or not.
 *
 * Delete markers are copied too: a lock file that was removed here and not there would lock whoever works from the
 * copy. The copy's key is named by its alias, which S3 takes, so that neither region waits for the other's.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_EncryptionConfiguration.html, November 2026.
 */
export class StateBucket extends Construct {
  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const { naming, region, copies, custody, tags } = props;
    const name = stateBucketName(naming, region);
    const key = new DataKey(this, "key", {
      naming,
      region,
      purpose: STATES,
      ...(custody === undefined
        ? {}
        : {
            custody,
            users: [...custody.administrators, ...custody.emergencies, stateReplicationRoleArn(naming)],
          }),
      tags,
    });
    const { bucket, versioning } = privateBucket(this, {
      name,
      keyArn: key.arn,
      objectLock: false,
      lifecycle: [
        {
          id: "history",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: HISTORY_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
      statements: [onlyTls(`arn:aws:s3:::${name}`)],
      protect: true,
      tags,
    });
    bucket.importFrom(name);
    if (copies === undefined) return;
    new S3BucketReplicationConfigurationA(this, "replication", {
      bucket: bucket.id,
      role: copies.roleArn,
      rule: [
        {
          id: replicationRuleId(copies.to),
          priority: 1,
          status: "Enabled",
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Enabled" },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
          destination: {
            bucket: `arn:aws:s3:::${stateBucketName(naming, copies.to)}`,
            storageClass: "STANDARD",
            encryptionConfiguration: { replicaKmsKeyId: stateKeyAliasArn(naming, copies.to) },
          },
        },
      ],
      dependsOn: [versioning],
    });
  }
}

function stateKeyAliasArn(naming: Naming, region: string): string {
  return `arn:aws:kms:${region}:${naming.account}:alias/${nameOf(naming, STATES)}`;
}

import { Construct } from "constructs";
import { CONFIGURATION_PREFIX } from "../audit/names.ts";
import { bucketArn, bucketName, type Naming } from "../naming.ts";
import type { OwnerTags } from "../tags.ts";
import { onlyTls, privateBucket } from "./privateBucket.ts";

/** What log buckets are called, as `ReplicatedBucket` is told by the wiring. */
export const ACCESS_LOGS = "access-logs";

export interface AccessLogBucketProps {
  readonly naming: Naming;
  /** Region of the bucket: S3 delivers within a region only. */
  readonly region: string;
  /** Days that entries are kept. @default 365: a year, as PCI DSS 4.0.1, requirement 10.5.1, asks */
  readonly retentionDays?: number;
  /**
   * Whether AWS Config of this account puts its history here too: it needs a bucket without Object Lock, as log
   * delivery does.
   * @default false
   */
  readonly takesConfiguration?: boolean;
  /** S3 refuses to delete a bucket that holds anything; unprotected, it is emptied first. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * Where the buckets of a region write who asked for what: S3 delivers server access logs within the
 * region and the account only. Free but for the storage, and delivered at best effort: a help to find out
 * what happened, no proof that nothing else did. Proof is CloudTrail's data events, at a price for each
 * request.
 *
 * Encrypted with S3's own key: log delivery does not write to a bucket whose default is a KMS key
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html). Its own
 * accesses are not logged, which would never end.
 */
export class AccessLogBucket extends Construct {
  /** Known to Terraform once log delivery may write: a bucket of the same stack that logs here waits for that. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const { naming, region } = props;
    const arn = bucketArn(naming, ACCESS_LOGS, region);
    const name = bucketName(naming, ACCESS_LOGS, region);
    const { policy } = privateBucket(this, {
      name,
      objectLock: false,
      lifecycle: [
        {
          id: "retention",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: props.retentionDays ?? 365 }],
          // A log is never overwritten; what is superseded was deleted, and may be missed for a month.
          noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
        },
      ],
      statements: [
        {
          Sid: "LogDeliveryOfThisAccount",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `${arn}/*`,
          Condition: {
            StringEquals: { "aws:SourceAccount": naming.account },
            ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" },
          },
        },
        ...(props.takesConfiguration === true ? recorderWrites(arn, naming.account) : []),
        onlyTls(arn),
      ],
      protect: props.protect,
      tags: props.tags,
    });
    this.name = policy.bucket;
  }
}

/** Source: https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html (recalled). */
function recorderWrites(arn: string, account: string): object[] {
  const common = { Effect: "Allow", Principal: { Service: "config.amazonaws.com" } };
  return [
    {
      Sid: "RecorderLooks",
      ...common,
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: arn,
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
    {
      Sid: "RecorderWrites",
      ...common,
      Action: "s3:PutObject",
      Resource: `${arn}/${CONFIGURATION_PREFIX}/AWSLogs/${account}/Config/*`,
      Condition: {
        StringEquals: { "aws:SourceAccount": account, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
  ];
}

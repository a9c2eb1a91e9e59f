import { Construct } from "constructs";
import { bucketArn, bucketName, type Naming } from "../naming.ts";
import { onlyTls, privateBucket } from "../storage/privateBucket.ts";
import type { OwnerTags } from "../tags.ts";

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
    const { policy } = privateBucket(this, {
      name,
      objectLock: false,
      lifecycle: [
        {
          id: "old-logs",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: props.keepDays ?? 365 }],
          noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      statements: [balancersWrite(arn, props.naming.account), onlyTls(arn)],
      protect: props.protect,
      tags: props.tags,
    });
    this.bucket = policy.bucket;
  }
}

function balancersWrite(arn: string, account: string): object {
  return {
    Sid: "LoadBalancersOfThisAccountWrite",
    Effect: "Allow",
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${arn}/AWSLogs/${account}/*`,
  };
}

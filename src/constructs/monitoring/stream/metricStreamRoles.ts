import { Construct } from "constructs";
import { bucketArn, type Naming } from "../../naming.ts";
import { keyUse } from "../../security/keyUse.ts";
import { roleOf, trustIn } from "../../security/role.ts";
import type { OwnerTags } from "../../tags.ts";
import { DELIVERY_ROLE, deliveryStreamArn, METRICS, STREAM_ROLE } from "./names.ts";

export interface MetricStreamRolesProps {
  readonly naming: Naming;
  /** Regions whose metrics are streamed. */
  readonly regions: readonly string[];
  /** Purposes of the data keys that seal the files: `us`, `eu`. */
  readonly keyPurposes: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * The two roles of all metric streams of an environment, for a global stack: CloudWatch hands on, Firehose writes.
 * AWS documents no condition for the trust in metric streams, and the account's id for Firehose's.
 * Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-metric-streams-trustpolicy.html,
 * https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html, November 2026.
 */
export class MetricStreamRoles extends Construct {
  constructor(scope: Construct, id: string, props: MetricStreamRolesProps) {
    super(scope, id);
    const { naming, regions } = props;
    const buckets = regions.map((region) => bucketArn(naming, METRICS, region));
    this.#role(props, "stream", STREAM_ROLE, trustIn("streams.metrics.cloudwatch.amazonaws.com"), [
      {
        Effect: "Allow",
        Action: ["firehose:PutRecord", "firehose:PutRecordBatch"],
        Resource: regions.map((region) => deliveryStreamArn(naming, region)),
      },
    ]);
    this.#role(
      props,
      "delivery",
      DELIVERY_ROLE,
      trustIn("firehose.amazonaws.com", { StringEquals: { "sts:ExternalId": naming.account } }),
      [
        {
          Effect: "Allow",
          Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
          Resource: buckets.map((bucket) => `${bucket}/*`),
        },
        {
          Effect: "Allow",
          Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
          Resource: buckets,
        },
        keyUse(props, {
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          when: {
            StringLike: {
              "kms:EncryptionContext:aws:s3:arn": buckets.flatMap((bucket) => [bucket, `${bucket}/*`]),
              "kms:ViaService": "s3.*.amazonaws.com",
            },
          },
        }),
      ],
    );
  }

  #role(
    { naming, tags }: MetricStreamRolesProps,
    id: string,
    thing: string,
    trust: object,
    statements: readonly object[],
  ): void {
    const ids = { role: `${id}-role`, policy: `${id}-policy` };
    roleOf(this, { naming, thing, ids, trust, statements, tags });
  }
}

import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktn/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { bucketArn, type Naming, nameOf } from "../../naming.ts";
import { type OwnerTags, tagsOf } from "../../tags.ts";
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
    this.#role(props, "stream", STREAM_ROLE, { Service: "streams.metrics.cloudwatch.amazonaws.com" }, [
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
      { Service: "firehose.amazonaws.com" },
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
        {
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: regions.map((region) => `arn:aws:kms:${region}:${naming.account}:key/*`),
          Condition: {
            "ForAnyValue:StringEquals": {
              "kms:ResourceAliases": props.keyPurposes.map((purpose) => `alias/${nameOf(naming, purpose)}`),
            },
            StringLike: {
              "kms:EncryptionContext:aws:s3:arn": buckets.flatMap((bucket) => [bucket, `${bucket}/*`]),
              "kms:ViaService": "s3.*.amazonaws.com",
            },
          },
        },
      ],
      { StringEquals: { "sts:ExternalId": naming.account } },
    );
  }

  #role(
    { naming, tags }: MetricStreamRolesProps,
    id: string,
    thing: string,
    Principal: object,
    statements: readonly object[],
    Condition?: object,
  ): void {
    const name = nameOf(naming, thing);
    const trust = { Effect: "Allow", Principal, Action: "sts:AssumeRole" };
    const role = new IamRole(this, `${id}-role`, {
      name,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [Condition === undefined ? trust : { ...trust, Condition }],
      }),
      tags: tagsOf(name, tags),
    });
    new IamRolePolicy(this, `${id}-policy`, {
      name: thing,
      role: role.name,
      policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    });
  }
}

import { Construct } from "constructs";
import { bucketArn, type Naming, nameOf, roleArn } from "../../naming.ts";
import { keyUseThrough } from "../../security/keyUse.ts";
import { roleOf, trustIn } from "../../security/role.ts";
import type { OwnerTags } from "../../tags.ts";

const CANARY_ROLE = "canaries";
/** Thing that the buckets of canaries are named after. */
export const CANARY_BUCKET = "canaries";
/** Folder of the bucket in which runs leave what they saw; code lies beside it. */
export const RUNS = "runs";

/** For stacks that name the role without reading it. */
export function canaryRoleArn(naming: Naming): string {
  return roleArn(naming, CANARY_ROLE);
}

export interface CanaryRoleProps {
  readonly naming: Naming;
  /** Regions in which canaries run. */
  readonly regions: readonly string[];
  /** Purposes of the data keys that encrypt what they leave: `us`, `eu`. */
  readonly keyPurposes: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * The role of every canary of an environment, for a global stack: made in advance, as IAM's control plane is in
 * us-east-1. Lambda documents no key that would tie its trust to this account; who may hand the role to a function is
 * said by `iam:PassRole`.
 *
 * What AWS documents for canaries, without reading what was left: these compare nothing with earlier runs.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html
 */
export class CanaryRole extends Construct {
  constructor(scope: Construct, id: string, props: CanaryRoleProps) {
    super(scope, id);
    roleOf(this, {
      naming: props.naming,
      thing: CANARY_ROLE,
      trust: trustIn("lambda.amazonaws.com"),
      statements: statements(props),
      tags: props.tags,
    });
  }
}

function statements({ naming, regions, keyPurposes }: CanaryRoleProps): readonly object[] {
  const buckets = regions.map((region) => bucketArn(naming, CANARY_BUCKET, region));
  return [
    { Effect: "Allow", Action: "s3:PutObject", Resource: buckets.map((bucket) => `${bucket}/${RUNS}/*`) },
    { Effect: "Allow", Action: "s3:GetBucketLocation", Resource: buckets },
    // Takes no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
    { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
    keyUseThrough("s3", { naming, regions, keyPurposes }, { actions: "kms:GenerateDataKey" }),
    {
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: regions.map(
        (region) =>
          `arn:aws:logs:${region}:${naming.account}:log-group:/aws/lambda/cwsyn-${nameOf(naming, "")}*`,
      ),
    },
    // Takes no resource, but a namespace: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
    {
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": "CloudWatchSynthetics" } },
    },
  ];
}

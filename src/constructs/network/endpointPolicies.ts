import { policyDocument } from "../policyDocument.ts";

/**
 * What an endpoint lets through. An endpoint's policy grants nothing: the caller's IAM policy and the
 * resource's own still decide. It keeps the endpoint from being a way out: for stolen credentials of another
 * account, and for ours to what belongs to others. So it names every resource on purpose.
 * Source: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html and, for what AWS itself must
 * be let through, https://github.com/aws-samples/data-perimeter-policy-examples (vpc_endpoint_policies, read 2026-11)
 */

/** What the platform's workloads do through an interface endpoint, by the service's name in the endpoint's. */
interface Passage {
  /** On what belongs to the account. */
  readonly own: readonly string[];
  /** On what AWS owns and lends to everybody. */
  readonly ofAws?: readonly {
    readonly sid: string;
    readonly actions: readonly string[];
    readonly condition?: object;
  }[];
}

/** Images of add-ons lie in AWS's registries, of another account in each region. To pull takes nothing out. */
const PULLS = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const IMAGES: Passage = {
  own: ["ecr:Describe*", "ecr:GetAuthorizationToken", ...PULLS],
  ofAws: [{ sid: "ImagesOfAws", actions: PULLS }],
};

/**
 * Machines start from AWS's images.
 * Source: https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/vpc_endpoint_policies/ec2_endpoint_policy.json
 */
const MACHINES: Passage = {
  // AWS's own policies of the network and storage add-ons decide, and change with them.
  own: ["ec2:*"],
  ofAws: [
    {
      sid: "MachineImagesOfAws",
      actions: ["ec2:CreateFleet", "ec2:RunInstances"],
      condition: { "ec2:Owner": "amazon" },
    },
  ],
};

/** A test holds these against what the roles inside the networks may. */
const PASSAGES: Readonly<Record<string, Passage>> = {
  autoscaling: {
    own: [
      "autoscaling:CompleteLifecycleAction",
      "autoscaling:Describe*",
      "autoscaling:RecordLifecycleActionHeartbeat",
      "autoscaling:SetDesiredCapacity",
      "autoscaling:TerminateInstanceInAutoScalingGroup",
    ],
  },
  ec2: MACHINES,
  "ecr.api": IMAGES,
  "ecr.dkr": IMAGES,
  eks: { own: ["eks:Describe*", "eks:List*"] },
  "eks-auth": { own: ["eks-auth:AssumeRoleForPodIdentity"] },
  elasticloadbalancing: {
    own: [
      "elasticloadbalancing:DeregisterTargets",
      "elasticloadbalancing:Describe*",
      "elasticloadbalancing:RegisterTargets",
    ],
  },
  events: { own: ["events:PutEvents"] },
  kms: {
    own: [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ],
  },
  logs: {
    own: [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:DescribeLogGroups",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
      "logs:PutRetentionPolicy",
    ],
  },
  monitoring: {
    own: [
      "cloudwatch:DescribeAlarms",
      "cloudwatch:GetMetricData",
      "cloudwatch:GetMetricStatistics",
      "cloudwatch:ListMetrics",
      "cloudwatch:PutMetricData",
    ],
  },
  secretsmanager: { own: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"] },
  sns: { own: ["sns:Publish"] },
  sqs: {
    own: [
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
    ],
  },
  sts: { own: ["sts:AssumeRole", "sts:GetCallerIdentity", "sts:TagSession"] },
};

/** Of an interface endpoint: the account's principals, to the account's resources, for what workloads do there. */
export function servicePolicy(account: string, service: string): string {
  const { own, ofAws = [] } = PASSAGES[service] ?? { own: ["*"] };
  return policyDocument([
    statement("ThisAccount", own, {
      StringEquals: { "aws:PrincipalAccount": account },
      // Calls that are about no resource need not say whose it is.
      StringEqualsIfExists: { "aws:ResourceAccount": account },
    }),
    ...ofAws.map(({ sid, actions, condition = {} }) =>
      statement(sid, actions, { StringEquals: { "aws:PrincipalAccount": account, ...condition } }),
    ),
  ]);
}

/** Of a gateway endpoint: the account's principals, and only to resources of this account. */
export function ourPrincipalsAndResourcesOnly(account: string): string {
  return policyDocument([ourResources(account)]);
}

/**
 * Our principals to our buckets; and image layers, which ECR hands out as signed addresses in a bucket that
 * is AWS's own, signed by AWS's own principal.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
 */
export function bucketPolicy(account: string, region: string): string {
  return policyDocument([
    ourResources(account),
    {
      Sid: "ImageLayers",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
    },
  ]);
}

function ourResources(account: string): object {
  return statement("ThisAccount", "*", {
    StringEquals: { "aws:PrincipalAccount": account, "aws:ResourceAccount": account },
  });
}

function statement(Sid: string, Action: string | readonly string[], Condition: object): object {
  return { Sid, Effect: "Allow", Principal: "*", Action, Resource: "*", Condition };
}

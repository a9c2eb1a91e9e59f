import { type Naming, nameOf, roleArn } from "../naming.ts";
import { keyUse, keyUseThrough } from "../security/keyUse.ts";
import { clusterArn, clusterName, NODE_ROLE } from "./clusterNames.ts";
import { interruptionQueueName } from "./interruptionQueue.ts";

export interface KarpenterPolicyProps {
  readonly naming: Naming;
  /** Regions of the environment that have a cluster. */
  readonly regions: readonly string[];
  /** Purposes of the data keys that encrypt the nodes' volumes. */
  readonly keyPurposes: readonly string[];
  /** What it may start. */
  readonly nodes: {
    /** Spot instances beside those on demand. */
    readonly spot: boolean;
    /** Families of instance types: `m7g`. */
    readonly families: readonly string[];
  };
}

/**
 * What Karpenter may do: what its own documentation lists, in regions that have a cluster of ours, with these
 * differences. It makes no instance profiles (see `KarpenterRoles`), so all calls that change IAM are left out, and
 * reading is of our one profile. And its public parameters are those of Bottlerocket, the only image that nodes start.
 *
 * What it may start is what the configuration says, not what a node pool asks for: families of instance types, and
 * Spot only where it is wanted. It is said of RunInstances, which a fleet calls for each instance as whoever ordered
 * it, and not of CreateFleet: Karpenter tries whether it may order at all with types of its own choosing (t3.micro),
 * and a node class of which that is denied is never ready. For the same reason on demand is always allowed: it tries
 * RunInstances on demand, with a type of the node pools of the class, which so must keep to the families.
 * Source: https://github.com/aws/karpenter-provider-aws/blob/main/pkg/controllers/nodeclass/validation.go, read
 * November 2026; keys: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 *
 * A resource of any region stands beside a condition on the region that is asked: written out for each region, the
 * policy would outgrow the 10,240 characters that IAM takes for a role.
 *
 * Source: policies of cloudformation.yaml at
 * https://github.com/aws/karpenter-provider-aws/tree/main/website/content/en/docs/getting-started/getting-started-with-karpenter
 * (explained in https://karpenter.sh/docs/reference/cloudformation/), read November 2026.
 */
export function karpenterStatements(props: KarpenterPolicyProps): readonly object[] {
  return [...launching(props), ...ending(props), ...reading(props), ...keys(props)];
}

const ec2 = (account: string, ...kinds: readonly string[]) =>
  kinds.map((kind) => `arn:aws:ec2:*:${account}:${kind}/*`);

function conditions({ naming, regions }: KarpenterPolicyProps) {
  const cluster = clusterName(naming);
  return {
    here: { "aws:RequestedRegion": regions },
    ours: { [`aws:ResourceTag/kubernetes.io/cluster/${cluster}`]: "owned" },
    named: {
      [`aws:RequestTag/kubernetes.io/cluster/${cluster}`]: "owned",
      "aws:RequestTag/eks:eks-cluster-name": cluster,
    },
    inPool: { StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" } },
    forPool: { StringLike: { "aws:RequestTag/karpenter.sh/nodepool": "*" } },
  };
}

function launching(props: KarpenterPolicyProps): readonly object[] {
  const { account } = props.naming;
  const { here, ours, named, inPool, forPool } = conditions(props);
  const { spot, families } = props.nodes;
  const parts = ec2(
    account,
    "fleet",
    "volume",
    "network-interface",
    "launch-template",
    ...(spot ? ["spot-instances-request"] : []),
  );
  const instances = ec2(account, "instance");
  return [
    {
      Sid: "LaunchFrom",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      // Images and their snapshots belong to AWS.
      Resource: [
        "arn:aws:ec2:*::image/*",
        "arn:aws:ec2:*::snapshot/*",
        ...ec2(account, "security-group", "subnet", "capacity-reservation"),
      ],
      Condition: { StringEquals: here },
    },
    {
      Sid: "LaunchFromOwnTemplates",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: ec2(account, "launch-template"),
      Condition: { StringEquals: { ...here, ...ours }, ...inPool },
    },
    {
      Sid: "LaunchTagged",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
      Resource: parts,
      Condition: { StringEquals: { ...here, ...named }, ...forPool },
    },
    {
      Sid: "OrderInstances",
      Effect: "Allow",
      Action: "ec2:CreateFleet",
      Resource: instances,
      Condition: { StringEquals: { ...here, ...named }, ...forPool },
    },
    {
      Sid: "LaunchInstances",
      Effect: "Allow",
      Action: "ec2:RunInstances",
      Resource: instances,
      Condition: {
        StringEquals: { ...here, ...named },
        StringLike: {
          ...forPool.StringLike,
          "ec2:InstanceType": families.map((family) => `${family}.*`),
        },
        // "If exists": Spot is always called so (AWS's own AWSEC2SpotServiceRolePolicy rests on it), on demand may not be.
        StringEqualsIfExists: { "ec2:InstanceMarketType": spot ? ["on-demand", "spot"] : "on-demand" },
      },
    },
    {
      Sid: "TagWhenLaunching",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: [...parts, ...instances],
      Condition: {
        StringEquals: {
          ...here,
          ...named,
          "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
        },
        ...forPool,
      },
    },
    {
      Sid: "NameOwnInstances",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: ec2(account, "instance"),
      Condition: {
        StringEquals: { ...here, ...ours },
        ...inPool,
        StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": clusterName(props.naming) },
        "ForAllValues:StringEquals": {
          "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"],
        },
      },
    },
    {
      Sid: "GiveNodesTheirRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: roleArn(props.naming, NODE_ROLE),
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
    ...(spot ? [firstSpotInstance(account)] : []),
  ];
}

function firstSpotInstance(account: string): object {
  return {
    // EC2 makes it once in an account's life, with the first Spot instance; a recovery finds it there.
    // https://karpenter.sh/docs/troubleshooting/#missing-service-linked-role
    Sid: "FirstSpotInstance",
    Effect: "Allow",
    Action: "iam:CreateServiceLinkedRole",
    Resource: `arn:aws:iam::${account}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
    Condition: { StringEquals: { "iam:AWSServiceName": "spot.amazonaws.com" } },
  };
}

function ending(props: KarpenterPolicyProps): readonly object[] {
  const { account } = props.naming;
  const { here, ours, inPool } = conditions(props);
  return [
    {
      Sid: "EndOwn",
      Effect: "Allow",
      Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      Resource: ec2(account, "instance", "launch-template"),
      Condition: { StringEquals: { ...here, ...ours }, ...inPool },
    },
    {
      Sid: "HearOfInterruptions",
      Effect: "Allow",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      Resource: props.regions.map(
        (region) => `arn:aws:sqs:${region}:${account}:${interruptionQueueName(props.naming)}`,
      ),
    },
  ];
}

function reading(props: KarpenterPolicyProps): readonly object[] {
  const { naming, regions } = props;
  return [
    {
      Sid: "Look",
      Effect: "Allow",
      Action: [
        "ec2:DescribeCapacityReservations",
        "ec2:DescribeImages",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSpotPriceHistory",
        "ec2:DescribeSubnets",
      ],
      // Describing takes no resource.
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": regions } },
    },
    {
      // Takes no resource, and is asked in us-east-1 whatever the region of the cluster. While that is gone,
      // Karpenter goes by the prices that it was built with: https://karpenter.sh/docs/faq/
      Sid: "Prices",
      Effect: "Allow",
      Action: "pricing:GetProducts",
      Resource: "*",
    },
    {
      Sid: "Images",
      Effect: "Allow",
      Action: "ssm:GetParameter",
      Resource: regions.map((region) => `arn:aws:ssm:${region}::parameter/aws/service/bottlerocket/*`),
    },
    {
      Sid: "Cluster",
      Effect: "Allow",
      Action: "eks:DescribeCluster",
      Resource: regions.map((region) => clusterArn(naming, region)),
    },
    {
      Sid: "Profile",
      Effect: "Allow",
      Action: "iam:GetInstanceProfile",
      Resource: `arn:aws:iam::${naming.account}:instance-profile/${nameOf(naming, NODE_ROLE)}`,
    },
  ];
}

/**
 * EC2 encrypts the volumes of the instances that a fleet starts on behalf of whoever asked for them.
 * Source: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 */
function keys(props: KarpenterPolicyProps): readonly object[] {
  if (props.keyPurposes.length === 0) return [];
  return [
    keyUseThrough("ec2", props, {
      sid: "VolumeKeys",
      actions: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
    }),
    keyUse(props, {
      sid: "VolumeKeyGrants",
      actions: "kms:CreateGrant",
      when: {
        StringLike: { "kms:ViaService": "ec2.*.amazonaws.com" },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    }),
  ];
}

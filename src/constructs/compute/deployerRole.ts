import { Construct } from "constructs";
import { bucketArn, type Naming } from "../naming.ts";
import { keyUseThrough } from "../security/keyUse.ts";
import { roleOf, trustIn } from "../security/role.ts";
import type { OwnerTags } from "../tags.ts";
import { clusterArn } from "./clusterNames.ts";
import { DEPLOYER_ROLE, deployerLogName, deployerName, PLATFORM_TREE } from "./deployerNames.ts";

export interface DeployerRoleProps {
  readonly naming: Naming;
  /** Regions of the environment that have a cluster. */
  readonly regions: readonly string[];
  /** Purposes of the data keys that encrypt the tree. */
  readonly keyPurposes: readonly string[];
  /** Name of the bucket of artifacts in each region, as `bucketArn` takes it. */
  readonly artifacts: string;
  readonly tags: OwnerTags;
}

/**
 * What a build that deploys to a cluster may do outside of it: read the tree, write its log, find the cluster, and have
 * its network interface. What it may do inside the cluster, an access entry says.
 * Source: https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html
 * (Allow CodeBuild access to AWS services required to create a VPC network interface), read November 2026.
 */
export class DeployerRole extends Construct {
  constructor(scope: Construct, id: string, props: DeployerRoleProps) {
    super(scope, id);
    const { naming, regions } = props;
    roleOf(this, {
      naming,
      thing: DEPLOYER_ROLE,
      description: "Builds that deploy to clusters",
      trust: trustIn("codebuild.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": naming.account },
        ArnEquals: {
          "aws:SourceArn": regions.map(
            (region) => `arn:aws:codebuild:${region}:${naming.account}:project/${deployerName(naming)}`,
          ),
        },
      }),
      statements: statements(props),
      tags: props.tags,
    });
  }
}

function statements({ naming, regions, keyPurposes, artifacts }: DeployerRoleProps): readonly object[] {
  const { account } = naming;
  const buckets = regions.map((region) => bucketArn(naming, artifacts, region));
  return [
    {
      Sid: "Tree",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: buckets.map((bucket) => `${bucket}/${PLATFORM_TREE}`),
    },
    { Sid: "TreeBucket", Effect: "Allow", Action: ["s3:GetBucketLocation"], Resource: buckets },
    keyUseThrough("s3", { naming, regions, keyPurposes }, { sid: "TreeKey", actions: "kms:Decrypt" }),
    {
      Sid: "Log",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: regions.map(
        (region) => `arn:aws:logs:${region}:${account}:log-group:${deployerLogName(naming)}:log-stream:*`,
      ),
    },
    {
      Sid: "Cluster",
      Effect: "Allow",
      Action: "eks:DescribeCluster",
      Resource: regions.map((region) => clusterArn(naming, region)),
    },
    {
      Sid: "Interface",
      Effect: "Allow",
      Action: [
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      // As CodeBuild's guide has it: describing takes no resource, and the interface's id is not known before it exists.
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": regions } },
    },
    {
      Sid: "InterfaceForBuild",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterfacePermission",
      Resource: regions.map((region) => `arn:aws:ec2:${region}:${account}:network-interface/*`),
      Condition: { StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" } },
    },
  ];
}

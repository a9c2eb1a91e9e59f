import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { CodebuildProject } from "@cdktn/provider-aws/lib/codebuild-project/index.js";
import { SecurityGroup } from "@cdktn/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktn/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { Construct } from "constructs";
import { type Naming, roleArn } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import type { AccessGrant } from "./cluster.ts";
import { clusterName } from "./clusterNames.ts";
import { DEPLOYER_ROLE, deployerLogName, deployerName, PLATFORM_TREE } from "./deployerNames.ts";
import { repositoryName } from "./registry.ts";

/** Images that the tree's workloads run from, mirrored in each region's registry. */
export const MIRRORED_IMAGES: readonly string[] = ["mirror/argocd", "mirror/redis"];

/** In the tree's manifests, in the place of the region's registry. */
const REGISTRY_STANDIN = "registry.invalid/";

export interface ClusterDeployerProps {
  readonly naming: Naming;
  /** Region of the cluster. */
  readonly region: string;
  /** VPC of the cluster, whose API has an address only there. */
  readonly vpcId: string;
  /** Private subnets. */
  readonly subnetIds: readonly string[];
  /** Encrypts the log. A key of this region. */
  readonly keyArn: string;
  /** Bucket of this region that holds the tree: `Artifacts`. */
  readonly artifactsBucket: string;
  /**
   * Days that the log is kept. PCI DSS 4.0.1 10.5.1 asks for twelve months of who changed what.
   * @default 365
   */
  readonly logDays?: number;
  /** Keeps the log when the stack is destroyed: it is evidence. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * The way into a region's cluster: a build inside its VPC that applies Argo CD. All that it needs is in the region: the
 * tree, with its own kubectl, in the region's bucket, the images in the region's registry, and CodeBuild's own image,
 * which the service keeps there. Neither GitHub nor the internet is asked, so that a region can be brought back
 * while they, or other regions, are away. From then on Argo CD deploys everything else.
 *
 * The tree (`platform/argocd.zip`) is put there by a release: `SHA256SUMS`, `bin/kubectl` for arm64, `manifests/`, in
 * which `registry.invalid/` stands for the region's registry. A build names the version of the object that it applies;
 * one runs at a time. No privileged mode: nothing is built, it is applied.
 *
 * It is administrator of the cluster, because what it applies are definitions, cluster roles and namespaces. Its role
 * is in a global stack (`DeployerRole`) and must be there first.
 * Sources: https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html and
 * https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html, read November 2026.
 */
export class ClusterDeployer extends Construct {
  /** Must be let in to the cluster's API. */
  readonly securityGroupId: string;
  /** What the cluster must grant. */
  readonly access: AccessGrant;

  constructor(scope: Construct, id: string, props: ClusterDeployerProps) {
    super(scope, id);
    const { naming, region } = props;
    const name = deployerName(naming);
    const tags = tagsOf(name, props.tags);
    const group = new SecurityGroup(this, "group", {
      name,
      description: "Builds that deploy to the cluster",
      vpcId: props.vpcId,
      tags,
    });
    new VpcSecurityGroupEgressRule(this, "out", {
      securityGroupId: group.id,
      description: "Kubernetes API, AWS APIs",
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      tags: tagsOf(`${name}-out`, props.tags),
    });
    const log = new CloudwatchLogGroup(this, "log", {
      name: deployerLogName(naming),
      retentionInDays: props.logDays ?? 365,
      kmsKeyId: props.keyArn,
      skipDestroy: props.protect,
      tags,
    });
    const variables = {
      CLUSTER: clusterName(naming),
      REGISTRY: `${naming.account}.dkr.ecr.${region}.amazonaws.com/${repositoryName(naming, "")}`,
      KUBECONFIG: "/tmp/kubeconfig",
    };
    new CodebuildProject(this, "project", {
      name,
      description: "Applies Argo CD to the cluster of this region",
      serviceRole: roleArn(naming, DEPLOYER_ROLE),
      buildTimeout: 30,
      queuedTimeout: 60,
      concurrentBuildLimit: 1,
      encryptionKey: props.keyArn,
      artifacts: { type: "NO_ARTIFACTS" },
      source: { type: "S3", location: `${props.artifactsBucket}/${PLATFORM_TREE}`, buildspec: BUILDSPEC },
      environment: {
        type: "ARM_CONTAINER",
        computeType: "BUILD_GENERAL1_SMALL",
        image: "aws/codebuild/amazonlinux-aarch64-standard:3.0",
        imagePullCredentialsType: "CODEBUILD",
        privilegedMode: false,
        environmentVariable: Object.entries(variables).map(([key, value]) => ({ name: key, value })),
      },
      vpcConfig: { vpcId: props.vpcId, subnets: [...props.subnetIds], securityGroupIds: [group.id] },
      logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: log.name } },
      tags,
    });
    this.securityGroupId = group.id;
    this.access = {
      name: "deployer",
      principalArn: roleArn(naming, DEPLOYER_ROLE),
      policy: "AmazonEKSClusterAdminPolicy",
    };
  }
}

/** Fails at the first command that does: a tree that is damaged is not applied in part. */
const BUILDSPEC = JSON.stringify(
  {
    version: "0.2",
    env: { shell: "bash" },
    phases: {
      build: {
        "on-failure": "ABORT",
        commands: [
          "set -euo pipefail",
          "sha256sum --check --strict SHA256SUMS",
          `grep --recursive --files-with-matches "${REGISTRY_STANDIN}" manifests | xargs sed --in-place "s|${REGISTRY_STANDIN}|$REGISTRY|g"`,
          'aws eks update-kubeconfig --name "$CLUSTER" --region "$AWS_REGION" --kubeconfig "$KUBECONFIG"',
          "chmod +x bin/kubectl",
          "bin/kubectl apply --server-side --force-conflicts --filename manifests --recursive",
          "bin/kubectl --namespace argocd wait deployment --all --for=condition=Available --timeout=15m",
        ],
      },
    },
  },
  null,
  2,
);

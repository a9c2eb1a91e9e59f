import type { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { keyUse } from "../security/keyUse.ts";
import { idsOf, roleOf, trustIn } from "../security/role.ts";
import type { OwnerTags } from "../tags.ts";
import {
  CLUSTER_ROLE,
  clusterArn,
  NODE_ROLE,
  PLATFORM_ADMIN_ROLE,
  PLATFORM_PODS,
  PLATFORM_VIEWER_ROLE,
  type PodIdentity,
} from "./clusterNames.ts";
import { PodRole } from "./podRole.ts";
import { telemetryStatements } from "./telemetryStatements.ts";

const AWS_POLICY = "arn:aws:iam::aws:policy";

/** A service whose pods speak to AWS. */
export interface ServicePods extends PodIdentity {
  /** IAM policy statements. Empty: nothing. */
  readonly statements: readonly object[];
}

export interface ClusterRolesProps {
  readonly naming: Naming;
  /** Regions of the environment that have a cluster. */
  readonly regions: readonly string[];
  /** Purposes of the data keys that encrypt volumes of pods: `us`, `eu`. */
  readonly keyPurposes: readonly string[];
  readonly services: readonly ServicePods[];
  /**
   * Who may become platform administrator or viewer, if signed in with a second factor.
   * @default the account's root, which leaves it to IAM policies of the account's principals
   */
  readonly people?: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * The roles of every cluster of an environment, for a global stack: of the control plane, of the nodes,
 * of people, and of each service's pods. Made once and in advance, because IAM's control plane is in
 * us-east-1 and no region's recovery may wait for it.
 */
export class ClusterRoles extends Construct {
  /** Name of the nodes' role, known once it stands. */
  readonly nodeRoleName: string;

  constructor(scope: Construct, id: string, props: ClusterRolesProps) {
    super(scope, id);
    const clusters = props.regions.map((region) => clusterArn(props.naming, region));
    // Only on behalf of these clusters:
    // https://docs.aws.amazon.com/eks/latest/userguide/cross-service-confused-deputy-prevention.html
    this.#role(
      props,
      CLUSTER_ROLE,
      [`${AWS_POLICY}/AmazonEKSClusterPolicy`],
      trustIn("eks.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": props.naming.account },
        ArnLike: { "aws:SourceArn": clusters },
      }),
    );
    // The CNI's permissions are its own pods' (below), not every pod's on the node. No Session Manager:
    // nobody signs in to a node; a broken one is replaced.
    // https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
    this.nodeRoleName = this.#role(
      props,
      NODE_ROLE,
      [`${AWS_POLICY}/AmazonEKSWorkerNodePolicy`, `${AWS_POLICY}/AmazonEC2ContainerRegistryPullOnly`],
      trustIn("ec2.amazonaws.com"),
    ).name;
    for (const thing of [PLATFORM_ADMIN_ROLE, PLATFORM_VIEWER_ROLE]) this.#person(props, thing, clusters);
    this.#platformPods(props);
    for (const service of props.services) {
      new PodRole(this, `pod-${service.service}`, { ...shared(props), ...service });
    }
  }

  #platformPods(props: ClusterRolesProps) {
    new PodRole(this, "pod-network", {
      ...shared(props),
      ...PLATFORM_PODS.network,
      statements: [],
      managedPolicyArns: [`${AWS_POLICY}/AmazonEKS_CNI_Policy`],
    });
    new PodRole(this, "pod-storage", {
      ...shared(props),
      ...PLATFORM_PODS.storage,
      statements: volumeKeyStatements(props),
      managedPolicyArns: [`${AWS_POLICY}/service-role/AmazonEBSCSIDriverPolicy`],
    });
    new PodRole(this, "pod-load-balancer", {
      ...shared(props),
      ...PLATFORM_PODS.loadBalancer,
      statements: targetStatements(props),
    });
    new PodRole(this, "pod-telemetry", {
      ...shared(props),
      ...PLATFORM_PODS.telemetry,
      statements: telemetryStatements(props.naming, props.regions),
    });
  }

  /** A role that a person takes on: it opens the way to the API server; what they may do there, access entries say. */
  #person(props: ClusterRolesProps, thing: string, clusters: readonly string[]) {
    this.#role(
      props,
      thing,
      [],
      {
        Effect: "Allow",
        Principal: { AWS: props.people ?? [`arn:aws:iam::${props.naming.account}:root`] },
        Action: "sts:AssumeRole",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      },
      [
        { Effect: "Allow", Action: ["eks:DescribeCluster", "eks:AccessKubernetesApi"], Resource: clusters },
        // Listing takes no resource.
        { Effect: "Allow", Action: "eks:ListClusters", Resource: "*" },
      ],
    );
  }

  #role(
    { naming, tags }: ClusterRolesProps,
    thing: string,
    policyArns: readonly string[],
    trust: object,
    statements: readonly object[] = [],
  ): IamRole {
    const managed = Object.fromEntries(
      policyArns.map((arn) => [`${thing}-${arn.slice(arn.lastIndexOf("/") + 1)}`, arn]),
    );
    return roleOf(this, { naming, thing, ids: idsOf(thing), trust, statements, managed, tags });
  }
}

function shared({ naming, regions, tags }: ClusterRolesProps) {
  return { naming, regions, tags };
}

/** Source: https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html, volumes encrypted with a key of one's own. */
function volumeKeyStatements(props: ClusterRolesProps): readonly object[] {
  if (props.keyPurposes.length === 0) return [];
  return [
    keyUse(props, {
      actions: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      when: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
    keyUse(props, {
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    }),
  ];
}

/**
 * What the AWS Load Balancer Controller needs to put pods behind a target group that Terraform made
 * (TargetGroupBinding), and no more: it makes no load balancer and no security group rule.
 * Source: "Option B" of the controller's installation guide,
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/, November 2026.
 */
function targetStatements({ naming, regions }: ClusterRolesProps): readonly object[] {
  return [
    {
      Effect: "Allow",
      Action: [
        "ec2:DescribeVpcs",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeInstances",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      // Describing takes no resource.
      Resource: "*",
    },
    {
      Effect: "Allow",
      Action: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
      Resource: regions.map(
        (region) =>
          `arn:aws:elasticloadbalancing:${region}:${naming.account}:targetgroup/${nameOf(naming, "*")}/*`,
      ),
    },
  ];
}

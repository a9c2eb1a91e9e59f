import { IamInstanceProfile } from "@cdktn/provider-aws/lib/iam-instance-profile/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { NODE_ROLE, PLATFORM_PODS } from "./clusterNames.ts";
import { type KarpenterPolicyProps, karpenterStatements } from "./karpenterPolicy.ts";
import { PodRole } from "./podRole.ts";

export interface KarpenterRolesProps extends KarpenterPolicyProps {
  readonly naming: Naming;
  /** Role of the nodes: `ClusterRoles.nodeRoleName`. */
  readonly nodeRoleName: string;
  readonly tags: OwnerTags;
}

/**
 * What Karpenter needs of IAM, for a global stack: the role of its pods, and the instance profile of the nodes that it
 * starts.
 *
 * Nodes of Karpenter and of node groups share a role (`ClusterRoles`): EKS's own access entry for it lets both join,
 * and a difference in rights would be one to find out about in a failover. The profile is made here, in advance.
 * Karpenter can make its own, but that is a call to IAM in us-east-1 whenever a node class is new, and a region that
 * takes over must not wait for us-east-1. A node class names it: `instanceProfile: <platform>-<environment>-nodes`.
 *
 * Karpenter runs on the system nodes, not on Fargate: pod identity does not reach Fargate, and the other way to a role
 * is an OIDC provider for each cluster, in IAM.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html (considerations), read November 2026.
 */
export class KarpenterRoles extends Construct {
  constructor(scope: Construct, id: string, props: KarpenterRolesProps) {
    super(scope, id);
    const { naming, regions, tags } = props;
    new PodRole(this, "pod", {
      naming,
      regions,
      ...PLATFORM_PODS.karpenter,
      statements: karpenterStatements(props),
      tags,
    });
    const name = nameOf(naming, NODE_ROLE);
    new IamInstanceProfile(this, "nodes", { name, role: props.nodeRoleName, tags: tagsOf(name, tags) });
  }
}

import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { roleOf, trustIn } from "../security/role.ts";
import type { OwnerTags } from "../tags.ts";
import { clusterArn, type PodIdentity, podRoleThing } from "./clusterNames.ts";

export interface PodRoleProps extends PodIdentity {
  readonly naming: Naming;
  /** Regions whose clusters run the pods. */
  readonly regions: readonly string[];
  /**
   * What the pods may do: IAM policy statements. IAM takes 10,240 characters of inline policy for a role.
   * Empty: the pods have a name in AWS and may do nothing.
   */
  readonly statements: readonly object[];
  /**
   * ARNs of policies that AWS keeps, where AWS documents one for the job.
   * @default none
   */
  readonly managedPolicyArns?: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * The role of the pods of one service account, in every region's cluster: for a global stack. Regional
 * stacks associate it with the service account (`PodIdentities`). A recovery so finds it there: IAM's
 * control plane, in us-east-1, is not asked for anything when a region takes over.
 *
 * Who may take it on is said by the tags that EKS puts on the request: these clusters, this namespace,
 * this service account. The cluster's ARN holds account and region, so that no other account's cluster
 * can ask (`aws:SourceAccount` is not documented for this trust, and a key that EKS did not send would
 * lock every pod out).
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html and
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html, November 2026.
 */
export class PodRole extends Construct {
  constructor(scope: Construct, id: string, props: PodRoleProps) {
    super(scope, id);
    roleOf(this, {
      naming: props.naming,
      thing: podRoleThing(props.service),
      description: `Pods of ${props.namespace}/${props.serviceAccount}`,
      trust: {
        ...trustIn("pods.eks.amazonaws.com", {
          StringEquals: {
            "aws:RequestTag/eks-cluster-arn": props.regions.map((region) => clusterArn(props.naming, region)),
            "aws:RequestTag/kubernetes-namespace": props.namespace,
            "aws:RequestTag/kubernetes-service-account": props.serviceAccount,
          },
        }),
        Action: ["sts:AssumeRole", "sts:TagSession"],
      },
      statements: props.statements,
      managed: Object.fromEntries(
        (props.managedPolicyArns ?? []).map((arn) => [`managed-${arn.slice(arn.lastIndexOf("/") + 1)}`, arn]),
      ),
      tags: props.tags,
    });
  }
}

import { EksFargateProfile } from "@cdktn/provider-aws/lib/eks-fargate-profile/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { clusterRoleArn, FARGATE_ROLE } from "./clusterNames.ts";

/** A service, each of whose pods has a machine of its own. */
export interface ServiceOnFargate {
  /** Name in the configuration, which its pods have as their label. */
  readonly name: string;
  readonly tags: OwnerTags;
}

export interface FargateProfilesProps {
  readonly naming: Naming;
  /** Cluster of the region, which stands. */
  readonly clusterName: string;
  /** Kubernetes namespace of the services. */
  readonly namespace: string;
  /** Private subnets, one a zone: EKS refuses public ones. */
  readonly subnetIds: readonly string[];
  /** At most ten, a quota of the cluster that AWS raises on request. */
  readonly services: readonly ServiceOnFargate[];
}

/**
 * Which pods of a region's cluster run on Fargate: those of these services, known by the label that Kubernetes
 * recommends for a program's name. All services share a namespace, so the label is what tells them apart.
 *
 * A profile for each service, because a profile cannot be changed: whatever differs makes it anew, and EKS stops the
 * pods of the one that goes. So a service that joins or leaves touches no other. The provider makes and deletes one at
 * a time, as EKS wants it. Tags of a profile do not reach its pods.
 *
 * EKS spreads pods over the subnets without promising that it is even, and knows no topologySpreadConstraints there;
 * whoever needs a pod in each zone for certain has nodes. A pod has the cluster's own security group, by which nodes
 * and it reach each other; the balancer does not reach it.
 * Sources: https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/fargate.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html and
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/, read November 2026.
 */
export class FargateProfiles extends Construct {
  constructor(scope: Construct, id: string, props: FargateProfilesProps) {
    super(scope, id);
    const { naming } = props;
    for (const service of props.services) {
      const name = nameOf(naming, service.name);
      new EksFargateProfile(this, service.name, {
        clusterName: props.clusterName,
        fargateProfileName: name,
        podExecutionRoleArn: clusterRoleArn(naming, FARGATE_ROLE),
        subnetIds: [...props.subnetIds],
        selector: [{ namespace: props.namespace, labels: { "app.kubernetes.io/name": service.name } }],
        tags: tagsOf(name, service.tags),
      });
    }
  }
}

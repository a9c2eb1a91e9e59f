import { EksPodIdentityAssociation } from "@cdktn/provider-aws/lib/eks-pod-identity-association/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { PLATFORM_PODS, type PodIdentity, podRoleArn, podRoleThing } from "./clusterNames.ts";

export interface PodIdentitiesProps {
  readonly naming: Naming;
  readonly clusterName: string;
  /** Services whose pods speak to AWS; `ClusterRoles` made a role for each. */
  readonly services: readonly PodIdentity[];
  readonly tags: OwnerTags;
}

/**
 * Gives the pods of each service its role, in this region's cluster. The load balancer controller,
 * Karpenter and the collector of telemetry have one as well; add-ons bring theirs themselves. Namespace and service account may come later than this.
 */
export class PodIdentities extends Construct {
  constructor(scope: Construct, id: string, props: PodIdentitiesProps) {
    super(scope, id);
    const ours = [PLATFORM_PODS.loadBalancer, PLATFORM_PODS.karpenter, PLATFORM_PODS.telemetry];
    for (const pods of [...ours, ...props.services]) {
      new EksPodIdentityAssociation(this, pods.service, {
        clusterName: props.clusterName,
        namespace: pods.namespace,
        serviceAccount: pods.serviceAccount,
        roleArn: podRoleArn(props.naming, pods.service),
        tags: tagsOf(nameOf(props.naming, podRoleThing(pods.service)), props.tags),
      });
    }
  }
}

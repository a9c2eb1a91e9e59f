import { EksAddon } from "@cdktn/provider-aws/lib/eks-addon/index.js";
import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { PLATFORM_PODS, podRoleArn } from "./clusterNames.ts";

export type AddonName =
  | "vpc-cni"
  | "kube-proxy"
  | "eks-pod-identity-agent"
  | "coredns"
  | "aws-ebs-csi-driver"
  | "metrics-server"
  | "aws-guardduty-agent";

interface AddonSettings {
  /** As the add-on's own schema has them: `aws eks describe-addon-configuration`. */
  readonly configuration?: object;
  /** Pods of the add-on that speak to AWS. */
  readonly pods?: { readonly service: string; readonly serviceAccount: string };
}

const SYSTEM_POOL = { tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }] };

/** Without these a node does not become ready: they wait for the cluster only. */
const BEFORE_NODES: Readonly<Partial<Record<AddonName, AddonSettings>>> = {
  // Network policies are enforced; a node holds more pods when it takes addresses sixteen at a time.
  "vpc-cni": {
    configuration: { enableNetworkPolicy: "true", env: { ENABLE_PREFIX_DELEGATION: "true" } },
    pods: PLATFORM_PODS.network,
  },
  "kube-proxy": {},
  "eks-pod-identity-agent": {},
};

/** These run as ordinary pods and do not become active before there is a node. */
const ON_NODES: Readonly<Partial<Record<AddonName, AddonSettings>>> = {
  coredns: { configuration: { autoScaling: { enabled: true, minReplicas: 2, maxReplicas: 10 } } },
  "aws-ebs-csi-driver": { pods: PLATFORM_PODS.storage },
  // Horizontal autoscaling rests on it. A pilot light has no other nodes to run it on.
  "metrics-server": { configuration: SYSTEM_POOL },
};

/**
 * Reports what processes do on a node. Here, and not by GuardDuty itself, so that its version is rolled out as the
 * others' are. It needs no role: it speaks through the VPC's endpoint, whose policy knows the account.
 * Source: https://docs.aws.amazon.com/guardduty/latest/ug/eks-managing-gdu-agent-manually.html (read 2026-11)
 */
const RUNTIME_MONITORING: Readonly<Partial<Record<AddonName, AddonSettings>>> = { "aws-guardduty-agent": {} };

export interface ClusterAddonsProps {
  readonly naming: Naming;
  readonly clusterName: string;
  /** Those that nodes need in order to join, or those that need nodes. */
  readonly stage: "before-nodes" | "on-nodes";
  /** Whether the agent of GuardDuty is among those on nodes. @default false */
  readonly runtimeMonitoring?: boolean;
  /**
   * Versions by add-on, `v1.20.4-eksbuild.2`. Naming another is what rolls an add-on out; do so region by
   * region. An add-on that is not named takes AWS's default for the cluster's version when it is made
   * and stays there: nothing changes behind anybody's back and a second plan is empty.
   * @default none named
   */
  readonly versions?: Readonly<Partial<Record<AddonName, string>>>;
  readonly tags: OwnerTags;
  /** What they wait for: the node groups, for those that need nodes. */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * Add-ons that EKS keeps. What is declared here is what runs: a setting that somebody changed in the
 * cluster is overwritten. Monitoring agents are not among them; they belong to monitoring.
 */
export class ClusterAddons extends Construct {
  /** For what must wait for all of them. */
  readonly resources: readonly EksAddon[];

  constructor(scope: Construct, id: string, props: ClusterAddonsProps) {
    super(scope, id);
    const onNodes = props.runtimeMonitoring === true ? { ...ON_NODES, ...RUNTIME_MONITORING } : ON_NODES;
    const wanted = props.stage === "before-nodes" ? BEFORE_NODES : onNodes;
    this.resources = Object.entries(wanted).map(([name, settings]) =>
      this.#addon(name as AddonName, settings, props),
    );
  }

  #addon(name: AddonName, { configuration, pods }: AddonSettings, props: ClusterAddonsProps): EksAddon {
    const version = props.versions?.[name];
    return new EksAddon(this, name, {
      clusterName: props.clusterName,
      addonName: name,
      ...(version === undefined ? {} : { addonVersion: version }),
      ...(configuration === undefined ? {} : { configurationValues: JSON.stringify(configuration) }),
      ...(pods === undefined
        ? {}
        : {
            podIdentityAssociation: [
              { roleArn: podRoleArn(props.naming, pods.service), serviceAccount: pods.serviceAccount },
            ],
          }),
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      tags: tagsOf(nameOf(props.naming, name), props.tags),
      ...(props.after === undefined ? {} : { dependsOn: [...props.after] }),
    });
  }
}

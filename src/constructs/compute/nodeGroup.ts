import { EksNodeGroup } from "@cdktn/provider-aws/lib/eks-node-group/index.js";
import { LaunchTemplate } from "@cdktn/provider-aws/lib/launch-template/index.js";
import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { clusterRoleArn, NODE_ROLE, nodeGroupName } from "./clusterNames.ts";

/** How many nodes: at least, at first, at most. */
export interface NodeCount {
  readonly min: number;
  /** When the group is made. From then on it is the autoscaler's, and a recovery's, to change. */
  readonly initial: number;
  readonly max: number;
}

export interface NodeGroupProps {
  readonly naming: Naming;
  readonly clusterName: string;
  /** Kubernetes version of the nodes: the cluster's. */
  readonly version: string;
  /** What runs there: add-ons that everything else needs, or services. */
  readonly pool: "system" | "application";
  /** Private subnets, one a zone. */
  readonly subnetIds: readonly string[];
  /** The cluster's own group, and the groups by which load balancers and databases know services. */
  readonly securityGroupIds: readonly string[];
  /** Encrypts the volumes. Its policy must let EC2 Auto Scaling use it: see `nodeVolumeKeyStatements`. */
  readonly keyArn: string;
  readonly count: NodeCount;
  /**
   * In order of preference, all of one architecture.
   * @default m7g.large for the system pool, m7g.xlarge and m6g.xlarge for services: Graviton does the same
   *   work for less (https://docs.aws.amazon.com/whitepapers/latest/aws-graviton-performance-testing/what-is-aws-graviton.html),
   *   at the price of images built for arm64
   */
  readonly instanceTypes?: readonly string[];
  /**
   * @default BOTTLEROCKET_ARM_64: no shell, no package manager and a verified read-only root, so that a
   *   container that breaks out finds little
   */
  readonly amiType?: string;
  /**
   * Gibibytes for images and the pods' own scratch space.
   * @default 80
   */
  readonly volumeGibibytes?: number;
  readonly tags: OwnerTags;
  /** What a node needs in order to join: network and identity add-ons. */
  readonly after?: readonly ITerraformDependable[];
}

const INSTANCE_TYPES = { system: ["m7g.large"], application: ["m7g.xlarge", "m6g.xlarge"] };

/**
 * On-demand nodes that EKS manages. Instance metadata takes version 2 requests only and answers one hop
 * away, so that no pod can take on the node's role; volumes are encrypted with our key; instances and
 * volumes carry our tags.
 *
 * The desired size is left alone after birth (`ignore_changes`): the autoscaler moves it with demand, and
 * a recovery raises it in a pilot light. Were it configuration, the next plan would undo both.
 */
export class NodeGroup extends Construct {
  readonly resource: EksNodeGroup;

  constructor(scope: Construct, id: string, props: NodeGroupProps) {
    super(scope, id);
    const { count } = props;
    const name = nodeGroupName(props.naming, props.pool);
    const tags = tagsOf(name, props.tags);
    const template = this.#template(props, tags);
    this.resource = new EksNodeGroup(this, "group", {
      clusterName: props.clusterName,
      nodeGroupName: name,
      nodeRoleArn: clusterRoleArn(props.naming, NODE_ROLE),
      subnetIds: [...props.subnetIds],
      version: props.version,
      capacityType: "ON_DEMAND",
      amiType: props.amiType ?? "BOTTLEROCKET_ARM_64",
      instanceTypes: [...(props.instanceTypes ?? INSTANCE_TYPES[props.pool])],
      scalingConfig: { minSize: count.min, desiredSize: count.initial, maxSize: count.max },
      launchTemplate: { id: template.id, version: template.getStringAttribute("latest_version") },
      // A third at a time: quick for a large group, one by one for a small one.
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      labels: { "node-pool": props.pool },
      // DNS and the other add-ons tolerate this key; services do not, and cannot squeeze them out.
      ...(props.pool === "system"
        ? { taint: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }] }
        : {}),
      tags,
      ...(props.after === undefined ? {} : { dependsOn: [...props.after] }),
      lifecycle: { ignoreChanges: ["scaling_config[0].desired_size"] },
    });
  }

  #template(props: NodeGroupProps, tags: Record<string, string>): LaunchTemplate {
    const volume = (deviceName: string, volumeSize: number) => ({
      deviceName,
      ebs: {
        volumeType: "gp3",
        volumeSize,
        encrypted: "true",
        kmsKeyId: props.keyArn,
        deleteOnTermination: "true",
      },
    });
    return new LaunchTemplate(this, "template", {
      name: nameOf(props.naming, `${props.pool}-nodes`),
      updateDefaultVersion: true,
      vpcSecurityGroupIds: [...props.securityGroupIds],
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: "disabled",
      },
      // Bottlerocket: /dev/xvda is the system, /dev/xvdb holds images and pods.
      // https://github.com/bottlerocket-os/bottlerocket/blob/develop/README.md
      blockDeviceMappings: [volume("/dev/xvda", 4), volume("/dev/xvdb", props.volumeGibibytes ?? 80)],
      monitoring: { enabled: true },
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags,
      })),
      tags,
    });
  }
}

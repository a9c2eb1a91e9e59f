import { Construct } from "constructs";
import { Cluster, type ClusterProps } from "./cluster.ts";
import { type AddonName, ClusterAddons } from "./clusterAddons.ts";
import type { PodIdentity } from "./clusterNames.ts";
import { type NodeCount, NodeGroup } from "./nodeGroup.ts";
import { PodIdentities } from "./podIdentities.ts";

export interface RegionClusterProps extends ClusterProps {
  /**
   * `full` serves from birth. `pilot-light` is a region that waits: control plane, add-ons and system nodes
   * run, and services have the declared minimum of nodes. Its application group may grow as large as a
   * full one, so that a recovery raises the desired size only, which Terraform does not look at: no plan
   * changes anything afterwards, in either mode.
   */
  readonly mode: "full" | "pilot-light";
  /** Nodes for the services. */
  readonly applicationNodes: {
    /** At least, and at first, in a full region. */
    readonly min: number;
    /** At most, in either mode. */
    readonly max: number;
    /**
     * At least, and at first, in a pilot light: what must run so that a recovery does not wait for
     * its first nodes.
     * @default 0
     */
    readonly pilotLight?: number;
    /** Instance types, first choice first. @default those of `NodeGroup` */
    readonly instanceTypes?: readonly string[];
    /** Image of the nodes, of the architecture of the instance types. @default that of `NodeGroup` */
    readonly amiType?: string;
  };
  /**
   * Nodes for DNS, controllers and the other add-ons.
   * @default 2 to 4, two at first: one for each of two zones, in a pilot light too, or the region could
   *   not wake up
   */
  readonly systemNodes?: NodeCount;
  /** Security group by which load balancer, databases and caches know services; nodes carry it for their pods. */
  readonly nodesSecurityGroupId: string;
  readonly services: readonly PodIdentity[];
  /** Whether GuardDuty's agent runs on every node. Its endpoint must be in the VPC. @default false */
  readonly runtimeMonitoring?: boolean;
  /** Versions of add-ons, where one is to be pinned. @default none named, see `ClusterAddons` */
  readonly addonVersions?: Readonly<Partial<Record<AddonName, string>>>;
}

/**
 * A region's cluster with its add-ons, nodes, access and identities, in the order in which they work: network
 * and identity, then nodes that can join, then what runs on them. Its roles are in a global stack
 * (`ClusterRoles`) and must be there first.
 */
export class RegionCluster extends Construct {
  readonly cluster: Cluster;

  constructor(scope: Construct, id: string, props: RegionClusterProps) {
    super(scope, id);
    this.cluster = new Cluster(this, "control-plane", props);
    const shared = { naming: props.naming, clusterName: this.cluster.resource.name, tags: props.tags };
    const versions = props.addonVersions ?? {};
    const before = new ClusterAddons(this, "network", { ...shared, versions, stage: "before-nodes" });
    const nodes = {
      ...shared,
      version: this.cluster.version,
      subnetIds: props.subnetIds,
      securityGroupIds: [this.cluster.securityGroupId, props.nodesSecurityGroupId],
      keyArn: props.keyArn,
      after: before.resources,
    };
    const system = new NodeGroup(this, "system", {
      ...nodes,
      pool: "system",
      count: props.systemNodes ?? { min: 2, initial: 2, max: 4 },
    });
    new NodeGroup(this, "application", {
      ...nodes,
      pool: "application",
      count: applicationCount(props),
      ...(props.applicationNodes.instanceTypes === undefined
        ? {}
        : { instanceTypes: props.applicationNodes.instanceTypes }),
      ...(props.applicationNodes.amiType === undefined ? {} : { amiType: props.applicationNodes.amiType }),
    });
    new ClusterAddons(this, "addons", {
      ...shared,
      versions,
      stage: "on-nodes",
      runtimeMonitoring: props.runtimeMonitoring ?? false,
      after: [system.resource],
    });
    new PodIdentities(this, "identities", { ...shared, services: props.services });
  }
}

function applicationCount({ mode, applicationNodes }: RegionClusterProps): NodeCount {
  const least = mode === "full" ? applicationNodes.min : (applicationNodes.pilotLight ?? 0);
  return { min: least, initial: least, max: applicationNodes.max };
}

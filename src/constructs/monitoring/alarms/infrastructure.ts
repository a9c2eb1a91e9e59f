import type { AlarmDefinition, WatchedResource } from "./alarm.ts";
import { together } from "./together.ts";

/** NAT gateways, by zone letter. */
export interface GatewayWatch {
  /** Ids, each under the letter of its zone: `a`. */
  readonly gatewayIds: Readonly<Record<string, string>>;
}

/** Ways out to the internet, one for each zone. */
export function gatewayAlarms({ gatewayIds }: GatewayWatch): WatchedResource {
  const limits = [
    [
      "ports",
      "ErrorPortAllocation",
      "No port is left to one destination; connections out fail. Use an endpoint, or more addresses.",
    ],
    [
      "drops",
      "PacketsDropCount",
      "The gateway drops packets: a fault of AWS's, or more traffic than it carries.",
    ],
  ] as const;
  const alarms = Object.entries(gatewayIds).flatMap(([zone, NatGatewayId]) =>
    limits.map(
      ([what, name, meaning]): AlarmDefinition => ({
        name: `nat-${zone}-${what}`,
        severity: "warning",
        meaning,
        watch: { namespace: "AWS/NATGateway", name, statistic: "Sum", dimensions: { NatGatewayId } },
        sounds: "above",
        threshold: 0,
        unit: what === "ports" ? "failures" : "packets",
        periodSeconds: 300,
        periods: 3,
        silence: "unknown",
      }),
    ),
  );
  return { title: "NAT gateways", alarms: together("nat-limits", alarms) };
}

/** This region's Kubernetes cluster. */
export interface ClusterWatch {
  /** What `clusterName` gives. */
  readonly clusterName: string;
  /** Nodes below which the services do not fit; 0 for a pilot light. */
  readonly leastNodes: number;
}

/**
 * An EKS cluster by Container Insights: silent until its agent runs in the cluster.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-EKS.html
 */
export function clusterAlarms({ clusterName, leastNodes }: ClusterWatch): WatchedResource {
  const metric = (name: string, statistic: string) => ({
    namespace: "ContainerInsights",
    name,
    statistic,
    dimensions: { ClusterName: clusterName },
  });
  const failed: AlarmDefinition = {
    name: "cluster-failed-nodes",
    severity: "warning",
    meaning: "Nodes are not ready; their pods move to the others. Look at the nodes' conditions.",
    watch: metric("cluster_failed_node_count", "Maximum"),
    sounds: "above",
    threshold: 0,
    unit: "nodes",
    periodSeconds: 60,
    periods: 10,
    silence: "unknown",
  };
  const few: AlarmDefinition = {
    name: "cluster-few-nodes",
    severity: "critical",
    meaning: `Fewer than the ${leastNodes} nodes that the services need, or the agent that counts them is gone.`,
    watch: metric("cluster_node_count", "Minimum"),
    sounds: "below",
    threshold: leastNodes,
    unit: "nodes",
    periodSeconds: 60,
    periods: 10,
    silence: "fault",
  };
  return { title: "Cluster", alarms: leastNodes > 0 ? [failed, few] : [failed] };
}

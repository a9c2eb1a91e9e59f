import { recalled } from "../figure.ts";
import { block } from "./block.ts";

/** Compute that takes over. */
export const NODE_READY = block("eks_node_ready_karpenter", "a new node takes pods", [40, 120], recalled());

export const GROUP_READY = block(
  "eks_node_ready_managed_group",
  "a managed node group has its nodes",
  [120, 300],
  recalled(),
);

export const POD_START = block("pod_start", "a service's pods start and are ready", [5, 60], recalled());

export const CLUSTER_MADE = block(
  "aws_eks_cluster",
  "a cluster is made",
  [600, 900],
  recalled("between 600 and 900 s"),
);

export const CLIENTS_RECONNECT = block(
  "clients_reconnect",
  "services drop their old connections and find the new writer",
  [5, 60],
  recalled("pools that notice at once, or by their timeout"),
);

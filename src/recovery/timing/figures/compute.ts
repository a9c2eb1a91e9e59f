import { measured, observed, quick, recalled, type TimingFigure } from "../figure.ts";

/** Creation of clusters, their nodes and what balances between them. Seconds. */
export const COMPUTE: readonly TimingFigure[] = [
  {
    id: "aws_eks_cluster",
    type: "aws_eks_cluster",
    typical: 617,
    // Beyond the slowest log: somebody else's test of 21 regions, with no word of what was counted, took 793 to
    // 970 s (easontechtalk.com, "Unofficial EKS Cluster Creation Performance").
    pessimistic: 970,
    origin: observed("aws_eks_cluster.this[0]", [503, 535, 546, 564, 612, 622, 623, 652, 663, 683]),
  },
  {
    id: "aws_eks_node_group",
    type: "aws_eks_node_group",
    typical: 119,
    pessimistic: 201,
    origin: observed(
      "aws_eks_node_group.this[0]",
      [88, 89, 108, 119, 130, 179, 201],
      "left out: one of 1979 s, which must have failed to join, and one of 4 s",
    ),
  },
  {
    id: "aws_eks_addon",
    type: "aws_eks_addon",
    typical: 15,
    pessimistic: 56,
    origin: observed('aws_eks_addon.this["coredns"]', [14, 14, 14, 15, 15, 15, 34, 45, 56]),
  },
  ...quick(1, 3, [
    "aws_eks_access_entry",
    "aws_eks_access_policy_association",
    "aws_eks_pod_identity_association",
  ]),
  {
    id: "aws_launch_template",
    type: "aws_launch_template",
    typical: 6,
    pessimistic: 10,
    origin: measured("the provider waits for it"),
  },
  {
    id: "aws_lb",
    type: "aws_lb",
    typical: 142,
    pessimistic: 240,
    floor: 60,
    origin: recalled("between 120 and 240; three published logs: 139, 142 and 172 s"),
  },
  ...quick(2, 6, ["aws_lb_target_group", "aws_lb_listener", "aws_lb_listener_rule"]),
  ...quick(2, 4, ["aws_ecr_repository", "aws_ecr_lifecycle_policy", "aws_ecr_replication_configuration"]),
];

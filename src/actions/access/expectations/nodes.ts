import type { Expectation } from "../../../access/index.ts";
import { clusterName, podRoleArn } from "../../../constructs/index.ts";
import type { Place } from "./place.ts";

const RULE = "Karpenter starts the machines that its environment names, and no others";

/** A type that no list of families has: what Karpenter would start is a mistake, and on a bill an expensive one. */
const STRANGER = "p5.48xlarge";

/** Asked of the role, not of a node pool: what somebody writes in a cluster does not widen it. */
export function nodeExpectations({ environment, naming }: Place): readonly Expectation[] {
  const region = environment.regions.find(({ cluster }) => cluster !== "none")?.name;
  if (region === undefined) return [];
  const cluster = clusterName(naming);
  const { families, spot } = environment.nodes;
  const row = (type: string, market: "on-demand" | "spot", wanted: "allow" | "deny"): Expectation => ({
    rule: RULE,
    says: `Karpenter of ${environment.name} ${wanted === "allow" ? "starts" : "does not start"} ${type}, ${market}`,
    wanted,
    as: { kind: "identity", arn: podRoleArn(naming, "karpenter") },
    asked: {
      action: "ec2:RunInstances",
      resource: `arn:aws:ec2:${region}:${environment.account}:instance/*`,
      context: {
        "aws:RequestedRegion": region,
        [`aws:RequestTag/kubernetes.io/cluster/${cluster}`]: "owned",
        "aws:RequestTag/eks:eks-cluster-name": cluster,
        "aws:RequestTag/karpenter.sh/nodepool": "default",
        "ec2:InstanceType": type,
        "ec2:InstanceMarketType": market,
        "ec2:MetadataHttpTokens": "required",
      },
    },
  });
  const types = families.map((family) => `${family}.xlarge`);
  return [
    ...types.map((type) => row(type, "on-demand", "allow")),
    ...types.slice(0, 1).map((type) => row(type, "spot", spot ? "allow" : "deny")),
    row(STRANGER, "on-demand", "deny"),
  ];
}

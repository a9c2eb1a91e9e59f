import type { Expectation } from "../../../access/index.ts";
import { clusterName, podRoleArn } from "../../../constructs/index.ts";
import { servicesOnNodes } from "../../../stacks/index.ts";
import type { Place } from "./place.ts";

const PODS = { kind: "service", name: "pods.eks.amazonaws.com" } as const;
const RULE = "a service's role is for its own pods alone";

/** The tags that EKS puts on the request say which pod asks; only the right cluster, namespace and account pass. */
export function podExpectations({ platform, environment, naming }: Place): readonly Expectation[] {
  const regions = environment.regions.filter(({ cluster }) => cluster !== "none").map(({ name }) => name);
  const [first] = regions;
  if (first === undefined) return [];
  const cluster = (region: string, account = environment.account) =>
    `arn:aws:eks:${region}:${account}:cluster/${clusterName(naming)}`;
  // Pods on Fargate have no role: there is nothing to take on.
  return servicesOnNodes({ platform }).flatMap(({ name }): Expectation[] => {
    const resource = podRoleArn(naming, name);
    const tags = (clusterArn: string, namespace: string, account: string) => ({
      "aws:RequestTag/eks-cluster-arn": clusterArn,
      "aws:RequestTag/kubernetes-namespace": namespace,
      "aws:RequestTag/kubernetes-service-account": account,
    });
    const row = (
      says: string,
      wanted: "allow" | "deny",
      context: Readonly<Record<string, string>>,
    ): Expectation => ({
      rule: RULE,
      says: `${says} ${name} of ${environment.name}`,
      wanted,
      as: PODS,
      asked: { action: "sts:AssumeRole", resource, context },
    });
    return [
      ...regions.map((region) =>
        row(`pods in ${region} take on`, "allow", tags(cluster(region), "services", name)),
      ),
      row(
        "pods of another service do not take on",
        "deny",
        tags(cluster(first), "services", `${name}-other`),
      ),
      row("pods of another namespace do not take on", "deny", tags(cluster(first), "default", name)),
      row(
        "pods of a stranger's cluster do not take on",
        "deny",
        tags(cluster(first, "999999999999"), "services", name),
      ),
      {
        rule: RULE,
        says: `nobody but EKS takes on ${name} of ${environment.name}`,
        wanted: "nobody-but",
        who: [PODS.name],
        asked: { action: "sts:AssumeRole", resource },
      },
    ];
  });
}

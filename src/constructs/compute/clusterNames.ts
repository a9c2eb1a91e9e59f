import { type Naming, nameOf, roleArn } from "../naming.ts";

/** Names of the roles, as regional stacks refer to them through `clusterRoleArn`. */
export const CLUSTER_ROLE = "cluster";
export const NODE_ROLE = "nodes";
export const PLATFORM_ADMIN_ROLE = "platform-admin";
export const PLATFORM_VIEWER_ROLE = "platform-viewer";
/** What runs pods on Fargate: it fetches their images and sends their logs. No pod takes it on. */
export const FARGATE_ROLE = "fargate-pods";

export type ClusterRole =
  | typeof CLUSTER_ROLE
  | typeof NODE_ROLE
  | typeof PLATFORM_ADMIN_ROLE
  | typeof PLATFORM_VIEWER_ROLE
  | typeof FARGATE_ROLE;

/** Pods of the platform's own that speak to AWS, with the service account that each runs as. */
export const PLATFORM_PODS = {
  network: { service: "vpc-cni", namespace: "kube-system", serviceAccount: "aws-node" },
  storage: { service: "ebs-csi", namespace: "kube-system", serviceAccount: "ebs-csi-controller-sa" },
  loadBalancer: {
    service: "load-balancer-controller",
    namespace: "kube-system",
    serviceAccount: "aws-load-balancer-controller",
  },
  /** OpenTelemetry's collector (ADOT), which sends traces, logs and metrics of all pods. */
  telemetry: { service: "telemetry", namespace: "telemetry", serviceAccount: "collector" },
  karpenter: { service: "karpenter", namespace: "kube-system", serviceAccount: "karpenter" },
} as const;

/** Which pods: those of one service account in one namespace. */
export interface PodIdentity {
  /** Service of the platform that the pods belong to; the role is named after it. */
  readonly service: string;
  /** Kubernetes namespace of the pods. */
  readonly namespace: string;
  /** Kubernetes service account that the pods run as. */
  readonly serviceAccount: string;
}

/**
 * One cluster in a region, with the same name in each: what runs in it differs by region, not what it
 * is for. EKS takes at most 100 characters.
 */
export function clusterName(naming: Naming): string {
  return nameOf(naming, "cluster");
}

export function clusterArn(naming: Naming, region: string): string {
  return `arn:aws:eks:${region}:${naming.account}:cluster/${clusterName(naming)}`;
}

/** Profiles of a cluster, as IAM is asked on their behalf: EKS ends the ARN of a profile with an id of its own. */
export function fargateProfileArns(naming: Naming, region: string): string {
  return `arn:aws:eks:${region}:${naming.account}:fargateprofile/${clusterName(naming)}/*`;
}

/** Name of one of the cluster's two node groups. */
export function nodeGroupName(naming: Naming, pool: "system" | "application"): string {
  return nameOf(naming, pool);
}

/** For stacks that name a role without reading it. */
export function clusterRoleArn(naming: Naming, role: ClusterRole): string {
  return roleArn(naming, role);
}

/** `pod-orders`: the thing that a service's role is named after. IAM takes 64 characters for the whole name. */
export function podRoleThing(service: string): string {
  return `pod-${service}`;
}

/** The role that a service's pods take on, in every region. */
export function podRoleArn(naming: Naming, service: string): string {
  return roleArn(naming, podRoleThing(service));
}

/**
 * Tag by which Karpenter finds the subnets and the security group of the services' nodes. EKS's own group of the
 * cluster, which nodes need as well, has `aws:eks:cluster-name` instead.
 * Source: https://karpenter.sh/docs/concepts/nodeclasses/ (subnetSelectorTerms), read November 2026.
 */
export function discoveryTag(naming: Naming): Readonly<Record<string, string>> {
  return { "karpenter.sh/discovery": clusterName(naming) };
}

/** A Kubernetes version that EKS offers, with the last days of its support (00:00 UTC of the day after). */
export interface KubernetesVersion {
  readonly version: string;
  readonly standardUntil: string;
  readonly extendedUntil: string;
}

/**
 * Release calendar of https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html: 1.29 to 1.34 as
 * the guide's source has them, 1.35 as quoted on 24 April 2026 by https://aws-samples.github.io/sample-apex-skills/.
 * Later versions exist by now and are not known here. Read November 2026.
 */
export const KUBERNETES_VERSIONS: readonly KubernetesVersion[] = [
  { version: "1.35", standardUntil: "2027-03-27", extendedUntil: "2028-03-27" },
  { version: "1.34", standardUntil: "2026-12-02", extendedUntil: "2027-12-02" },
  { version: "1.33", standardUntil: "2026-07-29", extendedUntil: "2027-07-29" },
  { version: "1.32", standardUntil: "2026-03-23", extendedUntil: "2027-03-23" },
  { version: "1.31", standardUntil: "2025-11-26", extendedUntil: "2026-11-26" },
  { version: "1.30", standardUntil: "2025-07-23", extendedUntil: "2026-07-23" },
  { version: "1.29", standardUntil: "2025-03-23", extendedUntil: "2026-03-23" },
];

/** Of the newest known: what EKS takes when no version is named is not known. */
export const DEFAULT_VERSION = "1.35";

/** A version that was never offered, or whose extended support has ended, cannot be chosen. */
export function offered(version: string, now: number): boolean {
  return KUBERNETES_VERSIONS.some((each) => each.version === version && Date.parse(each.extendedUntil) > now);
}

/** Add-ons that EKS offers and whether they need a node in order to run. */
export const ADDONS: Readonly<Record<string, { readonly version: string; readonly needsNodes: boolean }>> = {
  // Versions are stand-ins of the right form: AWS's own list moves with every release.
  "vpc-cni": { version: "v1.20.4-eksbuild.2", needsNodes: false },
  "kube-proxy": { version: "v1.35.0-eksbuild.2", needsNodes: false },
  "eks-pod-identity-agent": { version: "v1.3.10-eksbuild.2", needsNodes: false },
  coredns: { version: "v1.12.4-eksbuild.2", needsNodes: true },
  "aws-ebs-csi-driver": { version: "v1.54.0-eksbuild.1", needsNodes: true },
  "metrics-server": { version: "v0.8.0-eksbuild.6", needsNodes: true },
  "amazon-cloudwatch-observability": { version: "v4.7.0-eksbuild.1", needsNodes: false },
  "eks-node-monitoring-agent": { version: "v1.4.2-eksbuild.1", needsNodes: false },
  "aws-guardduty-agent": { version: "v1.12.1-eksbuild.2", needsNodes: false },
  "aws-efs-csi-driver": { version: "v2.1.15-eksbuild.1", needsNodes: true },
  "snapshot-controller": { version: "v8.3.0-eksbuild.1", needsNodes: true },
  "cert-manager": { version: "v1.19.1-eksbuild.1", needsNodes: true },
  "external-dns": { version: "v0.19.0-eksbuild.2", needsNodes: true },
  "kube-state-metrics": { version: "v2.17.0-eksbuild.1", needsNodes: true },
};

/** Aurora capacity units (ACU) of about 2 GiB of memory, in halves. */
export interface CapacityInput {
  /**
   * 0 to 256. With 0 it pauses when nobody uses it and takes seconds to wake: not in production, and not with copies.
   * @default 8 with copies, as AWS advises; else 1, in a small environment 0.5
   */
  readonly min?: number;
  /** 1 to 256. @default 64, in a small environment 8 */
  readonly max?: number;
}

/** Which machines Karpenter may start for services. Enforced by its role in IAM, whatever a node pool in a cluster says. */
export interface NodesInput {
  /**
   * Whether it may start Spot beside on-demand instances: spare capacity at a fraction of the price, which AWS takes
   * back at two minutes' notice. System nodes are always on demand. @default false in production, true elsewhere
   */
  readonly spot?: boolean;
  /**
   * Families of instance types, preferred ones first; those of the first one's kind are what the nodes that are always
   * there are of. @default the general-purpose, compute and memory families of the last two generations of each architecture
   */
  readonly families?: readonly string[];
  /** What images are built for. @default that of the families, else `["arm64"]`: Graviton, cheaper for the same work */
  readonly architectures?: readonly NodeArchitecture[];
}

/** Architecture of a processor, as EC2 names it. */
export type NodeArchitecture = "arm64" | "x86_64";

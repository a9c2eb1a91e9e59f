import type { NodeArchitecture } from "./capacityInput.ts";
import type { NodesSettings } from "./nodesSchema.ts";

/** What Karpenter may start, every default filled in: what a node pool is made of. */
export interface Nodes {
  /** Spot beside on demand. */
  readonly spot: boolean;
  /** Of instance types, preferred ones first: `m7g`. Never empty. */
  readonly families: readonly string[];
  /** Of images. */
  readonly architectures: readonly NodeArchitecture[];
}

/**
 * Families that services of a shop run on: general purpose, compute, memory and burstable, of the generations that
 * Bottlerocket's current images start on. No GPUs and no bare metal.
 *
 * Source: what EC2 answers to DescribeInstanceTypes, as moto 5 keeps it (moto/ec2/resources/instance_types.json.gz),
 * read November 2026. By its tables of offerings every region of the United States and of Europe's older ones has all
 * of the defaults; a family that a region lacks is one that Karpenter does not find there.
 */
const FAMILIES: Readonly<Record<NodeArchitecture, readonly string[]>> = {
  arm64: [
    ...["m8g", "m8gd", "m7g", "m7gd", "m6g", "m6gd"],
    ...["c8g", "c8gd", "c8gn", "c7g", "c7gd", "c7gn", "c6g", "c6gd"],
    ...["r8g", "r8gd", "r7g", "r7gd", "r6g", "r6gd"],
    "t4g",
  ],
  x86_64: [
    ...["m8i", "m8i-flex", "m8a", "m7i", "m7i-flex", "m7a", "m6i", "m6id", "m6in", "m6a"],
    ...["c8i", "c8i-flex", "c8a", "c7i", "c7i-flex", "c7a", "c6i", "c6id", "c6in", "c6a"],
    ...["r8i", "r8i-flex", "r8a", "r7i", "r7iz", "r7a", "r6i", "r6id", "r6in", "r6a"],
    ...["t3", "t3a"],
  ],
};

/** Many of them: where one has run out, or takes Spot back, the next has some. Not the newest, which few regions have. */
const DEFAULTS: Readonly<Record<NodeArchitecture, readonly string[]>> = {
  arm64: ["m7g", "m6g", "c7g", "c6g", "r7g", "r6g"],
  x86_64: ["m7i", "m6i", "c7i", "c6i", "r7i", "r6i"],
};

export const KNOWN_FAMILIES: readonly string[] = Object.values(FAMILIES).flat();

/** Undefined for a family that is not in the list. */
export function architectureOf(family: string): NodeArchitecture | undefined {
  if (FAMILIES.arm64.includes(family)) return "arm64";
  return FAMILIES.x86_64.includes(family) ? "x86_64" : undefined;
}

export function nodesOf(settings: NodesSettings | undefined, production: boolean): Nodes {
  const { spot, families: given } = settings ?? {};
  const implied = (given ?? []).flatMap((family) => architectureOf(family) ?? []);
  const architectures = settings?.architectures ?? (implied.length > 0 ? implied : ["arm64" as const]);
  const families = given ?? architectures.flatMap((architecture) => DEFAULTS[architecture]);
  return {
    spot: spot ?? !production,
    families: [...new Set(families)],
    architectures: [...new Set(architectures)],
  };
}

/** Of the nodes that are always there: that of the first family. */
export function standingArchitecture({ families }: Pick<Nodes, "families">): NodeArchitecture {
  return architectureOf(families[0] ?? "") ?? "arm64";
}

/**
 * Of the nodes that are always there, first choice first: families of the first one's kind and architecture, so that
 * every node of the group is as large. `xlarge`: 4 processors.
 */
export function standingInstanceTypes({ families }: Pick<Nodes, "families">): readonly string[] {
  const [first = ""] = families;
  return families
    .filter(
      (family) => family[0] === first[0] && architectureOf(family) === standingArchitecture({ families }),
    )
    .map((family) => `${family}.xlarge`);
}

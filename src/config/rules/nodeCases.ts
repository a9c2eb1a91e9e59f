import type { NodesInput } from "../input.ts";
import { type Case, environments } from "./caseParts.ts";

const nodes = (given: NodesInput) => environments({ nodes: given });
const critical = { services: [{ name: "checkout", critical: true }] };

/** Of the machines that Karpenter may start. */
export const NODE_CASES: readonly Case[] = [
  {
    code: "config/unknown-instance-family",
    says: "a family that EC2 does not have",
    breaks: nodes({ families: ["m7g", "m77g"] }),
    where: "environments[0].nodes.families[1]",
    keeps: nodes({ families: ["m7g", "m6g"] }),
  },
  {
    code: "config/family-of-other-architecture",
    says: "a family that the images do not run on",
    breaks: nodes({ families: ["m7i", "m7g"], architectures: ["x86_64"] }),
    where: "environments[0].nodes.families[1]",
    keeps: nodes({ families: ["m7i", "m7g"], architectures: ["x86_64", "arm64"] }),
  },
  {
    code: "config/family-of-other-architecture",
    says: "an architecture without a family",
    breaks: nodes({ families: ["m7g"], architectures: ["arm64", "x86_64"] }),
    where: "environments[0].nodes.architectures[1]",
    keeps: nodes({ families: ["m7g"], architectures: ["arm64"] }),
  },
  {
    code: "config/spot-under-critical-services",
    says: "Spot in production under a critical service",
    breaks: { ...nodes({ spot: true }), ...critical, stores: [] },
    where: "environments[0].nodes.spot",
    keeps: { ...environments({ name: "staging", nodes: { spot: true } }), ...critical, stores: [] },
  },
];

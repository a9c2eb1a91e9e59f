import type { Environment, Platform } from "../config/index.ts";
import type { ResourceGraph } from "../graph/index.ts";
import { predictProvisioning } from "../recovery/index.ts";
import type { SynthesizedStack } from "../stacks/index.ts";

/**
 * Durations drawn in all, so that a check stays quick whatever the size: 150 samples of the example's production, which
 * puts the 95th percentile between the 91st and the 98th; at least 40, at most 500.
 */
const DRAWS = 200_000;
const SAMPLES = { least: 40, most: 500 } as const;

/** When an environment of ours stands, created from nothing: predicted, not measured. */
export function provisioningOf(
  { objectives }: Platform,
  { name }: Environment,
  stacks: readonly SynthesizedStack[],
  graph: ResourceGraph,
): ReturnType<typeof predictProvisioning> {
  const affordable = Math.round(DRAWS / Math.max(1, graph.resources.length));
  return predictProvisioning({
    environment: name,
    graph,
    samples: Math.min(SAMPLES.most, Math.max(SAMPLES.least, affordable)),
    stacks,
    objectiveSeconds: objectives.provisioningSeconds,
  });
}

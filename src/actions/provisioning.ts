import type { Environment, Platform } from "../config/index.ts";
import { graphFromStacks } from "../graph/index.ts";
import { predictProvisioning } from "../recovery/index.ts";
import type { SynthesizedStack } from "../stacks/index.ts";

/** When an environment of ours stands, created from nothing: predicted, not measured. */
export function provisioningOf(
  { objectives }: Platform,
  { name }: Environment,
  stacks: readonly SynthesizedStack[],
): ReturnType<typeof predictProvisioning> {
  return predictProvisioning({
    environment: name,
    graph: graphFromStacks(stacks, { name }),
    stacks,
    objectiveSeconds: objectives.provisioningSeconds,
  });
}

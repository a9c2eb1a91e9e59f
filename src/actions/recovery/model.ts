import type { Environment, Platform } from "../../config/index.ts";
import { graphFromStacks, type ResourceGraph } from "../../graph/index.ts";
import { failureModes, type ModelledLoss, modelLosses, type RecoverySubject } from "../../recovery/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import { subjectOf } from "./subject.ts";

/** An environment's losses and ways back, with what they were computed from. */
export interface RecoveryModel {
  readonly subject: RecoverySubject;
  readonly losses: readonly ModelledLoss[];
  readonly samples: number;
}

/** What each loss does to an environment of ours, `samples` times over. */
export function recoveryOf(
  platform: Platform,
  environment: Environment,
  stacks: readonly SynthesizedStack[],
  samples: number,
  graph: ResourceGraph = graphFromStacks(stacks, { name: environment.name }),
): RecoveryModel {
  const subject = subjectOf(platform, environment, graph);
  return { subject, losses: modelLosses(failureModes(subject), { samples }), samples };
}

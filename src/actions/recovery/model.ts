import type { Environment, Platform } from "../../config/index.ts";
import type { ResourceGraph } from "../../graph/index.ts";
import {
  availabilityOf,
  failureModes,
  type ModelledAvailability,
  type ModelledLoss,
  modelLosses,
  OUTAGES,
  type RecoveryFinding,
  type RecoverySubject,
  type ReplayedOutage,
  recoveryFindings,
  replayOutages,
} from "../../recovery/index.ts";
import { subjectOf } from "./subject.ts";

/** An environment's losses and ways back, with what they were computed from and what follows. */
export interface RecoveryModel {
  readonly subject: RecoverySubject;
  readonly losses: readonly ModelledLoss[];
  readonly outages: readonly ReplayedOutage[];
  readonly availability: readonly ModelledAvailability[];
  readonly findings: readonly RecoveryFinding[];
  readonly samples: number;
}

/** What each loss does to an environment of ours, `samples` times over. */
export function recoveryOf(
  platform: Platform,
  environment: Environment,
  graph: ResourceGraph,
  samples: number,
): RecoveryModel {
  const subject = subjectOf(platform, environment, graph);
  const losses = modelLosses(failureModes(subject), { samples });
  const availability = availabilityOf(subject, losses);
  // The rules of the configuration say of these that they cannot be recovered.
  const homesReported = platform.homes
    .filter(({ regions, recovery }) => regions.length + recovery.length === 1)
    .map(({ name }) => name);
  return {
    subject,
    losses,
    outages: replayOutages(subject, losses, OUTAGES),
    availability,
    findings: recoveryFindings({ subject, losses, availability, homesReported }),
    samples,
  };
}

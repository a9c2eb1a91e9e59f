import {
  availabilityAgainstObjective,
  detectionAgainstRto,
  latencyAgainstDistance,
  noWayBack,
  survivorCapacity,
} from "./contradictions.ts";
import type { Judged, RecoveryFinding } from "./finding.ts";
import { objectiveFindings } from "./objectives.ts";

/** All that contradicts itself about a recovery. Only where customers depend on it: elsewhere nothing is promised. */
export function recoveryFindings(judged: Judged): readonly RecoveryFinding[] {
  if (!judged.subject.production) return [];
  return [
    ...noWayBack(judged),
    ...detectionAgainstRto(judged),
    ...objectiveFindings(judged),
    ...survivorCapacity(judged),
    ...latencyAgainstDistance(judged),
    ...availabilityAgainstObjective(judged),
  ];
}

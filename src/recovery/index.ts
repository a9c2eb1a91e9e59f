export { availabilityOf, type ModelledAvailability } from "./availability/availability.ts";
export type { RecoveryFinding } from "./judgement/finding.ts";
export { recoveryFindings } from "./judgement/findings.ts";
export type { Loss } from "./modes/loss.ts";
export { failureModes } from "./modes/modes.ts";
export { OUTAGES } from "./outages/outages.ts";
export { type ReplayedOutage, replayOutages } from "./outages/replay.ts";
export { provisioningFindings } from "./provisioning/findings.ts";
export { type PredictionOptions, predictProvisioning } from "./provisioning/predict.ts";
export type { CriticalItem, ProvisioningPrediction } from "./provisioning/prediction.ts";
export {
  type Carrier,
  type ModelledEffect,
  type ModelledLoss,
  modelLosses,
  type RecoverySpread,
} from "./simulation/results.ts";
export { DEPENDENCIES, type Dependency } from "./subject/dependencies.ts";
export { type GraphFacts, graphFacts } from "./subject/graphFacts.ts";
export { subjectOfGraph } from "./subject/graphSubject.ts";
export type {
  RecoverySubject,
  SubjectRegion,
  SubjectStore,
} from "./subject/subject.ts";

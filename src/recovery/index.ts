export { failureModes } from "./modes/modes.ts";
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
export { type GraphFacts, graphFacts } from "./subject/graphFacts.ts";
export type {
  RecoverySubject,
  SubjectRegion,
  SubjectStore,
} from "./subject/subject.ts";

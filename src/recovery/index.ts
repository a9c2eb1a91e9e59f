export { provisioningFindings } from "./provisioning/findings.ts";
export { type PredictionOptions, predictProvisioning } from "./provisioning/predict.ts";
export type { CriticalItem, ProvisioningPrediction } from "./provisioning/prediction.ts";

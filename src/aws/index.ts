export { AwsClients, type AwsTarget, type RegionClients } from "./clients.ts";
export { type CallerIdentity, callerIdentity } from "./identity.ts";
export { SharedObjects, type SharedObjectsOptions } from "./sharedObjects.ts";
export { ensureStateBucket, hasStateBucket } from "./stateBucket.ts";

export { AwsClients, type AwsTarget, type RegionClients } from "./clients.ts";
export { SharedObjects, type SharedObjectsOptions } from "./sharedObjects.ts";
export { ensureStateBucket } from "./stateBucket.ts";

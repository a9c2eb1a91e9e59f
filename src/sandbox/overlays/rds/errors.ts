import type { RefusedCall } from "../../overlay.ts";

/** The errors of the RDS API that the model answers, with their status codes. */
const refused =
  (status: number, code: string) =>
  (message: string): RefusedCall => ({ status, code, message });

export const invalidParameterValue = refused(400, "InvalidParameterValue");
export const invalidParameterCombination = refused(400, "InvalidParameterCombination");
export const invalidGlobalClusterState = refused(400, "InvalidGlobalClusterStateFault");
export const invalidClusterState = refused(400, "InvalidDBClusterStateFault");
export const globalClusterNotFound = refused(404, "GlobalClusterNotFoundFault");
export const globalClusterExists = refused(400, "GlobalClusterAlreadyExistsFault");
export const clusterNotFound = refused(404, "DBClusterNotFoundFault");
export const invalidInstanceState = refused(400, "InvalidDBInstanceState");
export const instanceNotFound = refused(404, "DBInstanceNotFound");

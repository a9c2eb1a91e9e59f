export { AwsClients, type RegionClients } from "./clients.ts";
export {
  type Asked,
  GLOBAL_HOMES,
  type GlobalHome,
  globalHome,
  neededRegion,
} from "./controlPlanes.ts";
export { type PlacedInstance, placedInstance, writerOfCluster } from "./databaseWriter.ts";
export { removeRestored, removeRows, rowsFound, type TableRow, writeRows } from "./drillRows.ts";
export { type CallerIdentity, callerIdentity } from "./identity.ts";
export { jsonRefusal } from "./jsonRefusal.ts";
export { readParameter, writeParameter } from "./parameters.ts";
export { type PlainAnswer, PlainCalls, type PlainRequest } from "./plainCalls.ts";
export { type Plane, planeOf } from "./planes.ts";
export { PriceList } from "./priceList.ts";
export { SharedObjects, type SharedObjectsOptions } from "./sharedObjects.ts";
export { ensureStateBucket, hasStateBucket, readState } from "./stateBucket.ts";
export {
  type Execution,
  type ExecutionStatus,
  type HistoryEvent,
  StateMachines,
  StatesError,
  UNDER_WAY,
} from "./stateMachines.ts";
export type { AwsTarget } from "./target.ts";

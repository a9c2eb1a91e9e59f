export { describeGlobalDatabase, type GlobalDatabase } from "./library/auroraGlobal.ts";
export {
  instancesToRebuild,
  type NotDone as LeftToPeople,
  regionsThatWrite,
} from "./library/databaseInstances.ts";
export { regionFailback, type WritersBefore } from "./library/regionFailback.ts";
export { regionFailover, strandedStores } from "./library/regionFailover.ts";
export {
  type RecoverableStore,
  type RegionScope,
  type ResolveFrom,
  regionOfBalancer,
} from "./library/scope.ts";
export { type RunOptions, type RunResult, runSteps } from "./run.ts";
export type { Confirmation, Guard, Plane, Step, StepRecord } from "./step.ts";

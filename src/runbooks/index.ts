export type { Plane } from "../aws/index.ts";
export { runbookMarkdown } from "./byHand/markdown.ts";
export {
  apart,
  type CompiledRunbook,
  compileChoices,
  compileRunbook,
  exclusionOf,
  HTTP_METHOD,
  isGoodEnd,
  LOCK,
  looksWithin,
  type Names,
  type StepOutcome,
  type Told,
  type ToldRunbook,
} from "./compile/index.ts";
export {
  type Answer,
  abandonRunbook,
  type HeldLock,
  promotedStores,
  type Question,
  type ResolveFrom,
  type RunOptions,
  type RunResult,
  regionOfBalancer,
  resumeRunbook,
  runRunbook,
  type StepRecord,
  sendCall,
  type UnfinishedRunbook,
  unfinishedRunbook,
} from "./engine/index.ts";
export { describeGlobalDatabase, type GlobalDatabase } from "./library/auroraGlobal.ts";
export { cacheReturn } from "./library/cacheReturn.ts";
export {
  instancesToRebuild,
  type NotDone as LeftToPeople,
  regionsThatWrite,
} from "./library/databaseInstances.ts";
export { failback, type WritersBefore } from "./library/failback.ts";
export { KEPT_AWAY } from "./library/latch.ts";
export { fencedStores, oldWriterFence } from "./library/oldWriterFence.ts";
export { oldWriterShut } from "./library/oldWriterShut.ts";
export { postRecoveryReview, type ReviewScope } from "./library/postRecoveryReview.ts";
export { regionalFailover } from "./library/regionalFailover.ts";
export { canRestore, restore } from "./library/restore.ts";
export {
  backedUpArn,
  canRestoreFromBackup,
  restoreFromBackup,
} from "./library/restoreFromBackup.ts";
export { BEGINNING, GIVEN_MOMENT, GIVEN_POINT } from "./library/restoreInputs.ts";
export {
  asInScope,
  type DatabaseWays,
  datastoresOf,
  firstSuccessor,
  isCache,
  type LeavingNotice,
  type NamesLatch,
  type NamesSwitch,
  type Recoverable,
  type RecoverableCache,
  type RecoverableStore,
  type RegionScope,
  type Shutter,
  strandedStores,
} from "./library/scope.ts";
export { type StoreMove, storeFailover, storeMoveProblem } from "./library/storeFailover.ts";
export { type TrafficScope, trafficReturn, trafficShift } from "./library/trafficShift.ts";
export { wayReturn } from "./library/wayReturn.ts";
export { type ZoneScope, zoneEvacuation, zoneReturn } from "./library/zoneEvacuation.ts";
export type { Permission } from "./neededPermission.ts";
export { permissionsOf, type Surplus, surplusOf } from "./permissions.ts";
export { type PlannedAct, type PlannedStep, planRunbook } from "./plan.ts";
export { leaningProblems, type PlaneProblem, planeProblems } from "./planes.ts";
export {
  type Action,
  type ApiCall,
  actionsOf,
  callsOf,
  type Exclusion,
  type Leaning,
  NOWHERE,
  type PlacedStep,
  type Runbook,
  type Step,
  stepsOf,
  type TakenForm,
} from "./runbook.ts";
export { type RegionWatch, WATCH, watchMachine, watchName } from "./watch/regionWatch.ts";

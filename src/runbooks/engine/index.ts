export type { Callers } from "./calls.ts";
export { sendCall } from "./commands.ts";
export { type UnfinishedRunbook, unfinishedRunbook } from "./journal.ts";
export { type ResolveFrom, regionOfBalancer } from "./names.ts";
export { promotedStores } from "./promoted.ts";
export {
  abandonRunbook,
  type HeldLock,
  type RunOptions,
  type RunResult,
  resumeRunbook,
  runRunbook,
  type StepRecord,
} from "./run.ts";
export type { Answer, Boundary, Bridge, Question } from "./tasks.ts";

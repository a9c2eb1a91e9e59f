export { cliConfigText, prepareCliConfig } from "./cliConfig.ts";
export {
  type AppliedStack,
  isUnchanged,
  type OnEvent,
  type Override,
  type PlanCounts,
  type PlanOptions,
  type ResourceAction,
  type ResourceChange,
  type SavedPlan,
  type TerraformDriver,
  type TerraformEvent,
  type Workspace,
} from "./driver.ts";
export type { Diagnostic } from "./events.ts";
export { TerraformError } from "./failure.ts";
export { FakeDriver, type FakeDriverOptions, type FakeOperation } from "./fakeDriver.ts";
export {
  type DatedEntry,
  type InDoubt,
  type JournalEntry,
  readJournal,
  type UnfinishedRun,
  unfinishedRun,
} from "./journal.ts";
export { type LocatedTerraform, locateTerraform, OLDEST_TERRAFORM } from "./locate.ts";
export type { PeakMemory } from "./memory.ts";
export { locateMirror, type ProviderMirror } from "./mirror.ts";
export { type Dependent, reversed, waves } from "./order.ts";
export { MemoryOutputStore, type OutputStore } from "./outputStore.ts";
export { type PlannedStack, type PlanStacksOptions, type PlansResult, planStacks } from "./planning.ts";
export type { OnStackProgress, StackProgress } from "./progress.ts";
export { chosenProviderVersion } from "./providerVersion.ts";
export { RealDriver, type RealDriverOptions } from "./realDriver.ts";
export {
  type ApplyOptions,
  applyStacks,
  type RolloutOptions,
  type RolloutResult,
  type StackResult,
} from "./rollout.ts";
export { memoryBound, planningBound } from "./schedule.ts";
export type { StackInput, StackScope, StackSource } from "./stack.ts";
export { type ValidationResult, validateStacks } from "./validation.ts";
export { workspaceOf, writeWorkspace } from "./workspace.ts";

export { BOOTSTRAP } from "./bootstrapStack.ts";
export { GLOBAL_CONTROL_REGION, namingOf, PROVIDER_RANGE, TERRAFORM_RANGE } from "./environmentStack.ts";
export { healthPath, servicesOnNodes, standInOf } from "./facts.ts";
export { fullName, publicHosts } from "./hosts.ts";
export {
  leftRegions,
  type RecoveryMachine,
  recoveryMachineIn,
  recoveryMachines,
  watchesOf,
} from "./recoveries.ts";
export { regionScope, runbookNames } from "./recoveryScope.ts";
export { trafficScope, zoneScope } from "./regionMachines.ts";
export { backedUpIn, restoredName, withHistoryIn } from "./restoreMachines.ts";
export { stackIds } from "./stackIds.ts";
export { stateCopyRegion } from "./stateCopies.ts";
export { type SynthesizedStack, synthesize } from "./synthesize.ts";
export { LONGEST_DEFINITION, machinesTooLong } from "./toldMachines.ts";

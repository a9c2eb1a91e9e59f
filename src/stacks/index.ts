export { BOOTSTRAP } from "./bootstrapStack.ts";
export { GLOBAL_CONTROL_REGION, namingOf, PROVIDER_RANGE, TERRAFORM_RANGE } from "./environmentStack.ts";
export { healthPath, servicesOnNodes } from "./facts.ts";
export { fullName, publicHosts } from "./hosts.ts";
export { type RecoveryMachine, recoveryMachines, watchesOf } from "./recoveries.ts";
export { cachesOf, regionScope, runbookNames } from "./recoveryScope.ts";
export { stackIds } from "./stackIds.ts";
export { stateCopyRegion } from "./stateCopies.ts";
export { type SynthesizedStack, synthesize } from "./synthesize.ts";

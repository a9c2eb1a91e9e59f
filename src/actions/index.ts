export type { ResourceGraph } from "../graph/index.ts";
export {
  type CallRecord,
  type FaultEffect,
  type FaultRule,
  REGION_FAULTS,
  type RegionFault,
  type SandboxStatus,
} from "../sandbox/index.ts";
export { type CheckOptions, type CheckResult, check } from "./check/check.ts";
export { type DeployOptions, deploy } from "./deploy/deploy.ts";
export type { DeployResult, RolledOutStack, RolloutOutcome } from "./deploy/result.ts";
export { type DestroyOptions, type DestroyResult, destroy } from "./destroy/destroy.ts";
export { type DoctorCheck, type DoctorResult, doctor } from "./doctor/doctor.ts";
export { type GraphOptions, graph } from "./graph/graph.ts";
export { type InitOptions, type InitResult, init } from "./init/init.ts";
export { type PlanActionOptions, plan } from "./plan/plan.ts";
export type { EnvironmentPlan, PlannedStackSummary, PlanResult } from "./plan/result.ts";
export { planText } from "./plan/text.ts";
export { type RehearseOptions, rehearse } from "./rehearse/rehearse.ts";
export { writeReport } from "./rehearse/report.ts";
export type { PlanSummary, RehearsalResult, StepSummary } from "./rehearse/result.ts";
export { clearFaults, listFaults, loseRegion, restoreRegion, strikeCalls } from "./sandbox/fault.ts";
export { sandboxCalls, sandboxDown, sandboxStatus, sandboxUp } from "./sandbox/sandbox.ts";
export { type SchemaOptions, type SchemaResult, schema, schemaText } from "./schema/schema.ts";
export { type SynthOptions, type SynthResult, synth } from "./synth/synth.ts";

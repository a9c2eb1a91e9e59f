export type { CallRecord, SandboxStatus } from "../sandbox/index.ts";
export { type CheckOptions, type CheckResult, check } from "./check/check.ts";
export { type DoctorCheck, type DoctorResult, doctor } from "./doctor/doctor.ts";
export { type RehearseOptions, rehearse } from "./rehearse/rehearse.ts";
export { writeReport } from "./rehearse/report.ts";
export type { PlanSummary, RehearsalResult, StepSummary } from "./rehearse/result.ts";
export { sandboxCalls, sandboxDown, sandboxStatus, sandboxUp } from "./sandbox/sandbox.ts";
export { type SynthOptions, type SynthResult, synth } from "./synth/synth.ts";

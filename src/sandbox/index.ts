export { DEFAULT_ACCOUNT } from "./accounts.ts";
export type { AwsCall, AwsReply, Caller, CallRecord, Outcome } from "./call.ts";
export { connectSandbox } from "./client.ts";
export type {
  ClientStore,
  ClientsOptions,
  ClientsReport,
  RegionEntry,
  ServiceReport,
  StoreReport,
} from "./clients/index.ts";
export { type DaemonOptions, findSandbox, type StartedDaemon, startDaemon, stopDaemon } from "./daemon.ts";
export { gradeOfType } from "./emulation.ts";
export {
  type FaultEffect,
  type FaultMatch,
  type FaultRule,
  REGION_FAULTS,
  type RegionFault,
} from "./faults.ts";
export { type Gateway, type GatewayOptions, type ResolveName, startGateway } from "./gateway.ts";
export { type EmulatorPlace, locateEmulator } from "./locate.ts";
export type { Overlay, Refusal, RefusedCall, World } from "./overlay.ts";
export { CACHE_RESYNC_MS } from "./overlays/index.ts";
export type { LostPart } from "./parts.ts";
export type { CallFilter, DnsAnswer, DnsQuestion, Sandbox, SandboxStatus } from "./sandbox.ts";
export { SandboxClock } from "./sandboxClock.ts";
export { type RunningSandbox, type SandboxOptions, startSandbox } from "./start.ts";
export { CALLER_TAGS } from "./userAgent.ts";

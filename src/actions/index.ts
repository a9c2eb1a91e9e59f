/**
 * The library's face: one function for each verb. A verb's parts are loaded when it is called, so that `check` does
 * not wait for what only `deploy` needs.
 */

export type { BillDimension } from "../bill/index.ts";
export type { Dimension as CostDimension } from "../cost/index.ts";
export type { ResourceGraph } from "../graph/index.ts";
export type { CallRecord, FaultEffect, FaultRule, RegionFault, SandboxStatus } from "../sandbox/index.ts";
export type { AccessCheckOptions, AccessCheckResult } from "./access/check.ts";
export type { AccessReviewOptions, AccessReviewResult } from "./access/review.ts";
export type { AccessWhoOptions, AccessWhoResult } from "./access/who.ts";
export type { CheckOptions, CheckResult } from "./check/check.ts";
export type { CostBillOptions, CostBillResult } from "./cost/bill.ts";
export { BILL_DIMENSIONS, COMPARED, type ComparedBy } from "./cost/billDimensions.ts";
export type { CostBillOnAthenaOptions, CostBillOnAthenaResult } from "./cost/billOnAthena.ts";
export type { CostBudgetOptions, CostBudgetResult } from "./cost/budget.ts";
export type { CostCompareOptions, CostCompareResult } from "./cost/compare.ts";
export type { CostDiffOptions, CostDiffResult } from "./cost/diff.ts";
export { COST_DIMENSIONS } from "./cost/dimensions.ts";
export type { CostEstimateOptions, CostEstimateResult } from "./cost/estimate.ts";
export type { CostObjectivesOptions, CostObjectivesResult } from "./cost/objectives.ts";
export type {
  CostPricesListResult,
  CostPricesOptions,
  CostPricesShowResult,
} from "./cost/prices/show.ts";
export type { CostPricesUpdateOptions, CostPricesUpdateResult } from "./cost/prices/update.ts";
export type { DeployOptions } from "./deploy/deploy.ts";
export type { DeployResult, RolledOutStack, RolloutOutcome } from "./deploy/result.ts";
export type { DestroyOptions, DestroyResult } from "./destroy/destroy.ts";
export type { DoctorCheck, DoctorResult } from "./doctor/doctor.ts";
export type { DrillResult } from "./drill/keep.ts";
export type { DrillHistoryResult } from "./drill/kept.ts";
export type { DrillScheduleOptions, DrillScheduleResult, DrillsDue } from "./drill/schedule.ts";
export type { GraphOptions } from "./graph/graph.ts";
export type { InitOptions, InitResult } from "./init/init.ts";
export type { PlanActionOptions } from "./plan/plan.ts";
export type { EnvironmentPlan, PlannedStackSummary, PlanResult } from "./plan/result.ts";
export { planText } from "./plan/text.ts";
export type { RecoveryModesOptions, RecoveryModesResult } from "./recovery/modes.ts";
export type { RehearseOptions } from "./rehearse/rehearse.ts";
export type { WrittenReport } from "./rehearse/report.ts";
export type { PlanSummary, RehearsalResult, StepSummary } from "./rehearse/result.ts";
export type { RunbookSelection } from "./runbook/books.ts";
export type { ShownMachine } from "./runbook/onMachine/calls.ts";
export type { RunbookOnAwsResult } from "./runbook/onMachine/run.ts";
export type { RunbookRunOptions, RunbookRunResult } from "./runbook/run.ts";
export type { ExportedRunbook, RunbookOptions, ShownRunbook } from "./runbook/show.ts";
export type { RunbookSwitchOptions, RunbookSwitchResult } from "./runbook/switch.ts";
export { SWITCH_VALUES, type SwitchValue } from "./runbook/switchParameter.ts";
export type { SchemaOptions, SchemaResult } from "./schema/schema.ts";
export { schemaText } from "./schema/text.ts";
export type { SynthOptions, SynthResult } from "./synth/synth.ts";

export const accessCheck: typeof import("./access/check.ts").accessCheck = async (options) =>
  (await import("./access/check.ts")).accessCheck(options);
export const accessReview: typeof import("./access/review.ts").accessReview = async (options) =>
  (await import("./access/review.ts")).accessReview(options);
export const accessWho: typeof import("./access/who.ts").accessWho = async (options) =>
  (await import("./access/who.ts")).accessWho(options);
export const check: typeof import("./check/check.ts").check = async (options) =>
  (await import("./check/check.ts")).check(options);
export const costBill: typeof import("./cost/bill.ts").costBill = async (options) =>
  (await import("./cost/bill.ts")).costBill(options);
export const costBudget: typeof import("./cost/budget.ts").costBudget = async (options) =>
  (await import("./cost/budget.ts")).costBudget(options);
export const costCompare: typeof import("./cost/compare.ts").costCompare = async (options) =>
  (await import("./cost/compare.ts")).costCompare(options);
export const costBillOnAthena: typeof import("./cost/billOnAthena.ts").costBillOnAthena = async (...given) =>
  (await import("./cost/billOnAthena.ts")).costBillOnAthena(...given);
export const costDiff: typeof import("./cost/diff.ts").costDiff = async (options) =>
  (await import("./cost/diff.ts")).costDiff(options);
export const costObjectives: typeof import("./cost/objectives.ts").costObjectives = async (options) =>
  (await import("./cost/objectives.ts")).costObjectives(options);
type CostPrices = typeof import("./cost/prices/show.ts");
export const costPricesList: CostPrices["costPricesList"] = async (options) =>
  (await import("./cost/prices/show.ts")).costPricesList(options);
export const costPricesShow: CostPrices["costPricesShow"] = async (options) =>
  (await import("./cost/prices/show.ts")).costPricesShow(options);
export const costPricesUpdate: typeof import("./cost/prices/update.ts").costPricesUpdate = async (...given) =>
  (await import("./cost/prices/update.ts")).costPricesUpdate(...given);
export const costEstimate: typeof import("./cost/estimate.ts").costEstimate = async (options) =>
  (await import("./cost/estimate.ts")).costEstimate(options);
export const deploy: typeof import("./deploy/deploy.ts").deploy = async (...given) =>
  (await import("./deploy/deploy.ts")).deploy(...given);
export const destroy: typeof import("./destroy/destroy.ts").destroy = async (...given) =>
  (await import("./destroy/destroy.ts")).destroy(...given);
export const doctor: typeof import("./doctor/doctor.ts").doctor = async (...given) =>
  (await import("./doctor/doctor.ts")).doctor(...given);
export const drillRegion: typeof import("./drill/drill.ts").drillRegion = async (...given) =>
  (await import("./drill/drill.ts")).drillRegion(...given);
export const drillStore: typeof import("./drill/store.ts").drillStore = async (...given) =>
  (await import("./drill/store.ts")).drillStore(...given);
export const drillDependency: typeof import("./drill/dependency.ts").drillDependency = async (...given) =>
  (await import("./drill/dependency.ts")).drillDependency(...given);
export const drillRestore: typeof import("./drill/restore.ts").drillRestore = async (...given) =>
  (await import("./drill/restore.ts")).drillRestore(...given);
export const drillScenario: typeof import("./drill/scenario/drillScenario.ts").drillScenario = async (
  ...given
) => (await import("./drill/scenario/drillScenario.ts")).drillScenario(...given);
export const drillZone: typeof import("./drill/zone.ts").drillZone = async (...given) =>
  (await import("./drill/zone.ts")).drillZone(...given);
export const drillsOf: typeof import("./drill/kept.ts").drillsOf = async (options) =>
  (await import("./drill/kept.ts")).drillsOf(options);
export const drillSchedule: typeof import("./drill/schedule.ts").drillSchedule = async (options) =>
  (await import("./drill/schedule.ts")).drillSchedule(options);
export const drillsDue: typeof import("./drill/schedule.ts").drillsDue = async (options) =>
  (await import("./drill/schedule.ts")).drillsDue(options);
export const graph: typeof import("./graph/graph.ts").graph = async (...given) =>
  (await import("./graph/graph.ts")).graph(...given);
export const init: typeof import("./init/init.ts").init = async (...given) =>
  (await import("./init/init.ts")).init(...given);
export const plan: typeof import("./plan/plan.ts").plan = async (...given) =>
  (await import("./plan/plan.ts")).plan(...given);
export const recoveryModes: typeof import("./recovery/modes.ts").recoveryModes = async (options) =>
  (await import("./recovery/modes.ts")).recoveryModes(options);
export const rehearse: typeof import("./rehearse/rehearse.ts").rehearse = async (...given) =>
  (await import("./rehearse/rehearse.ts")).rehearse(...given);
export const writeReport: typeof import("./rehearse/report.ts").writeReport = async (...given) =>
  (await import("./rehearse/report.ts")).writeReport(...given);
export const schema: typeof import("./schema/schema.ts").schema = async (...given) =>
  (await import("./schema/schema.ts")).schema(...given);
export const synth: typeof import("./synth/synth.ts").synth = async (...given) =>
  (await import("./synth/synth.ts")).synth(...given);

type Sandbox = typeof import("./sandbox/sandbox.ts");
export const sandboxUp: Sandbox["sandboxUp"] = async (options) =>
  (await import("./sandbox/sandbox.ts")).sandboxUp(options);
export const sandboxStatus: Sandbox["sandboxStatus"] = async (options) =>
  (await import("./sandbox/sandbox.ts")).sandboxStatus(options);
export const sandboxCalls: Sandbox["sandboxCalls"] = async (options) =>
  (await import("./sandbox/sandbox.ts")).sandboxCalls(options);
export const sandboxDown: Sandbox["sandboxDown"] = async (options) =>
  (await import("./sandbox/sandbox.ts")).sandboxDown(options);

type Fault = typeof import("./sandbox/fault.ts");
export const loseRegion: Fault["loseRegion"] = async (options) =>
  (await import("./sandbox/fault.ts")).loseRegion(options);
export const restoreRegion: Fault["restoreRegion"] = async (options) =>
  (await import("./sandbox/fault.ts")).restoreRegion(options);
export const strikeCalls: Fault["strikeCalls"] = async (options) =>
  (await import("./sandbox/fault.ts")).strikeCalls(options);
export const clearFaults: Fault["clearFaults"] = async (options) =>
  (await import("./sandbox/fault.ts")).clearFaults(options);
export const listFaults: Fault["listFaults"] = async (options) =>
  (await import("./sandbox/fault.ts")).listFaults(options);

type Runbooks = typeof import("./runbook/run.ts") & typeof import("./runbook/show.ts");
export const runbookList = async () => (await import("./runbook/show.ts")).runbookList();
export const runbookShow: Runbooks["runbookShow"] = async (options) =>
  (await import("./runbook/show.ts")).runbookShow(options);
export const runbookExport: Runbooks["runbookExport"] = async (options) =>
  (await import("./runbook/show.ts")).runbookExport(options);
export const runbookRun: Runbooks["runbookRun"] = async (...given) =>
  (await import("./runbook/run.ts")).runbookRun(...given);
type OnMachine = typeof import("./runbook/onMachine/calls.ts") & typeof import("./runbook/onMachine/run.ts");
export const runbookOnAws: OnMachine["runbookOnAws"] = async (...given) =>
  (await import("./runbook/onMachine/run.ts")).runbookOnAws(...given);
export const runbookOnAwsDryRun: OnMachine["runbookOnAwsDryRun"] = async (options) =>
  (await import("./runbook/onMachine/calls.ts")).runbookOnAwsDryRun(options);
export const runbookResume: Runbooks["runbookResume"] = async (...given) =>
  (await import("./runbook/run.ts")).runbookResume(...given);
type Switch = typeof import("./runbook/switch.ts");
export const runbookSwitch: Switch["runbookSwitch"] = async (...given) =>
  (await import("./runbook/switch.ts")).runbookSwitch(...given);
export const runbookAbandon: Runbooks["runbookAbandon"] = async (options) =>
  (await import("./runbook/run.ts")).runbookAbandon(options);

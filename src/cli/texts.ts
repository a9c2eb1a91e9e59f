import type {
  CallRecord,
  CheckResult,
  DoctorResult,
  PlanSummary,
  RehearsalResult,
  SandboxStatus,
  SynthResult,
  WrittenReport,
} from "../actions/index.ts";
import { customersLines } from "./customersText.ts";

export function checkText(result: CheckResult): string {
  const lines = [`${result.platform}  ${result.file}`, ""];
  for (const { name, regions, stacks, resources, provisioning, cost } of result.environments) {
    const places = regions.map(({ name: region, role }) =>
      role === "recovery" ? `${region} (recovery)` : region,
    );
    lines.push(
      `  ${name.padEnd(14)} ${places.join(", ")}`,
      `  ${"".padEnd(14)} ${stacks} stacks, ${resources} resources`,
      `  ${"".padEnd(14)} ${provisioningLine(provisioning)}`,
      ...costLines(cost).map((line) => `  ${"".padEnd(14)} ${line}`),
    );
  }
  const { organization } = result;
  if (organization !== undefined) {
    const { homeRegion, accounts, stacks, resources } = organization;
    lines.push(
      `  ${"organization".padEnd(14)} ${accounts.length} accounts, home region ${homeRegion}`,
      `  ${"".padEnd(14)} ${stacks} stacks, ${resources} resources`,
    );
  }
  lines.push("");
  for (const { severity, where, text, fix } of result.findings)
    lines.push(`${severity}  ${where}`, `  ${text}`, `  ${fix}`, "");
  if (result.findings.length === 0) lines.push("No findings.");
  lines.push(`Checked: ${result.checked.join(", ")}.`, `Not checked: ${result.notChecked.join("; ")}.`);
  return `${lines.join("\n")}\n`;
}

/** Services and teams named in a line; `cost estimate --by` has them all. */
const PARTS_NAMED = 4;

/** What a month costs against its budget, where that goes, and how sure it is. */
function costLines({
  monthly,
  budget,
  verdict,
  unpriced,
  grade,
  shares,
  assumed,
  recalled,
}: CheckResult["environments"][number]["cost"]): readonly string[] {
  const money = (amount: number) =>
    amount.toLocaleString("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
  const [low, expected, high] = [monthly.low, monthly.expected, monthly.high].map(money);
  const against =
    budget === undefined ? "no budget" : `budget $${budget.toLocaleString("en-US")}: ${verdict}`;
  const short = unpriced.length === 0 ? "" : `, short of ${unpriced.length} things without a price`;
  const where = shares.map(({ by, parts }) => {
    const named = parts
      .slice(0, PARTS_NAMED)
      .map(({ name, monthly: part }) => `${name} ${money(part.expected)}`);
    const more = parts.length > PARTS_NAMED ? ` and ${parts.length - PARTS_NAMED} more` : "";
    return `  by ${by === "owner" ? "team" : by}: ${named.join(", ")}${more}`;
  });
  return [
    `costs ${expected} a month (${low} to ${high}, ${grade}), ${against}${short}`,
    ...where,
    `  of that ${money(assumed)} on assumed use, ${money(recalled)} on recalled prices`,
  ];
}

/** From nothing until it stands, against the objective, and how sure the figures behind it are. */
function provisioningLine({
  total,
  objective,
  recalled,
  grade,
}: CheckResult["environments"][number]["provisioning"]): string {
  const minutes = (seconds: number) => Math.ceil(seconds / 60);
  const met = objective.metAtP50
    ? `met at p50, ${objective.metAtP95 ? "and" : "not"} at p95`
    : "not met at p50";
  const carried =
    recalled.length === 1 ? "1 recalled figure carries it" : `${recalled.length} recalled figures carry it`;
  return `stands after ${minutes(total.p50.seconds)} min typical, ${minutes(total.p95.seconds)} pessimistic (${grade}, ${carried}), objective ${minutes(objective.seconds)} min: ${met}`;
}

export function synthText({ out, stacks }: SynthResult): string {
  const width = Math.max(...stacks.map(({ id }) => id.length));
  const lines = stacks.map(({ id, resources }) => `  ${id.padEnd(width)}  ${resources} resources`);
  return `${lines.join("\n")}\n${stacks.length} stacks written to ${out}\n`;
}

export function doctorText({ ready, checks }: DoctorResult): string {
  const lines = checks.flatMap(({ what, ok, found, fix }) => [
    `${ok ? "✓" : "✗"} ${what}: ${found}`,
    ...(fix === undefined ? [] : [`    ${fix}`]),
  ]);
  const end = ready
    ? "Ready to rehearse."
    : "Not ready to rehearse. check and synth work without any of this.";
  return `${lines.join("\n")}\n${end}\n`;
}

export function statusText(status: SandboxStatus): string {
  const { endpoint, emulator, lostRegions, calls, ownMs, overlays, refusals, now } = status;
  return `${[
    `Sandbox at ${endpoint}, process ${status.pid}`,
    `  emulator  ${emulator.kind} at ${emulator.endpoint}, ${emulator.alive ? "alive" : "gone"}`,
    `  clock     ${now}`,
    `  lost      ${lostRegions.length === 0 ? "no region" : lostRegions.join(", ")}`,
    `  calls     ${calls}, own time ${ownMs.p50.toFixed(2)} ms at the median, ${ownMs.p95.toFixed(2)} ms at the 95th percentile`,
    "  overlays",
    ...overlays.map(({ name, grade, models }) => `    ${name} (${grade}): ${models}`),
    `  refusals  ${refusals.length} rules: what AWS rejects and the emulator would accept`,
    ...refusals.map(({ id }) => `    ${id}`),
  ].join("\n")}\n`;
}

export function callsText(calls: readonly CallRecord[]): string {
  const lines = calls.map(({ time, caller, homeRegion, signedRegion, service, action, outcome, status }) => {
    const signed = signedRegion === homeRegion ? "" : ` (signed ${signedRegion})`;
    return `${time.slice(11, 23)}  ${caller.padEnd(11)} ${homeRegion}${signed}  ${service}:${action}  ${outcome} ${status}`;
  });
  return lines.length === 0 ? "No such calls.\n" : `${lines.join("\n")}\n`;
}

export function rehearsalText(result: RehearsalResult, report: WrittenReport): string {
  const { resources, plans, calls, failover, failback, seconds } = result;
  const lines = [
    "",
    result.proven
      ? `PROVEN on the emulated AWS: ${result.platform} ${result.environment} survives the loss of ${result.lost}.`
      : `NOT PROVEN: ${result.platform} ${result.environment}, loss of ${result.lost}.`,
    "",
    `  resources   ${resources.emitted} emitted, ${resources.validated} validated, ${resources.applied} applied${gradesText(resources.grades)}`,
    `  plans       ${planText("after the apply", plans.second)}`,
    `              ${planText(`${result.lost} gone, failed over`, plans.afterFailover)}`,
    ...(plans.afterReturn === undefined
      ? []
      : [`              ${planText(`${result.lost} back, what it brings back`, plans.afterReturn)}`]),
    `              ${planText(`${result.lost} back, failed back`, plans.afterFailback)}`,
  ];
  if (calls !== undefined) {
    lines.push(
      `  failover    ${calls.byFailover} calls: ${calls.toLostRegion} into ${result.lost}, ${calls.toFallenControlPlanes} to control planes that fell with it`,
    );
  }
  if (failover !== undefined) {
    const back = failback === undefined ? "" : `, failback ${failback.modelledSeconds.toFixed(0)} s`;
    lines.push(
      `              ${failover.modelledSeconds.toFixed(0)} s${back} on the sandbox's clock: modelled, not measured on AWS`,
    );
  }
  lines.push(...customersLines(result), ...modelledLines(result));
  for (const [store, seen] of Object.entries(result.writers)) {
    if (seen.afterApply === "every copy") continue;
    const path = [seen.afterApply, seen.afterFailover, seen.afterFailback].map((region) => region ?? "?");
    lines.push(`  writer      ${store}: ${path.join(" -> ")}`);
  }
  lines.push(
    `  time        ${(seconds.total ?? 0).toFixed(0)} s in all, ${result.peakMemoryMb ?? "?"} MB at the peak`,
  );
  for (const { stack, message } of result.failures) lines.push(`  failed      ${stack}: ${message}`);
  for (const [moment, plan] of Object.entries(plans) as [string, PlanSummary | undefined][]) {
    for (const { id, reason, expected } of plan?.unplannable ?? [])
      if (!expected) lines.push(`  no plan     ${moment}, ${id}: ${reason}`);
  }
  for (const { what, why, fix } of result.notDone)
    lines.push(`  NOT DONE    ${what}: ${why}`, `              ${fix}`);
  for (const { type, count, reason } of resources.notEmulated)
    lines.push(`  not applied ${count} × ${type}: ${reason}`);
  lines.push("", `Report: ${report.html}`, `        ${report.markdown}`, `        ${report.json}`, "");
  return lines.join("\n");
}

/** Not the platform's fault: a rehearsal that ended so proves nothing either way. */
const ENVIRONMENT = new Set(["terraform-missing", "emulator-missing", "interrupted"]);
const HELD = new Set(["state-locked"]);

/** 0 proven; 1 proven wrong; 3 when tools were missing, it was interrupted, or a state was held by somebody else. */
export function rehearsalExitCode({ proven, notDone, failures, plans, findings }: RehearsalResult): number {
  if (proven) return findings.some(({ severity }) => severity === "error") ? 1 : 0;
  const unplannable = Object.values(plans).flatMap(
    (plan: PlanSummary | undefined) => plan?.unplannable ?? [],
  );
  const held = [...failures, ...unplannable].some(({ code }) => code !== undefined && HELD.has(code));
  const hindered = failures.length === 0 && notDone.some(({ code }) => ENVIRONMENT.has(code));
  const gone = notDone.some(({ code }) => code === "emulator-gone");
  return held || hindered || gone ? 3 : 1;
}

function planText(moment: string, plan: PlanSummary | undefined): string {
  if (plan === undefined) return `${moment}: not reached`;
  const { stacks, add, change, replace, destroy, unplannable } = plan;
  const missing = unplannable.length === 0 ? "" : `, ${unplannable.length} cannot be planned then`;
  return `${moment}: ${add} add, ${change} change, ${replace} replace, ${destroy} destroy in ${stacks.length} stacks${missing}`;
}

/** The critical services by how long the model says that they would be away on AWS. */
function modelledLines({ modelledLoss }: RehearsalResult): readonly string[] {
  if (modelledLoss === undefined) return [];
  const critical = modelledLoss.services.filter((service) => service.critical);
  const width = Math.max(0, ...critical.map(({ name }) => name.length));
  const lines = critical.map(({ name, rto }) => {
    const label = name.padEnd(width);
    if (rto === undefined) return `${label}  no way back`;
    const back = [rto.p50, rto.p95, rto.p99].map((seconds) => `${(seconds / 60).toFixed(1)}`).join(" / ");
    const kept = rto.p95 <= rto.objectiveSeconds ? "" : ", missed 1 time in 20 or more";
    return `${label}  ${back} min of ${rto.objectiveSeconds / 60}${kept}${rto.recalled.length === 0 ? "" : " (recalled figures)"}`;
  });
  const watch =
    modelledLoss.startedBy === "watch" && lines.length > 0
      ? ["started by a watch, while the recovery switch says on; as born it says manual"]
      : [];
  return [...lines, ...watch].map((line, index) => `  ${index === 0 ? "on AWS    " : "          "}  ${line}`);
}

function gradesText(grades: RehearsalResult["resources"]["grades"]): string {
  const parts = Object.entries(grades).map(([grade, count]) => `${count} ${grade}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson } from "../../lib/index.ts";
import type { PlanSummary, RehearsalResult, StepSummary } from "./result.ts";

export interface WrittenReport {
  readonly json: string;
  readonly markdown: string;
}

/** Writes the result beside the configuration's other state: once for programs, once for people. */
export async function writeReport(dir: string, result: RehearsalResult): Promise<WrittenReport> {
  await mkdir(dir, { recursive: true });
  const written = { json: join(dir, "report.json"), markdown: join(dir, "report.md") };
  await replace(written.json, canonicalJson(result));
  await replace(written.markdown, reportMarkdown(result));
  return written;
}

async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

/** The report as Markdown: verdict first, then what it rests on. */
export function reportMarkdown(result: RehearsalResult): string {
  const { resources, plans, calls, failover, failback } = result;
  const sections = [
    `# Rehearsal of ${result.platform}, ${result.environment}: loss of ${result.lost}`,
    verdict(result),
    "## Plans\nAfter a failover Terraform must have nothing to do: the role of a region is a fact of the day and stands nowhere in the configuration.",
    table(
      ["moment", "stacks planned", "add", "change", "replace", "destroy", "cannot be planned"],
      [
        planRow("second plan, after the apply", plans.second),
        planRow(`${result.lost} gone, after the failover`, plans.afterFailover),
        planRow(`${result.lost} back, after the failback`, plans.afterFailback),
      ],
    ),
    unplannable(plans.afterFailover),
    changes(plans),
    calls === undefined
      ? ""
      : `## Calls\nThe failover made ${calls.byFailover} AWS calls: ${calls.toLostRegion} into ${result.lost}, ${calls.toFallenControlPlanes} to global control planes that fell with it. Planning made ${calls.byPlanning.total} meanwhile, ${calls.byPlanning.toLostRegion} of them into ${result.lost}. ${calls.total} calls in all; the gateway's own time on a call was ${calls.gatewayMs.p50.toFixed(2)} ms at the median.`,
    steps("## Failover", failover),
    steps("## Failback", failback),
    writers(result),
    `## Resources\n${resources.emitted} emitted, ${resources.validated} validated by Terraform and the AWS provider, ${resources.applied} applied to the emulated AWS. By grade: ${grades(resources.grades)}.\n\n*echoed*: the emulator accepted the shape of the request. *validated*: checked against what AWS documents that it refuses. *modelled*: behaviour was simulated. Nothing here was measured on AWS.`,
    table(
      ["type", "applied", "grade"],
      resources.byType.map(({ type, count, grade }) => [type, String(count), grade]),
    ),
    resources.notEmulated.length === 0
      ? ""
      : `### Not applied\n${list(resources.notEmulated.map(({ type, count, reason }) => `${count} × \`${type}\`: ${reason}`))}`,
    time(result),
    result.findings.length === 0
      ? ""
      : `## Findings\n${list(result.findings.map(({ severity, where, text, fix }) => `**${severity}** ${where}: ${text} ${fix}`))}`,
    result.failures.length === 0
      ? ""
      : `## Failures\n${list(result.failures.map(({ stack, message }) => `${stack}: ${message}`))}`,
    result.notDone.length === 0
      ? ""
      : `## Not done\n${list(result.notDone.map(({ what, why, fix }) => `${what}: ${why}. ${fix}`))}`,
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function verdict({ proven, lost }: RehearsalResult): string {
  return proven
    ? `**Proven on the emulated AWS:** the platform applies, loses ${lost}, fails over without a call to it, takes it back, and Terraform has nothing to do at any of these moments.`
    : "**Not proven.** What is missing stands below.";
}

function planRow(moment: string, plan: PlanSummary | undefined): string[] {
  if (plan === undefined) return [moment, "not reached", "", "", "", "", ""];
  const { stacks, add, change, replace, destroy, unplannable } = plan;
  return [moment, stacks.length, add, change, replace, destroy, unplannable.length].map(String);
}

function unplannable(plan: PlanSummary | undefined): string {
  if (plan === undefined || plan.unplannable.length === 0) return "";
  return `Not planned while the region was gone:\n${list(plan.unplannable.map(({ id, reason }) => `${id}: ${reason}`))}`;
}

function changes(plans: RehearsalResult["plans"]): string {
  const wanted = Object.entries(plans).flatMap(([moment, plan]) =>
    (plan?.stacks ?? []).flatMap((stack) =>
      stack.changes.map((change) => `${moment}, ${stack.id}: ${change}`),
    ),
  );
  return wanted.length === 0 ? "" : `### What Terraform wanted to do\n${list(wanted)}`;
}

function steps(title: string, summary: StepSummary | undefined): string {
  if (summary === undefined) return "";
  const rows = summary.steps.map((step) => [
    step.title,
    step.region,
    step.plane,
    step.outcome,
    step.detail,
    `${((step.endedAt - step.startedAt) / 1000).toFixed(0)} s`,
  ]);
  const intro = `${summary.completed ? "Completed" : "**Not completed**"}; ${summary.modelledSeconds.toFixed(0)} s on the sandbox's clock, which is a model and not AWS.`;
  return `${title}\n${intro}\n\n${table(["step", "calls", "plane", "outcome", "seen", "modelled time"], rows)}`;
}

function writers({ writers }: RehearsalResult): string {
  const stores = Object.entries(writers);
  if (stores.length === 0) return "";
  const moments = ["afterApply", "afterLoss", "afterFailover", "afterReturn", "afterFailback"] as const;
  const rows = stores.map(([store, seen]) => [store, ...moments.map((moment) => seen[moment] ?? "")]);
  const heads = [
    "store",
    "after apply",
    "after the loss",
    "after failover",
    "after return",
    "after failback",
  ];
  return `## Who writes\n${table(heads, rows)}`;
}

function time({ seconds, criticalPath, peakMemoryMb }: RehearsalResult): string {
  const stages = Object.entries(seconds).map(([stage, value]) => [stage, `${value.toFixed(1)} s`]);
  const chain = criticalPath.map(
    ({ stack, seconds: taken, slowest }) =>
      `${stack}, ${taken.toFixed(0)} s${slowest === "" ? "" : ` (slowest: ${slowest})`}`,
  );
  const path = chain.length === 0 ? "" : `\n\nThe chain that bounded the apply:\n${list(chain)}`;
  const memory =
    peakMemoryMb === undefined
      ? ""
      : `\n\nPeak memory: ${peakMemoryMb} MB, Terraform and its providers included.`;
  return `## Time\n${table(["stage", "wall clock"], stages)}${path}${memory}`;
}

function grades(counts: RehearsalResult["resources"]["grades"]): string {
  const parts = Object.entries(counts).map(([grade, number]) => `${number} ${grade}`);
  return parts.length === 0 ? "none applied" : parts.join(", ");
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item.replaceAll("\n", " ")}`).join("\n");
}

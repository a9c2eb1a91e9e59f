import { GRADES, type Grade } from "../../lib/index.ts";
import { type Fact, type Figure, type ReportDocument, spoken, type Verdict } from "../../report/index.ts";
import { costFigure, costSection } from "./reportCost.ts";
import { gapSections, readingSection } from "./reportGaps.ts";
import { modelledLossSection } from "./reportModel.ts";
import { proofSections } from "./reportProof.ts";
import { provisioningFigure, provisioningSection } from "./reportProvisioning.ts";
import { recoverySections } from "./reportRecovery.ts";
import { resourceSections } from "./reportResources.ts";
import type { RehearsalResult } from "./result.ts";
import { divergedWrites } from "./verdict.ts";

/** A rehearsal as a report: the verdict, then what it rests on. What is missing comes before what was reached. */
export function reportDocument(result: RehearsalResult): ReportDocument {
  const { missing, findings } = gapSections(result);
  return {
    kind: "Rehearsal",
    title: `${result.platform}, ${result.environment}: the loss of ${result.lost}`,
    made: result.begun,
    maker: `Trireme ${result.versions.trireme}`,
    verdict: verdict(result),
    facts: facts(result),
    figures: figures(result),
    sections: [
      ...missing,
      ...proofSections(result),
      ...recoverySections(result),
      ...(result.modelledLoss === undefined
        ? []
        : [modelledLossSection(result.modelledLoss, result.failover)]),
      ...findings,
      ...(result.provisioning === undefined ? [] : [provisioningSection(result.provisioning)]),
      ...(result.cost === undefined ? [] : [costSection(result.cost)]),
      ...resourceSections(result),
      readingSection(result),
    ],
  };
}

function verdict(result: RehearsalResult): Verdict {
  const { proven, lost, failures, notDone, plans } = result;
  if (proven) {
    return {
      standing: "good",
      headline: "Proven on the emulated AWS",
      text: `The platform applies, loses ${lost}, fails over without a call to it, takes it back, and Terraform has nothing to do at any of these moments. Nothing here was measured on AWS.`,
    };
  }
  const wanted = Object.values(plans).reduce(
    (sum, plan) => sum + (plan === undefined ? 0 : wantedBy(plan)),
    0,
  );
  const diverged = divergedWrites(result);
  const reasons = [
    counted(failures.length, "stack could not be applied", "stacks could not be applied"),
    counted(wanted, "change was still wanted by Terraform", "changes were still wanted by Terraform"),
    counted(
      diverged,
      "acknowledged write stands on an old writer's side only",
      "acknowledged writes stand on an old writer's side only",
    ),
    counted(notDone.length, "thing was not done", "things were not done"),
  ].filter((reason) => reason !== undefined);
  return {
    standing: failures.length > 0 || wanted > 0 || diverged > 0 ? "bad" : "attention",
    headline: "Not proven",
    text: `${reasons.length === 0 ? "Something did not come out as it must" : sentence(reasons)}. What is missing stands first; nothing that was not looked at counts as passed.`,
  };
}

function counted(count: number, one: string, many: string): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? one : many}`;
}

function sentence(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

function facts({ platform, environment, lost, begun, versions }: RehearsalResult): readonly Fact[] {
  const unknown = "not found";
  return [
    { term: "Platform", value: platform },
    { term: "Environment", value: environment },
    { term: "Region lost", value: lost },
    { term: "Begun", value: `${begun.slice(0, 16).replace("T", " ")} UTC` },
    { term: "Terraform", value: versions.terraform ?? unknown },
    { term: "AWS provider", value: versions.provider ?? "not asked" },
    { term: "Emulated AWS", value: versions.emulator ?? unknown },
    { term: "Trireme", value: versions.trireme },
  ];
}

function figures(result: RehearsalResult): readonly Figure[] {
  const { resources, calls, failover, failback, seconds, peakMemoryMb, lost } = result;
  const whole = resources.applied === resources.emitted;
  const weakest = GRADES.find((grade) => (resources.grades[grade] ?? 0) > 0);
  const list: Figure[] = [
    {
      label: "Resources standing in the emulated AWS",
      value: `${number(resources.applied)} of ${number(resources.emitted)}`,
      note: gradesText(resources.grades),
      standing: whole ? "good" : resources.applied === 0 ? "open" : "bad",
    },
    plansFigure(result, weakest),
  ];
  if (calls !== undefined) {
    const strayed = calls.toLostRegion + calls.toFallenControlPlanes;
    list.push({
      label: "Calls of the failover that needed the lost region",
      value: `${strayed} of ${calls.byFailover}`,
      note: `${calls.toLostRegion} into ${lost}, ${calls.toFallenControlPlanes} to global control planes that fell with it`,
      standing: strayed === 0 ? "good" : "bad",
      grade: "modelled",
    });
  }
  if (failover !== undefined) {
    list.push({
      label: "Failover, on the sandbox's clock",
      value: spoken(failover.modelledSeconds),
      note: `${failover.completed ? "Completed" : "Not completed"}${failback === undefined ? "" : `; failback ${spoken(failback.modelledSeconds)}`}. Waits of the model, not of AWS`,
      standing: failover.completed ? "good" : "bad",
      grade: "modelled",
      recalled: true,
    });
  }
  if (result.provisioning !== undefined) list.push(provisioningFigure(result.provisioning));
  if (result.cost !== undefined) list.push(costFigure(result.cost));
  const memory = peakMemoryMb === undefined ? "" : `, ${number(peakMemoryMb)} MB of memory at the peak`;
  list.push({
    label: "The whole rehearsal",
    value: spoken(seconds.total ?? 0),
    note: `Wall clock of this machine${memory}`,
  });
  return list;
}

/** Resource changes over all plans there are. Only empty plans in every round are good. */
function plansFigure({ plans }: RehearsalResult, grade: Grade | undefined): Figure {
  const rounds = [plans.second, plans.afterFailover, plans.afterFailback];
  const made = [...rounds, plans.afterReturn].filter((plan) => plan !== undefined);
  const wanted = made.reduce((sum, plan) => sum + wantedBy(plan), 0);
  const unknown = made.flatMap((plan) => plan.unplannable).filter(({ expected }) => !expected).length;
  const clean = wanted === 0 && unknown === 0;
  const whole = rounds.every((plan) => plan !== undefined);
  return {
    label: "Changes left for Terraform to make",
    value: made.length === 0 ? "not reached" : number(wanted),
    note: `In ${made.length} of ${Math.max(made.length, rounds.length)} rounds of plans: applied, region gone, region back${unknown === 0 ? "" : `; ${counted(unknown, "plan failed", "plans failed")}`}`,
    standing: made.length === 0 ? "open" : !clean ? "bad" : whole ? "good" : "attention",
    ...(grade === undefined || made.length === 0 ? {} : { grade }),
  };
}

function wantedBy(plan: NonNullable<RehearsalResult["plans"]["second"]>): number {
  return plan.stacks.reduce((sum, { changes }) => sum + changes.length, 0);
}

/** `412 modelled, 301 validated, 617 echoed`: the strongest first. */
function gradesText(grades: RehearsalResult["resources"]["grades"]): string {
  const parts = GRADES.toReversed().flatMap((grade) => {
    const count = grades[grade] ?? 0;
    return count === 0 ? [] : [`${number(count)} ${grade}`];
  });
  return parts.length === 0 ? "none applied" : parts.join(", ");
}

function number(value: number): string {
  return value.toLocaleString("en");
}

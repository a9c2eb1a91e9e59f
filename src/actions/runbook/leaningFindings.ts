import type { Environment, Finding, Platform } from "../../config/index.ts";
import type { ResourceGraph } from "../../graph/index.ts";
import { leaningProblems } from "../../runbooks/index.ts";
import { recoveryMachines } from "../../stacks/index.ts";
import { withLeanings } from "./leanings.ts";

/** What the machines of an environment lean on and could not have, as its graph holds it. */
export function leaningFindings(
  platform: Platform,
  environment: Environment,
  graph: ResourceGraph,
): readonly Finding[] {
  // What its calls need is found for every runbook, machine or not.
  const found = recoveryMachines(platform, environment).flatMap((machine) => {
    const runbook = withLeanings(machine, { platform, environment }, graph);
    return leaningProblems(runbook, runbook.lost).map(({ step, says, fix }) => ({
      code: "recovery/leans-on-what-is-lost",
      severity: "error" as const,
      where: `${environment.name}, ${machine.name} in ${runbook.runsIn}${step === undefined ? "" : `, step ${step}`}`,
      text: says,
      fix,
    }));
  });
  // The parts of a machine that is told what to do lean on its role and its switch together.
  return [...new Map(found.map((each) => [`${each.where} ${each.text}`, each])).values()];
}

import type { Environment, Finding, Platform } from "../../config/index.ts";
import type { ResourceGraph } from "../../graph/index.ts";
import { planeProblems } from "../../runbooks/index.ts";
import { recoveryMachines } from "../../stacks/index.ts";
import { withLeanings } from "./leanings.ts";

/** What the machines of an environment lean on and could not have, as its graph holds it. */
export function leaningFindings(
  platform: Platform,
  environment: Environment,
  graph: ResourceGraph,
): readonly Finding[] {
  return recoveryMachines(platform, environment).flatMap((machine) =>
    planeProblems(withLeanings(machine, { platform, environment }, graph))
      // What its calls need is found for every runbook, machine or not.
      .filter(({ says }) => says.startsWith("it needs the "))
      .map(({ step, says, fix }) => ({
        code: "recovery/leans-on-what-is-lost",
        severity: "error" as const,
        where: `${environment.name}, ${machine.name} in ${machine.runbook.runsIn}${step === undefined ? "" : `, step ${step}`}`,
        text: says,
        fix,
      })),
  );
}

import type { Environment, Finding, Platform } from "../../config/index.ts";
import { planeProblems } from "../../runbooks/index.ts";
import { LONGEST_DEFINITION, machinesTooLong } from "../../stacks/index.ts";
import { everyBook } from "./books.ts";

/** Machines that are not made, since AWS would not take them. Their runbooks run from here all the same. */
export function machineFindings(platform: Platform, environment: Environment): readonly Finding[] {
  if (environment.regions.length < 2) return [];
  return environment.regions.flatMap(({ name: region }) =>
    machinesTooLong(platform, environment, region).map(({ name, length }) => ({
      code: "recovery/machine-too-long",
      severity: "warning" as const,
      where: `${environment.name}, ${name}`,
      text: `its definition would have ${length} characters, and AWS takes about ${LONGEST_DEFINITION}: it is not made`,
      fix: "Run what it would do from a console of yours, without --on aws; or give the region fewer stores.",
    })),
  );
}

/** What the runbooks of an environment need of a region that is lost, for the loss of each of its regions. */
export function runbookFindings(platform: Platform, environment: Environment): readonly Finding[] {
  if (environment.regions.length < 2) return [];
  return environment.regions.flatMap(({ name: lost }) =>
    everyBook(platform, environment, lost)
      .flatMap(({ runbooks }) => runbooks)
      .flatMap((runbook) => planeProblems(runbook))
      .map(({ runbook, step, says, fix }) => ({
        code: "runbook/leans-on-what-is-lost",
        severity: "error" as const,
        where: `${environment.name}, ${runbook} without ${lost}${step === undefined ? "" : `, step ${step}`}`,
        text: says,
        fix,
      })),
  );
}

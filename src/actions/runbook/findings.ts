import type { Environment, Finding, Platform } from "../../config/index.ts";
import { planeProblems } from "../../runbooks/index.ts";
import { everyBook } from "./books.ts";

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

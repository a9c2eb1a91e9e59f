import { hostname, userInfo } from "node:os";
import type { Host } from "../../host/index.ts";
import { TriremeError } from "../../lib/index.ts";
import { planeProblems, type Runbook } from "../../runbooks/index.ts";
import type { Target } from "../workbench/target.ts";
import { refused } from "./books.ts";

/** What is to be begun, as whoever approves it is told. */
export interface Approval {
  readonly name: string;
  readonly environment: string;
  readonly lost: string;
  readonly target: Target["kind"];
  readonly yes: boolean | undefined;
}

/** @throws InputError where nobody is there to be asked */
export async function mayBegin(
  { name, environment, lost, yes, target }: Approval,
  runbooks: readonly Runbook[],
  host: Host,
): Promise<boolean> {
  if (yes) return true;
  if (!host.attended) {
    throw refused("runbook run", {
      code: "option/approval-missing",
      where: "--yes",
      given: "nothing, and nobody is there to answer",
      wanted: "an approval",
      fix: "Look at every call first (--dry-run), then run it with --yes.",
    });
  }
  const where = [...new Set(runbooks.map(({ runsIn }) => runsIn))].join(", ");
  const text =
    runbooks[0]?.lost === undefined
      ? `Run ${name} for ${environment} on ${target}: ${runbooks.map(({ title }) => title).join("; ")}. ${where} acts?`
      : `Run ${name} for ${environment} on ${target}: ${lost} is given up for now, ${where} acts?`;
  return host.confirm({ code: "runbook-approval", text, expected: environment });
}

/** @throws InputError for a runbook that leans on what is lost */
export function refuseProblems(runbooks: readonly Runbook[], file: string): void {
  const [problem] = runbooks.flatMap((runbook) => planeProblems(runbook));
  if (problem === undefined) return;
  throw refused(file, {
    code: "runbook/leans-on-what-is-lost",
    where: `${problem.runbook}${problem.step === undefined ? "" : `, step ${problem.step}`}`,
    given: problem.says,
    wanted: "nothing that falls with the region that is lost",
    fix: problem.fix,
  });
}

/** For journals and executions, and for whoever comes second. */
export function whoami(): string {
  try {
    return `${userInfo().username} on ${hostname()}`;
  } catch (cause) {
    throw new TriremeError("nobody knows who runs this", {
      code: "nobody-knows-who",
      fault: "environment",
      fix: "Run it as a user that the system knows.",
      cause,
    });
  }
}

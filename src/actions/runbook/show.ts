import { systemClock } from "../../lib/index.ts";
import {
  compileRunbook,
  type PlaneProblem,
  type PlannedStep,
  planeProblems,
  planRunbook,
  runbookMarkdown,
} from "../../runbooks/index.ts";
import { runbookNames } from "../recovery/scope.ts";
import { booksOf, type RunbookSelection, selected } from "./books.ts";
import { LIBRARY } from "./library.ts";
import { startCommand } from "./onAws.ts";
import { MACHINE_NAMES } from "./onMachine/machines.ts";

export interface RunbookOptions extends RunbookSelection {
  readonly name: string;
}

/** A runbook as it would run, nothing called. */
export interface ShownRunbook {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly when: string;
  readonly runsIn: string;
  readonly steps: readonly PlannedStep[];
  /** What it needs of the lost region or of a control plane that falls with it. */
  readonly problems: readonly PlaneProblem[];
  /** The command that begins it on AWS; absent where no state machine is made of it. */
  readonly onAws?: string;
}

/** What the library has, and what each of it takes beside the region that it is about. */
export function runbookList(): readonly {
  readonly name: string;
  readonly purpose: string;
  readonly takes: string;
  /** Machines by which `--on aws` runs it, as they are called. */
  readonly machines: readonly string[];
}[] {
  return LIBRARY.map(({ name, purpose, takes }) => ({
    name,
    purpose,
    takes,
    machines: (MACHINE_NAMES[name] ?? []).map((each) => `${each}-<region>`),
  }));
}

/** Every step, every call with its region and plane. */
export async function runbookShow(options: RunbookOptions): Promise<readonly ShownRunbook[]> {
  const { project, environment } = await selected(options, systemClock);
  return booksOf(options, { project, environment }).map((runbook) => {
    const { name, version, title, when, runsIn } = runbook;
    const steps = planRunbook(runbook, runbookNames(project.platform, environment, runsIn));
    const onAws = startCommand(project.platform, environment, runbook, options);
    const problems = planeProblems(runbook);
    return { name, version, title, when, runsIn, steps, problems, ...(onAws === undefined ? {} : { onAws }) };
  });
}

/** One document for each region in which the runbook runs. */
export interface ExportedRunbook {
  readonly runsIn: string;
  readonly format: "asl" | "markdown";
  readonly document: unknown;
}

export async function runbookExport(
  options: RunbookOptions & { readonly format: "asl" | "markdown" },
): Promise<readonly ExportedRunbook[]> {
  const { project, environment } = await selected(options, systemClock);
  return booksOf(options, { project, environment }).map((runbook) => {
    const names = runbookNames(project.platform, environment, runbook.runsIn);
    const document =
      options.format === "asl" ? compileRunbook(runbook, names).document : runbookMarkdown(runbook, names);
    return { runsIn: runbook.runsIn, format: options.format, document };
  });
}

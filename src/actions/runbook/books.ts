import { join } from "node:path";
import type { Environment, Platform } from "../../config/index.ts";
import { InputError, type InputProblem } from "../../lib/index.ts";
import { failback, type Runbook, regionalFailover, type WritersBefore } from "../../runbooks/index.ts";
import { environmentOf, openProject, type Project } from "../project.ts";
import { regionScope } from "../recovery/scope.ts";

/** What every verb about runbooks is told. */
export interface RunbookSelection {
  readonly path?: string;
  readonly environment: string;
  /** Region that is lost, or that is to be given its work back. */
  readonly lost: string;
}

/** Names of the library, each with what it is for. */
export const LIBRARY: readonly { readonly name: string; readonly purpose: string }[] = [
  { name: "regional-failover", purpose: "go on without a region that is gone" },
  { name: "failback", purpose: "give a region that is back its work again, without losing a write" },
];

export interface Selected {
  readonly project: Project;
  readonly environment: Environment;
}

/** @throws InputError for an environment or a region that there is not */
export async function selected(
  { path, environment: name, lost }: RunbookSelection,
  clock: Parameters<typeof openProject>[1],
): Promise<Selected> {
  const project = await openProject(path, clock);
  const environment = environmentOf(project, name);
  const regions = environment.regions.map((region) => region.name);
  if (!regions.includes(lost)) {
    throw refused(project.file, {
      code: "option/unknown-region",
      where: "--lost",
      given: lost,
      wanted: `one of ${regions.join(", ")}`,
      fix: `Name a region of ${name}.`,
    });
  }
  if (regions.length < 2) {
    throw refused(project.file, {
      code: "option/one-region",
      where: "--env",
      given: name,
      wanted: "an environment with more regions than one",
      fix: `${name} has nowhere to go: restore it elsewhere from its backups, or name another environment.`,
    });
  }
  return { project, environment };
}

/** @throws InputError for a name that the library does not have */
export function refuseUnknownRunbook(name: string, file: string): void {
  if (LIBRARY.some((each) => each.name === name)) return;
  throw refused(file, {
    code: "option/unknown-runbook",
    where: "runbook",
    given: name,
    wanted: `one of ${LIBRARY.map((each) => each.name).join(", ")}`,
    fix: "See trireme runbook list.",
  });
}

/** Who writes, for a failback: seen, or as it would be after a failover when nobody has looked. */
export interface Writers {
  readonly before: WritersBefore;
  readonly holders: WritersBefore;
}

/** The runbooks of that name for an environment; usually one, one for each region that takes something over. */
export function booksOf(
  name: string,
  platform: Platform,
  environment: Environment,
  lost: string,
  writers: Writers = supposedWriters(platform, environment, lost),
): readonly Runbook[] {
  const scope = regionScope(platform, environment, lost);
  return name === "failback" ? failback(scope, writers.before, writers.holders) : regionalFailover(scope);
}

/** As if the region had written to all that it holds, and the first other region had taken each over. */
function supposedWriters(platform: Platform, environment: Environment, lost: string): Writers {
  const { stores } = regionScope(platform, environment, lost);
  const held = stores.filter(({ regions }) => regions.includes(lost));
  return {
    before: new Map(held.map(({ id }) => [id, lost])),
    holders: new Map(
      held.flatMap(({ id, regions }) => {
        const other = regions.find((region) => region !== lost);
        return other === undefined ? [] : [[id, other] as const];
      }),
    ),
  };
}

/** Where the journals of an environment's recoveries of a region lie. */
export function journalsOf(siteDir: string, lost: string): string {
  return join(siteDir, "runbooks", lost);
}

export function refused(source: string, problem: InputProblem): InputError {
  return new InputError(source, [problem]);
}

import { join } from "node:path";
import type { Environment, Platform } from "../../config/index.ts";
import { given, InputError, type InputProblem } from "../../lib/index.ts";
import type { Runbook } from "../../runbooks/index.ts";
import { environmentOf, openProject, type Project } from "../project.ts";
import { booksMade, supposedWriters } from "./booksMade.ts";
import { LIBRARY } from "./library.ts";
import type { RunbookParameters, Writers } from "./parameters.ts";

/** What every verb about runbooks is told. */
export interface RunbookSelection extends RunbookParameters {
  readonly path?: string;
  readonly environment: string;
  /** Region that it is about: lost, to be given its work back, or the one whose store, zone or traffic is meant. */
  readonly lost: string;
}

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
      where: "--region",
      given: lost,
      wanted: `one of ${regions.join(", ")}`,
      fix: `Name a region of ${name}.`,
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

/**
 * The runbooks of that name for an environment; usually one, one for each region that takes something over.
 * @throws InputError for parameters that it cannot be made of
 */
export function booksOf(
  {
    name,
    lost: region,
    ...parameters
  }: Omit<RunbookSelection, "path" | "environment"> & { readonly name: string },
  { project: { platform, file }, environment }: Selected,
  writers?: Writers,
): readonly Runbook[] {
  refuseUnknownRunbook(name, file);
  const made = booksMade({ platform, environment, name, region, parameters, ...given({ writers }) });
  if (!("where" in made)) return made;
  throw refused(file, made);
}

/** Every runbook of the library for a region, with whatever can be named in its parameters. */
export function everyBook(
  platform: Platform,
  environment: Environment,
  region: string,
): readonly { readonly name: string; readonly runbooks: readonly Runbook[] }[] {
  const writers = supposedWriters(platform, environment, region);
  return LIBRARY.flatMap(({ name, make, choices }) =>
    choices({ platform, environment, region, parameters: {}, writers }).flatMap((parameters) => {
      const made = make({ platform, environment, region, parameters, writers });
      return "where" in made ? [] : [{ name, runbooks: made }];
    }),
  );
}

/** Where the journals of an environment's recoveries of a region lie. */
export function journalsOf(siteDir: string, lost: string): string {
  return join(siteDir, "runbooks", lost);
}

export function refused(source: string, problem: InputProblem): InputError {
  return new InputError(source, [problem]);
}

/** Beside the journals: while it is there, nothing acts. What stands in it is said. */
export const SWITCH_FILE = "recoveries-off";

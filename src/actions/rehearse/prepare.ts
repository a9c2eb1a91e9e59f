import type { Environment, Unit } from "../../config/index.ts";
import { InputError, systemClock } from "../../lib/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import { environmentOf, openProject, type Project, synthesizeUnit } from "../project.ts";

export interface PreparedUnit {
  readonly unit: Unit;
  readonly stacks: readonly SynthesizedStack[];
}

/** What is to be rehearsed. */
export interface Prepared {
  readonly project: Project;
  readonly environment: Environment;
  /** What is rolled out, one after another: the organization if there is one, then the environment. */
  readonly units: readonly PreparedUnit[];
  /** Stacks of all units. */
  readonly stacks: readonly SynthesizedStack[];
  /** Region to lose. */
  readonly lost: string;
}

export interface Choice {
  readonly path?: string;
  readonly environment?: string;
  readonly lose?: string;
}

/** Reads, resolves and synthesises. Throws `InputError`; writes and starts nothing. */
export async function prepare(choice: Choice): Promise<Prepared> {
  const project = await openProject(choice.path, systemClock);
  const environment = environmentOf(project, choice.environment ?? widest(project));
  const lost = chosenRegion(project, environment, choice.lose);
  const { organization } = project.platform;
  const units = [...(organization === undefined ? [] : [organization]), environment].map((unit) => ({
    unit,
    stacks: synthesizeUnit(project.platform, unit).stacks,
  }));
  return { project, environment, units, stacks: units.flatMap(({ stacks }) => stacks), lost };
}

/** Name of the environment with the most regions, the first of equals. */
function widest({ platform }: Project): string | undefined {
  return platform.environments.toSorted((a, b) => b.regions.length - a.regions.length)[0]?.name;
}

function chosenRegion({ file }: Project, environment: Environment, name: string | undefined): string {
  const regions = environment.regions.map((each) => each.name);
  const found = name === undefined ? regions[0] : regions.find((each) => each === name);
  if (found !== undefined) return found;
  throw new InputError(file, [
    {
      code: "option/unknown-region",
      where: "--lose",
      given: name ?? "nothing",
      wanted: `a region of ${environment.name}: ${regions.join(", ")}`,
      fix: "Name a region that the environment has.",
    },
  ]);
}

import type { Environment } from "../../config/index.ts";
import { InputError, systemClock } from "../../lib/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import { environmentOf, openProject, type Project, synthesizeEnvironment } from "../project.ts";

/** What is to be rehearsed. */
export interface Prepared {
  readonly project: Project;
  readonly environment: Environment;
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
  const { stacks } = synthesizeEnvironment(project.platform, environment);
  return { project, environment, stacks, lost };
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

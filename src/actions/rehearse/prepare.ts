import type { Environment } from "../../config/index.ts";
import { InputError, systemClock } from "../../lib/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import { openProject, type Project, synthesizeEnvironment } from "../project.ts";

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
  const environment = chosenEnvironment(project, choice.environment);
  const lost = chosenRegion(project, environment, choice.lose);
  const { stacks } = synthesizeEnvironment(project.platform, environment);
  return { project, environment, stacks, lost };
}

function chosenEnvironment({ platform, file }: Project, name: string | undefined): Environment {
  const byRegions = [...platform.environments].sort((a, b) => b.regions.length - a.regions.length);
  const found = name === undefined ? byRegions[0] : byRegions.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new InputError(file, [
    {
      code: "option/unknown-environment",
      where: "--env",
      given: name ?? "nothing",
      wanted: `one of ${platform.environments.map((each) => each.name).join(", ")}`,
      fix: "Name an environment of the configuration.",
    },
  ]);
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

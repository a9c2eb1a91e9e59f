import type { Environment } from "../../config/index.ts";
import { graphFromStacks, type ResourceGraph } from "../../graph/index.ts";
import { InputError, type InputProblem, systemClock } from "../../lib/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import { environmentOf, openProject, type Project, synthesizeUnit } from "../project.ts";

/** An environment of which a part is lost, before it is known which stacks that takes. */
export interface DrillSubject {
  readonly project: Project;
  readonly environment: Environment;
  /** All of the environment. */
  readonly all: readonly SynthesizedStack[];
  readonly graph: ResourceGraph;
}

export interface PreparedDrill extends DrillSubject {
  /** What the drill is held on. */
  readonly stacks: readonly SynthesizedStack[];
}

/**
 * Reads, resolves and synthesises; starts nothing.
 * @throws InputError for a bad configuration, and for an environment that there is not
 */
export async function drillSubject(
  path: string | undefined,
  environment: string | undefined,
): Promise<DrillSubject> {
  const project = await openProject(path, systemClock);
  const { environments } = project.platform;
  const widest = environments.toSorted((a, b) => b.regions.length - a.regions.length)[0]?.name;
  const chosen = environmentOf(project, environment ?? widest);
  const { stacks: all } = synthesizeUnit(project.platform, chosen);
  return { project, environment: chosen, all, graph: graphFromStacks(all, { name: chosen.name }) };
}

export function refusedDrill({ project }: Pick<DrillSubject, "project">, problem: InputProblem): InputError {
  return new InputError(project.file, [problem]);
}

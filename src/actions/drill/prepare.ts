import type { Environment } from "../../config/index.ts";
import { graphFromStacks, type ResourceGraph } from "../../graph/index.ts";
import { InputError, type InputProblem, systemClock } from "../../lib/index.ts";
import type { Loss } from "../../recovery/index.ts";
import { asInScope, type Recoverable, type RegionScope } from "../../runbooks/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import { environmentOf, openProject, type Project, synthesizeUnit } from "../project.ts";
import { modelledEffects } from "../recovery/lostRegion.ts";
import { regionScope } from "../recovery/scope.ts";
import { subjectOf } from "../recovery/subject.ts";

/** What every drill of a part of a region may be told. */
export interface DrillOptions {
  readonly path?: string;
  readonly environment?: string;
  readonly signal?: AbortSignal;
}

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
export async function drillSubject({ path, environment }: DrillOptions): Promise<DrillSubject> {
  const project = await openProject(path, systemClock);
  const { environments } = project.platform;
  const widest = environments.toSorted((a, b) => b.regions.length - a.regions.length)[0]?.name;
  const chosen = environmentOf(project, environment ?? widest);
  const { stacks: all } = synthesizeUnit(project.platform, chosen);
  return { project, environment: chosen, all, graph: graphFromStacks(all, { name: chosen.name }) };
}

/** What a loss means on AWS, by the model. */
export function effectsOf({ project, environment, graph }: DrillSubject, loss: Loss) {
  return modelledEffects(project.platform, subjectOf(project.platform, environment, graph), loss);
}

/** A region's recovery of some stores alone: nothing else is there. */
export function scopeOf(
  { project, environment }: DrillSubject,
  region: string,
  stores: readonly Recoverable[],
): RegionScope {
  const { account, clientRegions } = regionScope(project.platform, environment, region);
  return { region, account, clientRegions, ...asInScope(stores), hosts: [] };
}

export function refusedDrill({ project }: Pick<DrillSubject, "project">, problem: InputProblem): InputError {
  return new InputError(project.file, [problem]);
}

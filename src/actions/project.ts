import {
  type Environment,
  type Finding,
  findConfig,
  findings,
  loadPlatform,
  type Platform,
  type Unit,
} from "../config/index.ts";
import { type Clock, InputError } from "../lib/index.ts";
import { type SynthesizedStack, synthesize } from "../stacks/index.ts";

export { namingOf } from "../stacks/index.ts";

/** A configuration file, read and resolved. */
export interface Project {
  /** The configuration file. */
  readonly file: string;
  readonly platform: Platform;
  readonly findings: readonly Finding[];
}

/**
 * Loads the configuration at `path` (a folder, a file, or nothing for the nearest one upwards).
 * Throws `InputError` with everything that is wrong.
 */
export async function openProject(path: string | undefined, clock: Clock): Promise<Project> {
  const file = await findConfig(path ?? process.cwd());
  const platform = await loadPlatform(file, { clock });
  return { file, platform, findings: findings(platform) };
}

/** The environment of that name. Throws `InputError` when there is none, or no name. */
export function environmentOf({ file, platform }: Project, name: string | undefined): Environment {
  const found = platform.environments.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = unitsOf(platform)
    .map((each) => each.name)
    .join(", ");
  throw new InputError(file, [
    {
      code: "option/unknown-environment",
      where: "--env",
      given: name ?? "nothing",
      wanted: `one of ${names}`,
      fix: "Name an environment of the configuration, or add it there.",
    },
  ]);
}

/** All that can be deployed, the organization first: accounts come before what is in them. */
export function unitsOf({ organization, environments }: Platform): readonly Unit[] {
  return [...(organization === undefined ? [] : [organization]), ...environments];
}

/** The environment of that name, or the organization. Throws `InputError` when there is none, or no name. */
export function unitOf(project: Project, name: string | undefined): Unit {
  const { organization } = project.platform;
  return organization !== undefined && name === organization.name
    ? organization
    : environmentOf(project, name);
}

export interface SynthesizedUnit {
  readonly stacks: readonly SynthesizedStack[];
  readonly resources: ResourceTally;
}

export interface ResourceTally {
  readonly total: number;
  /** Resource type to count. */
  readonly byType: Readonly<Record<string, number>>;
}

export function synthesizeUnit(platform: Platform, unit: Unit): SynthesizedUnit {
  const stacks = synthesize(platform, unit);
  return { stacks, resources: tally(stacks) };
}

/** Counts managed resources; nothing of ours uses `count` or `for_each`, so blocks are resources. */
function tally(stacks: readonly SynthesizedStack[]): ResourceTally {
  const byType: Record<string, number> = {};
  for (const { configuration } of stacks) {
    for (const [type, blocks] of Object.entries((configuration.resource ?? {}) as Record<string, object>)) {
      byType[type] = (byType[type] ?? 0) + Object.keys(blocks).length;
    }
  }
  const total = Object.values(byType).reduce((sum, count) => sum + count, 0);
  return { total, byType: Object.fromEntries(Object.entries(byType).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

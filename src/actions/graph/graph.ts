import { basename, resolve } from "node:path";
import {
  graphFromDirectory,
  graphFromPlan,
  graphFromStacks,
  graphFromState,
  LIMITS,
  type Limits,
  type ResourceGraph,
  readDocument,
} from "../../graph/index.ts";
import { type Clock, InputError } from "../../lib/index.ts";
import { openProject, synthesizeUnit, unitOf, unitsOf } from "../project.ts";

export interface GraphOptions {
  /** Configuration of ours; not beside `plan`, `state` or `dir`. */
  readonly path?: string;
  /** One environment of the configuration, or its organization. @default all: their stacks have the environment in their names */
  readonly environment?: string;
  /** JSON of a plan. */
  readonly plan?: string;
  /** JSON of a state, or a state file. */
  readonly state?: string;
  /** Folder of `.tf` files. */
  readonly dir?: string;
  /** Largest plan, state or `.tf` files read, in bytes. @default LIMITS.bytes, 256 MB */
  readonly maxBytes?: number;
  readonly clock: Clock;
}

/**
 * The graph of resources of our own stacks, of a plan, of a state or of a folder of `.tf` files. Throws
 * `InputError` when more than one source is named, or when the source cannot be read.
 */
export async function graph(options: GraphOptions): Promise<ResourceGraph> {
  refuseTwoSources(options);
  const limits: Limits = { ...LIMITS, bytes: options.maxBytes ?? LIMITS.bytes };
  const { plan, state, dir } = options;
  if (plan !== undefined) return graphFromPlan(await readDocument(plan, limits), { name: plan, limits });
  if (state !== undefined) return graphFromState(await readDocument(state, limits), { name: state, limits });
  if (dir !== undefined) return graphFromDirectory(dir, { limits });
  const project = await openProject(options.path, options.clock);
  const units =
    options.environment === undefined ? unitsOf(project.platform) : [unitOf(project, options.environment)];
  const stacks = units.flatMap((unit) => synthesizeUnit(project.platform, unit).stacks);
  const name = options.environment ?? basename(resolve(project.file, ".."));
  return graphFromStacks(stacks, { name, limits });
}

function refuseTwoSources({ path, environment, plan, state, dir }: GraphOptions): void {
  const foreign = Object.entries({ "--plan": plan, "--state": state, "--dir": dir });
  const own = Object.entries({ path, "--env": environment });
  const named = foreign.filter(([, value]) => value !== undefined);
  if (named.length === 0) return;
  const given = [...named, ...own.filter(([, value]) => value !== undefined)].map(([option]) => option);
  if (given.length === 1) return;
  throw new InputError("graph", [
    {
      code: "option/exclude-each-other",
      where: given.join(", "),
      given: `${given.length} sources at once`,
      wanted: "one of --plan, --state, --dir, or a configuration (path, --env)",
      fix: "Leave all but one out; join plans by running graph for each.",
    },
  ]);
}

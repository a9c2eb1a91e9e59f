import { resolve } from "node:path";
import type { Host } from "../../host/index.ts";
import { InputError } from "../../lib/index.ts";
import { type Machine, thisMachine } from "../workbench/machine.ts";
import { onSite, type Site, type SiteOptions } from "../workbench/site.ts";
import { overviewOf } from "./overview.ts";
import type { PlanResult } from "./result.ts";
import { refuseForeignFolder, saveOverview } from "./savedOverview.ts";

export interface PlanActionOptions extends SiteOptions {
  /** Ids of the stacks to plan, with or without the environment before them. @default all */
  readonly stacks?: readonly string[];
  /** Folder to keep the plans in, for `deploy --plan`. @default kept nowhere */
  readonly out?: string;
}

/**
 * Plans every stack of an environment and changes nothing at the target.
 *
 * @throws InputError and TriremeError as `onSite` does
 */
export async function plan(
  options: PlanActionOptions,
  host: Host,
  machine: Machine = thisMachine,
): Promise<PlanResult> {
  if (options.out !== undefined) await refuseForeignFolder(resolve(options.out));
  return onSite(options, "plan", { host, machine }, async (site) => {
    const only = options.stacks === undefined ? undefined : options.stacks.map((id) => stackOf(site, id));
    const overview = await overviewOf(site, only === undefined ? {} : { only });
    if (options.out === undefined) return overview.plan;
    return { ...overview.plan, out: await saveOverview(options.out, overview) };
  });
}

function stackOf({ project, unit, stacks }: Site, given: string): string {
  const found = stacks.find(({ id }) => id === given || id === `${unit.name}/${given}`);
  if (found !== undefined) return found.id;
  throw new InputError(project.file, [
    {
      code: "option/unknown-stack",
      where: "--stack",
      given,
      wanted: `one of ${stacks.map(({ id }) => id).join(", ")}`,
      fix: "Name a stack of the environment.",
    },
  ]);
}

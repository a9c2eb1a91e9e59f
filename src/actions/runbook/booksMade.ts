import type { Environment, Platform } from "../../config/index.ts";
import type { InputProblem } from "../../lib/index.ts";
import { datastoresOf, type Runbook } from "../../runbooks/index.ts";
import { regionScope } from "../recovery/scope.ts";
import type { About } from "./about.ts";
import { LIBRARY } from "./library.ts";
import type { Writers } from "./parameters.ts";

/** The runbooks of a name of the library, or why they cannot be made of what was given. */
export function booksMade({
  name,
  ...about
}: Omit<About, "writers"> & { readonly name: string; readonly writers?: Writers }):
  | readonly Runbook[]
  | InputProblem {
  const { platform, environment, region } = about;
  const writers = about.writers ?? supposedWriters(platform, environment, region);
  return LIBRARY.find((each) => each.name === name)?.make({ ...about, writers }) ?? [];
}

/** As if the region had written to all that it holds, and the first other region had taken each over. */
export function supposedWriters(platform: Platform, environment: Environment, lost: string): Writers {
  const scope = regionScope(platform, environment, lost);
  const held = [...scope.stores, ...datastoresOf(scope)].filter(({ regions }) => regions.includes(lost));
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

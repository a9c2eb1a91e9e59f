import type { Environment, Platform } from "../../config/index.ts";
import type { InputProblem } from "../../lib/index.ts";
import type { RunbookParameters, Writers } from "./parameters.ts";

/** What a runbook of the library is made of. */
export interface About {
  readonly platform: Platform;
  readonly environment: Environment;
  readonly region: string;
  readonly parameters: RunbookParameters;
  readonly writers: Writers;
}

/** By its id, or by its name where the region holds one partition of it. */
export function storeNamed<Held extends { readonly id: string }>(
  { environment, region, parameters: { store: given } }: Omit<About, "writers">,
  held: readonly Held[],
): Held | InputProblem {
  const nameOf = (id: string) => environment.stores.find((each) => each.id === id)?.store;
  const found =
    held.find(({ id }) => id === given) ?? held.find(({ id }) => given !== undefined && nameOf(id) === given);
  if (found !== undefined) return found;
  return {
    code: "option/unknown-store",
    where: "--store",
    given: given ?? "nothing",
    wanted: `a store that ${region} holds: ${held.map(({ id }) => id).join(", ")}`,
    fix: "Name one of them.",
  };
}

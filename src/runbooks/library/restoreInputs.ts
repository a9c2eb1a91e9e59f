import type { Exclusion, Runbook } from "../runbook.ts";
import type { RecoverableStore } from "./scope.ts";

/** In place of a moment that only whoever begins a restore knows. */
export const GIVEN_MOMENT = "{at}";

/** In place of the recovery point that only whoever begins a restore knows. */
export const GIVEN_POINT = "{point}";

/** In place of the moment at which the run began, where a machine runs it. */
export const BEGINNING = "{since}";

/** What a restore is made from, and as what. */
export interface RestoreSource {
  readonly target: string;
  readonly account: string;
  readonly from: { readonly log: string | undefined } | { readonly point: string };
  /** Forms of the recovery points that the store may have, with `*`. */
  readonly pointsLike?: readonly string[];
}

/** What a restore of a store is given, what it takes from whoever begins it, and what it keeps out. */
export function restoreInputs(
  { id }: Pick<RecoverableStore, "id">,
  { target, account, from, pointsLike = [] }: RestoreSource,
): Pick<Runbook, "inputs" | "takes" | "excludes"> {
  const given = "log" in from ? from.log : from.point;
  const takes: Runbook["takes"] =
    given === GIVEN_MOMENT
      ? { at: { is: "moment" } }
      : given === GIVEN_POINT
        ? { point: { like: pointsLike }, since: { is: "beginning" } }
        : undefined;
  return {
    inputs: {
      store: id,
      ...("log" in from ? { from: "log", at: from.log ?? "latest" } : { from: "backup", point: from.point }),
      as: target,
      account,
    },
    ...(takes === undefined ? {} : { takes }),
    excludes: restoresOf(id),
  };
}

/**
 * Restores of one store make a thing of one name, so there is one of them at a time. Whatever else goes on in the region is
 * none of their business: they change nothing that is there, and wait a day for somebody to judge what they made.
 */
function restoresOf(id: string): Exclusion {
  return { key: `restore ${id}`, of: `restore of ${id}` };
}

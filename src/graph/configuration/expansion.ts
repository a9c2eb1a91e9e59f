import { memberOf } from "../document/shape.ts";
import type { Scope } from "../expression/evaluate.ts";
import {
  type Evaluated,
  object,
  plain,
  scalar,
  sortedMembers,
  text,
  unknown,
} from "../expression/evaluated.ts";
import { type InputProblems, overLimit } from "../inputProblems.ts";
import type { Limits } from "../limits.ts";
import { evaluateJson, withName } from "./evaluateJson.ts";

/** One instance of a block. */
export interface Expanded {
  /** Nothing for a block that is there once. */
  readonly key?: string | number;
  /** The scope of its arguments, in which `each` and `count` stand for this instance. */
  readonly scope: Scope;
}

/** The instances of a block, by `count` or `for_each`. */
export interface Expansion {
  readonly kind: "single" | "count" | "for_each" | "unknown";
  /** For `unknown` one, that stands for all. */
  readonly instances: readonly Expanded[];
  /** What decided: its references are those of every instance. */
  readonly decidedBy?: Evaluated;
}

/** Works out how often a block is there. Throws `InputError` past the limit of instances. */
export function expand(
  body: object,
  scope: Scope,
  place: { readonly where: string; readonly problems: InputProblems; readonly limits: Limits },
): Expansion {
  const count = memberOf(body, "count");
  const forEach = memberOf(body, "for_each");
  if (count === undefined && forEach === undefined) return { kind: "single", instances: [{ scope }] };
  const decidedBy = evaluateJson(count ?? forEach, scope);
  const { limits, problems, where } = place;
  const keys =
    count === undefined
      ? eachOf(decidedBy)
      : countOf(decidedBy, limits.instances, (given) =>
          problems.refuse(overLimit("instances", limits.instances, where, given)),
        );
  if (keys === undefined) {
    scope.effort.notice("count-unknown", "count or for_each is not known: one node stands for all instances");
    const inner = withEach(scope, unknown("expression"), unknown("expression"));
    return { kind: "unknown", instances: [{ scope: inner }], decidedBy };
  }
  if (keys.length > limits.instances) {
    problems.refuse(overLimit("instances", limits.instances, where, `${keys.length} instances`));
  }
  return {
    kind: count === undefined ? "for_each" : "count",
    instances: keys.map(([key, value]) => ({ key, scope: withEach(scope, scalar(key), value) })),
    decidedBy,
  };
}

type Keys = readonly (readonly [string | number, Evaluated])[];

function countOf(count: Evaluated, most: number, refuse: (given: string) => never): Keys | undefined {
  const number = Number(text(count) ?? Number.NaN);
  if (!Number.isSafeInteger(number) || number < 0) return undefined;
  if (number > most) refuse(`${number} instances`);
  return Array.from({ length: number }, (_, at) => [at, scalar(at)]);
}

/** A map's entries, or a set of texts, which stand for themselves. */
function eachOf({ value }: Evaluated): Keys | undefined {
  if (value.kind === "object") return sortedMembers(value.members);
  if (value.kind !== "list") return undefined;
  const keys = value.items.map((item) => [plain(item), item] as const);
  return keys.every((each): each is readonly [string, Evaluated] => typeof each[0] === "string")
    ? keys
    : undefined;
}

function withEach(scope: Scope, key: Evaluated, value: Evaluated): Scope {
  const each = object([
    ["key", key],
    ["value", value],
  ]);
  return withName(withName(scope, "each", each), "count", object([["index", key]]));
}

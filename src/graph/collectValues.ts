import type { Json, JsonObject } from "../lib/index.ts";
import { pathText } from "./path.ts";
import { isSensitiveAttribute } from "./sensitiveAttributes.ts";
import type { ResourceValues, UnknownReason } from "./values.ts";

/** A value that must not stand in the graph; a member is left out for it, a list holds null. */
export const HOLE = Symbol("hole");

/** Takes the values of one resource in, path by path, and keeps apart what may not be shown. */
export class ValueCollector {
  readonly type: string;
  /** Values taken in so far. */
  count = 0;
  readonly path: (string | number)[] = [];
  readonly #unknown: [string, UnknownReason][] = [];
  readonly #sensitive: string[] = [];

  constructor(type: string) {
    this.type = type;
  }

  unknown(reason: UnknownReason): typeof HOLE {
    this.#unknown.push([pathText(this.path), reason]);
    return HOLE;
  }

  sensitive(): typeof HOLE {
    this.#sensitive.push(pathText(this.path));
    return HOLE;
  }

  /** One member, unless its name says that it is a secret. `__proto__` is no attribute of anything. */
  member(name: string, take: () => Json | typeof HOLE | undefined): Json | undefined {
    if (name === "__proto__") return undefined;
    this.path.push(name);
    const taken = isSensitiveAttribute(this.type, name) ? this.sensitive() : take();
    this.path.pop();
    return taken === HOLE || taken === null ? undefined : taken;
  }

  item(position: number, take: () => Json | typeof HOLE | undefined): Json {
    this.path.push(position);
    const taken = take();
    this.path.pop();
    return taken === HOLE || taken === undefined ? null : taken;
  }

  finish(known: Json | typeof HOLE | undefined): ResourceValues {
    const isObject = known !== null && typeof known === "object" && !Array.isArray(known);
    return {
      known: isObject ? (known as JsonObject) : {},
      unknown: Object.fromEntries(this.#unknown.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))),
      sensitive: this.#sensitive.sort(),
    };
  }
}

/** A value beside what a plan or state says of it: `true`, or the same shape with `true` inside. */
export interface Marks {
  readonly unknown?: unknown;
  readonly sensitive?: unknown;
}

/** The values of a resource in a plan or state. `values` is what `JSON.parse` gave. */
export function collectMarked(
  type: string,
  values: unknown,
  marks: Marks,
): { readonly values: ResourceValues; readonly count: number } {
  const collector = new ValueCollector(type);
  const known = marked(collector, values, marks.unknown, marks.sensitive);
  return { values: collector.finish(known), count: collector.count };
}

function marked(
  collector: ValueCollector,
  value: unknown,
  unknown: unknown,
  sensitive: unknown,
): Json | typeof HOLE | undefined {
  collector.count += 1;
  if (sensitive === true) return value === null ? undefined : collector.sensitive();
  if (unknown === true) return collector.unknown("computed");
  if (Array.isArray(value) || (Array.isArray(unknown) && !isRecord(value))) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    const length = Math.max(items.length, Array.isArray(unknown) ? unknown.length : 0);
    return Array.from({ length }, (_, position) =>
      collector.item(position, () =>
        marked(collector, items[position], part(unknown, position), part(sensitive, position)),
      ),
    );
  }
  if (!isRecord(value) && !isRecord(unknown)) return value as Json | undefined;
  const names = isRecord(value) ? Object.keys(value) : [];
  if (isRecord(unknown)) {
    for (const name of Object.keys(unknown)) if (part(value, name) === undefined) names.push(name);
  }
  const members: [string, Json][] = [];
  for (const name of names) {
    const inside = [part(value, name), part(unknown, name), part(sensitive, name)] as const;
    // What is unset is not there, and is no secret either.
    if (inside[0] === null && !inside[1]) continue;
    const taken = collector.member(name, () => marked(collector, ...inside));
    if (taken !== undefined) members.push([name, taken]);
  }
  // A shape of marks alone, with nothing marked inside, is no value.
  return members.length === 0 && !isRecord(value) ? undefined : Object.fromEntries(members);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function part(value: unknown, step: string | number): unknown {
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<string | number, unknown>)[step];
}

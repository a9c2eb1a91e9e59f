import type { Json } from "../../lib/index.ts";
import type { UnknownReason } from "../values.ts";

/** A resource that a value was read from. */
export interface Reference {
  /** The stack, for ours. */
  readonly stack: string | undefined;
  /** Module instance and block: `module.a["x"].aws_vpc.main`. */
  readonly block: string;
  readonly key?: string | number;
  readonly attribute?: string;
}

export type Value =
  | { readonly kind: "scalar"; readonly scalar: null | boolean | number | string }
  | { readonly kind: "list"; readonly items: readonly Evaluated[] }
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, Evaluated> }
  /** A resource or a module: an object whose members are worked out when they are read. */
  | { readonly kind: "lazy"; readonly member: (name: string) => Evaluated }
  | { readonly kind: "unknown"; readonly reason: UnknownReason };

/** What an expression gives: its value as far as known, what it was read from, and whether it is a secret. */
export interface Evaluated {
  readonly value: Value;
  readonly references: readonly Reference[];
  readonly sensitive: boolean;
  /** How many scalars are in it; one when missing. */
  readonly weight?: number;
}

/**
 * Scalars that one value may hold. `a = [b, b]`, `b = [c, c]` and so on is small to write down and too large to
 * look at; past this a value is unknown.
 */
const HEAVIEST = 100_000;

const NONE: readonly Reference[] = [];

export function scalar(value: null | boolean | number | string): Evaluated {
  return { value: { kind: "scalar", scalar: value }, references: NONE, sensitive: false };
}

export function unknown(reason: UnknownReason, references: readonly Reference[] = NONE): Evaluated {
  return { value: { kind: "unknown", reason }, references, sensitive: false };
}

export function list(items: readonly Evaluated[]): Evaluated {
  return composite({ kind: "list", items }, items);
}

export function object(members: Iterable<readonly [string, Evaluated]>): Evaluated {
  const map = new Map(members);
  return composite({ kind: "object", members: map }, [...map.values()]);
}

function composite(value: Value, inside: readonly Evaluated[]): Evaluated {
  const weight = inside.reduce((sum, each) => sum + (each.weight ?? 1), 1);
  if (weight <= HEAVIEST) return { value, references: NONE, sensitive: false, weight };
  const references = joined(inside.map((each) => ({ references: deepReferences(each) })));
  return { ...unknown("expression", references), sensitive: inside.some(deeplySensitive) };
}

/** `value`, that also depends on `others`: their references and their secrecy are its own. */
export function dependingOn(value: Evaluated, ...others: readonly Evaluated[]): Evaluated {
  const added = others.filter((other) => other.references.length > 0);
  const sensitive = value.sensitive || others.some((other) => other.sensitive);
  if (added.length === 0) return sensitive === value.sensitive ? value : { ...value, sensitive };
  return { ...value, sensitive, references: joined([value, ...added]) };
}

/** References of several values, each once. */
export function joined(
  values: readonly { readonly references: readonly Reference[] }[],
): readonly Reference[] {
  const filled = values.filter(({ references }) => references.length > 0);
  const [first, ...others] = filled;
  if (first === undefined) return NONE;
  if (others.length === 0) return first.references;
  const seen = new Map<string, Reference>();
  for (const { references } of filled) {
    for (const each of references) {
      seen.set(`${each.stack ?? ""}\n${each.block}\n${each.key ?? ""}\n${each.attribute ?? ""}`, each);
    }
  }
  return [...seen.values()];
}

/** References of a value and of all that is in it. */
export function deepReferences(value: Evaluated): readonly Reference[] {
  return joined([value, ...parts(value).map((each) => ({ references: deepReferences(each) }))]);
}

export function deeplySensitive(value: Evaluated): boolean {
  return value.sensitive || parts(value).some(deeplySensitive);
}

function parts({ value }: Evaluated): readonly Evaluated[] {
  if (value.kind === "list") return value.items;
  return value.kind === "object" ? [...value.members.values()] : [];
}

/** The whole value as JSON, or nothing where any of it is unknown. */
export function plain({ value }: Evaluated): Json | undefined {
  if (value.kind === "scalar") return value.scalar;
  if (value.kind === "list") {
    const items = value.items.map(plain);
    return items.includes(undefined) ? undefined : (items as Json[]);
  }
  if (value.kind !== "object") return undefined;
  const entries = [...value.members].map(([name, each]) => [name, plain(each)] as const);
  return entries.some(([, each]) => each === undefined)
    ? undefined
    : (Object.fromEntries(entries) as Record<string, Json>);
}

export function fromJson(json: unknown): Evaluated {
  if (Array.isArray(json)) return list(json.map(fromJson));
  if (json !== null && typeof json === "object") {
    return object(Object.entries(json).map(([name, value]) => [name, fromJson(value)]));
  }
  const known = json === null || ["boolean", "number", "string"].includes(typeof json);
  return known ? scalar(json as null | boolean | number | string) : unknown("expression");
}

/** As Terraform writes a scalar into a template; nothing for what cannot stand there. */
export function text({ value }: Evaluated): string | undefined {
  return value.kind === "scalar" && value.scalar !== null ? String(value.scalar) : undefined;
}

/** Items of a list, or values of an object in the order of its keys. */
export function items({ value }: Evaluated): readonly Evaluated[] | undefined {
  if (value.kind === "list") return value.items;
  return value.kind === "object" ? sortedMembers(value.members).map(([, each]) => each) : undefined;
}

export function sortedMembers(
  members: ReadonlyMap<string, Evaluated>,
): readonly (readonly [string, Evaluated])[] {
  return [...members].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

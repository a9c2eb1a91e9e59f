import type { Json } from "../../lib/index.ts";
import { cidrSubnet } from "./cidr.ts";
import {
  deeplySensitive,
  deepReferences,
  dependingOn,
  type Evaluated,
  fromJson,
  items,
  list,
  object,
  plain,
  scalar,
  sortedMembers,
  text,
  unknown,
} from "./evaluated.ts";

/** Longest list that `range` gives, and longest text that `join` and others give. */
const LONGEST = 100_000;
const LONGEST_TEXT = 1024 * 1024;

type Shaped = (args: readonly Evaluated[]) => Evaluated | undefined;

/** Functions that keep parts that are unknown: they look only at the shape of their arguments. */
const SHAPED: Readonly<Record<string, Shaped>> = {
  tolist: ([only]) => only && asList(only),
  toset: ([only]) => only && asSet(only),
  tomap: ([only]) => only,
  nonsensitive: ([only]) => only && { ...only, sensitive: false },
  sensitive: ([only]) => only && { ...only, sensitive: true },
  concat: (args) => {
    const lists = args.map(listItems);
    return lists.includes(undefined) ? undefined : list(lists.flatMap((each) => each ?? []));
  },
  flatten: ([only]) => only && flattened(only),
  merge: (args) => {
    const objects = args.map(members);
    return objects.includes(undefined) ? undefined : object(objects.flatMap((each) => [...(each ?? [])]));
  },
  keys: ([only]) => {
    const found = only && members(only);
    return found && list(sortedMembers(found).map(([name]) => scalar(name)));
  },
  values: ([only]) => {
    const found = only && members(only);
    return found && list(sortedMembers(found).map(([, value]) => value));
  },
  length: ([only]) => {
    const found = only && items(only);
    if (found !== undefined) return scalar(found.length);
    const word = only && text(only);
    return word === undefined ? undefined : scalar([...word].length);
  },
  element: ([from, at]) => {
    const found = from && listItems(from);
    const position = at && Number(text(at));
    if (!found?.length || position === undefined || !Number.isInteger(position)) return undefined;
    return found[((position % found.length) + found.length) % found.length];
  },
  one: ([only]) => {
    const found = only && listItems(only);
    return found === undefined || found.length > 1 ? undefined : (found[0] ?? scalar(null));
  },
  lookup: ([from, key, otherwise]) => {
    const found = from && members(from);
    const name = key && text(key);
    return found === undefined || name === undefined ? undefined : (found.get(name) ?? otherwise);
  },
  zipmap: ([names, values]) => {
    const [left, right] = [names && listItems(names)?.map(text), values && listItems(values)];
    if (left === undefined || right === undefined || left.includes(undefined)) return undefined;
    return object(left.map((name, at) => [name ?? "", right[at] ?? unknown("expression")]));
  },
  try: (args) => args.find(({ value }) => value.kind !== "unknown"),
  coalesce: (args) => {
    const first = args.find((arg) => arg.value.kind === "unknown" || (text(arg) ?? "") !== "");
    return first?.value.kind === "unknown" ? undefined : first;
  },
};

type Plain = (args: readonly Json[]) => Json | undefined;

/** Functions of values that are wholly known. Nothing is given for what Terraform would refuse. */
const PLAIN: Readonly<Record<string, Plain>> = {
  tostring: ([a]) => (a === null || typeof a === "object" ? undefined : String(a)),
  tonumber: ([a]) => (Number.isFinite(Number(a)) && a !== null ? Number(a) : undefined),
  tobool: ([a]) => (a === true || a === "true" ? true : a === false || a === "false" ? false : undefined),
  lower: ([a]) => (typeof a === "string" ? a.toLowerCase() : undefined),
  upper: ([a]) => (typeof a === "string" ? a.toUpperCase() : undefined),
  title: ([a]) =>
    typeof a === "string" ? a.replaceAll(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase()) : undefined,
  trimspace: ([a]) => (typeof a === "string" ? a.trim() : undefined),
  trimprefix: ([a, b]) => texts(a, b, (x, y) => (x.startsWith(y) ? x.slice(y.length) : x)),
  trimsuffix: ([a, b]) => texts(a, b, (x, y) => (x.endsWith(y) ? x.slice(0, x.length - y.length) : x)),
  startswith: ([a, b]) => texts(a, b, (x, y) => x.startsWith(y)),
  endswith: ([a, b]) => texts(a, b, (x, y) => x.endsWith(y)),
  strcontains: ([a, b]) => texts(a, b, (x, y) => x.includes(y)),
  split: ([a, b]) => texts(a, b, (x, y) => (y === "" ? [] : y.split(x))),
  join: ([a, ...rest]) => {
    const all = rest.flat() as Json[];
    return typeof a === "string" && all.every(isWord) ? short(all.map(String).join(a)) : undefined;
  },
  // A pattern between slashes is a regular expression of another dialect: not evaluated.
  replace: ([a, b, c]) =>
    typeof a === "string" && typeof b === "string" && typeof c === "string" && !/^\/.*\/$/.test(b)
      ? a.length * (c.length + 1) > LONGEST_TEXT
        ? undefined
        : a.replaceAll(b, () => c)
      : undefined,
  substr: ([a, b, c]) => {
    if (typeof a !== "string" || typeof b !== "number" || typeof c !== "number" || b < 0) return undefined;
    return c < 0 ? a.slice(b) : a.slice(b, b + c);
  },
  format: ([pattern, ...args]) => (typeof pattern === "string" ? formatted(pattern, args) : undefined),
  contains: ([a, b]) => (Array.isArray(a) ? a.some((each) => same(each as Json, b)) : undefined),
  index: ([a, b]) => {
    const at = Array.isArray(a) ? a.findIndex((each) => same(each as Json, b)) : -1;
    return at < 0 ? undefined : at;
  },
  distinct: ([a]) => (Array.isArray(a) ? unique(a as Json[]) : undefined),
  setunion: (args) => (args.every(Array.isArray) ? unique(args.flat() as Json[]).sort(byText) : undefined),
  compact: ([a]) =>
    Array.isArray(a) ? (a.filter((each) => each !== null && each !== "") as Json[]) : undefined,
  reverse: ([a]) => (Array.isArray(a) ? (a.toReversed() as Json[]) : undefined),
  sort: ([a]) => (Array.isArray(a) ? (a.toSorted(byText) as Json[]) : undefined),
  slice: ([a, b, c]) =>
    Array.isArray(a) && typeof b === "number" && typeof c === "number"
      ? (a.slice(b, c) as Json[])
      : undefined,
  range: (args) => ranged(args),
  min: (args) => (args.every((each) => typeof each === "number") ? Math.min(...args) : undefined),
  max: (args) => (args.every((each) => typeof each === "number") ? Math.max(...args) : undefined),
  abs: ([a]) => (typeof a === "number" ? Math.abs(a) : undefined),
  ceil: ([a]) => (typeof a === "number" ? Math.ceil(a) : undefined),
  floor: ([a]) => (typeof a === "number" ? Math.floor(a) : undefined),
  jsonencode: ([a]) => (a === undefined ? undefined : short(encoded(a))),
  cidrsubnet: ([a, b, c]) =>
    typeof a === "string" && typeof b === "number" && typeof c === "number" ? cidrSubnet(a, b, c) : undefined,
};

/**
 * A function of Terraform applied to its arguments; nothing where it is not known here. References and secrecy
 * of all arguments pass on to the result.
 */
export function callFunction(name: string, args: readonly Evaluated[]): Evaluated | undefined {
  const shaped = Object.hasOwn(SHAPED, name) ? SHAPED[name] : undefined;
  if (shaped !== undefined) {
    const value = shaped(args);
    if (value === undefined) return unclear(args);
    return name === "nonsensitive" ? value : dependingOn(value, ...args);
  }
  const function_ = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  if (function_ === undefined) return undefined;
  const known = args.map(plain);
  const json = known.includes(undefined) ? undefined : function_(known as Json[]);
  if (json === undefined) return unclear(args);
  return dependingOn(fromJson(json), ...args.map(whole));
}

/** Known function, argument that is not known or that it refuses. */
function unclear(args: readonly Evaluated[]): Evaluated {
  const first = args.find(({ value }) => value.kind === "unknown")?.value;
  return dependingOn(unknown(first?.kind === "unknown" ? first.reason : "expression"), ...args.map(whole));
}

function whole(value: Evaluated): Evaluated {
  return { ...value, references: deepReferences(value), sensitive: deeplySensitive(value) };
}

function listItems(value: Evaluated): readonly Evaluated[] | undefined {
  return value.value.kind === "list" ? value.value.items : undefined;
}

function members(value: Evaluated): ReadonlyMap<string, Evaluated> | undefined {
  if (value.value.kind === "object") return value.value.members;
  return value.value.kind === "scalar" && value.value.scalar === null ? new Map() : undefined;
}

function asList(value: Evaluated): Evaluated | undefined {
  return value.value.kind === "list" ? value : undefined;
}

function asSet(value: Evaluated): Evaluated | undefined {
  const found = listItems(value);
  if (found === undefined) return undefined;
  const seen = new Map(found.map((item, at) => [JSON.stringify(plain(item)) ?? `unknown ${at}`, item]));
  return list([...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item));
}

function flattened(value: Evaluated): Evaluated | undefined {
  const found = listItems(value);
  if (found === undefined) return undefined;
  const flat: Evaluated[] = [];
  for (const item of found) {
    if (item.value.kind === "unknown") return undefined;
    const inner = flattened(item);
    if (inner === undefined) flat.push(item);
    else flat.push(...(listItems(inner) ?? []));
    if (flat.length > LONGEST) return undefined;
  }
  return list(flat);
}

function texts<Result extends Json>(
  a: Json | undefined,
  b: Json | undefined,
  join: (a: string, b: string) => Result,
) {
  return typeof a === "string" && typeof b === "string" ? join(a, b) : undefined;
}

function short(value: string): string | undefined {
  return value.length > LONGEST_TEXT ? undefined : value;
}

function isWord(value: Json): boolean {
  return value !== null && typeof value !== "object";
}

function same(a: Json, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function unique(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function byText(a: unknown, b: unknown): number {
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

/** `%s`, `%d`, `%%` and `%03d`; other verbs are not evaluated. */
function formatted(pattern: string, args: readonly Json[]): string | undefined {
  let next = 0;
  let understood = true;
  const filled = pattern.replaceAll(/%(%|(0\d{1,2})?[sdv]|.?)/g, (_, verb: string, width?: string) => {
    if (verb === "%") return "%";
    const value = args[next++];
    if (!/[sdv]$/.test(verb) || value === undefined || !isWord(value)) understood = false;
    return String(value).padStart(Number(width ?? 0), "0");
  });
  return understood && next === args.length ? short(filled) : undefined;
}

function ranged(args: readonly Json[]): Json | undefined {
  if (!args.every((each) => typeof each === "number")) return undefined;
  const [from, to] = args.length === 1 ? [0, args[0] ?? 0] : [args[0] ?? 0, args[1] ?? 0];
  const step = args[2] ?? (to < from ? -1 : 1);
  const count = Math.ceil((to - from) / step);
  if (step === 0 || count > LONGEST) return undefined;
  return Array.from({ length: Math.max(0, count) }, (_, at) => from + at * step);
}

/** As Terraform's `jsonencode`: keys sorted, `<`, `>` and `&` escaped. */
function encoded(value: Json): string {
  const sorted = JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === "object" && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
  return sorted.replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

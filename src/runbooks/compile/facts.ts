import type { JsonObject } from "../../lib/index.ts";
import type { Condition, Fact, Look } from "../runbook.ts";
import { keptPath, spelled, spelledPath } from "./spelling.ts";

/** Where the answer to the last look lies in a state's input. */
const ANSWER = "$.look.answer";
const POOLS = "$.look.pools";

/** Region of an ARN that is none: shown when a list has nothing. */
const NONE = "none:none:none:none";

/**
 * Keeps the answer, and beside each list that is asked of puts an entry that always fits. A JSONPath filter that finds
 * nothing is an empty list on AWS and an error elsewhere; with the entry it always finds something.
 */
export function resultSelector(look: Look): JsonObject {
  const pools = Object.entries(look.facts).flatMap(([name, fact]) => {
    if (!("each" in fact)) return [];
    const sentinel =
      fact.take === undefined
        ? NONE
        : {
            ...(fact.where === undefined ? {} : { [spelled(fact.where.field)]: fact.where.is }),
            ...nested(spelledPath(fact.take).split("."), NONE),
          };
    return [[name, { "a.$": `$.${spelledPath(fact.each)}`, z: [sentinel] }] as const];
  });
  return { "answer.$": "$", ...(pools.length === 0 ? {} : { pools: Object.fromEntries(pools) }) };
}

/** `A.B` as `{ A: { B: … } }`. */
function nested([first = "", ...more]: readonly string[], value: string): JsonObject {
  return { [first]: more.length === 0 ? value : nested(more, value) };
}

/** JSONPath of a fact: a value, or a list that ends with the sentinel. */
function pathOf(name: string, fact: Fact): string {
  if ("at" in fact) return `${ANSWER}.${spelledPath(fact.at)}`;
  const where = fact.where;
  const filter =
    where === undefined
      ? "[*]"
      : `[?(@.${spelled(where.field)}==${typeof where.is === "string" ? `'${where.is}'` : where.is})]`;
  return `${POOLS}.${name}[*]${filter}${fact.take === undefined ? "" : `.${spelledPath(fact.take)}`}`;
}

/** What is worked out of an answer before a choice is made: which lists hold what is asked for. */
export function memberships(look: Look, conditions: readonly Condition[]): JsonObject {
  const all = conditions.flatMap(leaves);
  const asked = all.filter((leaf) => "has" in leaf);
  const counted = all.filter((leaf) => "absent" in leaf && isList(look, leaf.fact));
  return Object.fromEntries([
    ...counted.map(({ fact }) => [
      `${countOf(fact)}.$`,
      `States.ArrayLength(${pathOf(fact, factOf(look, fact))})`,
    ]),
    ...asked.map((leaf) => [
      `${membershipOf(leaf.fact, leaf.has)}.$`,
      `States.ArrayContains(${pathOf(leaf.fact, factOf(look, leaf.fact))}, ${keptPath(leaf.has) ?? `'${plain(leaf.has)}'`})`,
    ]),
  ]);
}

/** What a look keeps, as entries of a payload template. */
export function keptEntries(look: Look): readonly (readonly [string, JsonObject])[] {
  return Object.entries(look.keep ?? {}).map(([name, fact]) => {
    const known = factOf(look, fact);
    if ("at" in known && known.optional) throw new RangeError(`${fact} may be absent, so it cannot be kept`);
    const path = pathOf(fact, known);
    return [name, { "value.$": "at" in known ? path : `States.ArrayGetItem(${path}, 0)` }];
  });
}

/** A rule of a Choice state, without its `Next`. */
export function choiceRule(look: Look | undefined, condition: Condition): JsonObject {
  if ("all" in condition) return { And: condition.all.map((each) => choiceRule(look, each)) };
  if ("any" in condition) return { Or: condition.any.map((each) => choiceRule(look, each)) };
  if ("not" in condition) return { Not: choiceRule(look, condition.not) };
  if (look === undefined) throw new RangeError(`nothing was looked at that could tell ${condition.fact}`);
  if ("has" in condition) {
    return { Variable: `$.seen.${membershipOf(condition.fact, condition.has)}`, BooleanEquals: true };
  }
  if ("absent" in condition && isList(look, condition.fact)) {
    // The sentinel is always there.
    const empty = { Variable: `$.seen.${countOf(condition.fact)}`, NumericEquals: 1 };
    return condition.absent ? empty : { Not: empty };
  }
  const Variable = pathOf(condition.fact, factOf(look, condition.fact));
  // `IsPresent: false` is refused by nobody and matched by nobody at home, so presence is denied by Not.
  const there = { Variable, IsPresent: true };
  if ("absent" in condition) {
    const absent = { Or: [{ Not: there }, { Variable, StringEquals: "" }] };
    return condition.absent ? absent : { Not: absent };
  }
  if ("above" in condition) return { And: [there, { Variable, NumericGreaterThan: condition.above }] };
  return { And: [there, { Variable, ...equals(condition.is) }] };
}

/** Whether a condition holds whatever is seen. */
export function isAlways(condition: Condition): boolean {
  return "all" in condition && condition.all.length === 0;
}

/**
 * A text with what was seen in its place, as a payload template's entry `name`.
 * @throws RangeError for a text that States Language could not hold, or that names a fact which may be absent
 */
export function textEntry(name: string, text: string, look: Look | undefined): JsonObject {
  const words = plain(text);
  const named = [...words.matchAll(/\{([^}]*)\}/g)].map(([, fact = ""]) => fact);
  if (named.length === 0) return { [name]: words };
  const values = named.map((each) => shown(each, factOf(look, each)));
  return { [`${name}.$`]: `States.Format('${words.replaceAll(/\{[^}]*\}/g, "{}")}', ${values.join(", ")})` };
}

function shown(name: string, fact: Fact): string {
  const path = pathOf(name, fact);
  if ("at" in fact) {
    if (fact.optional) throw new RangeError(`${name} may be absent, so no text can name it`);
    return path;
  }
  const first = `States.ArrayGetItem(${path}, 0)`;
  return fact.show === "region" ? `States.ArrayGetItem(States.StringSplit(${first}, ':'), 3)` : first;
}

function factOf(look: Look | undefined, name: string): Fact {
  const fact = look?.facts[name];
  if (fact === undefined) throw new RangeError(`no look takes a fact ${name}`);
  return fact;
}

/** Text may stand between the quotes of an intrinsic function as it is. */
function plain(text: string): string {
  if (/['\\]/.test(text)) throw new RangeError(`no apostrophe and no backslash may stand in: ${text}`);
  return text;
}

function isList(look: Look, fact: string): boolean {
  return "each" in factOf(look, fact);
}

function countOf(fact: string): string {
  return `${fact}_count`;
}

/** A field name for "this list has that", from letters and digits only. */
function membershipOf(fact: string, value: string): string {
  return `${fact}_has_${value.replaceAll(/[^A-Za-z0-9]/g, "_")}`;
}

function leaves(condition: Condition): readonly Extract<Condition, { fact: string }>[] {
  if ("all" in condition) return condition.all.flatMap(leaves);
  if ("any" in condition) return condition.any.flatMap(leaves);
  return "not" in condition ? leaves(condition.not) : [condition];
}

function equals(value: string | number | boolean): JsonObject {
  if (typeof value === "string") return { StringEquals: value };
  return typeof value === "number" ? { NumericEquals: value } : { BooleanEquals: value };
}

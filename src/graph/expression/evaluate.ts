import { arithmetic } from "./arithmetic.ts";
import {
  deepReferences,
  dependingOn,
  type Evaluated,
  items,
  joined,
  list,
  object,
  plain,
  scalar,
  sortedMembers,
  text,
  unknown,
} from "./evaluated.ts";
import { callFunction } from "./functions.ts";
import type { Expression, Step } from "./syntax.ts";

/** Longest text that a template may give: past it the value is unknown rather than the memory full. */
const LONGEST_TEXT = 1024 * 1024;
/** Most items that a `for` may give. */
const MOST_ITEMS = 100_000;

/** Where names stand for something. */
export interface Scope {
  /**
   * What a name and the steps behind it stand for, and how many of the steps it took: `var.region` takes one,
   * `aws_vpc.main[0].id` three.
   */
  resolve(
    name: string,
    steps: readonly ResolvedStep[],
  ): { readonly value: Evaluated; readonly taken: number };
  readonly effort: Effort;
}

/** What evaluation may cost, and where it says what it could not do. */
export interface Effort {
  /** Told what could not be evaluated. */
  readonly notice: (code: string, text: string) => void;
  /** One step deeper; false where that is deeper than any configuration. Throws when all steps are spent. */
  readonly enter: () => boolean;
  readonly leave: () => void;
}

/** A step with its key worked out. */
export type ResolvedStep =
  | { readonly kind: "attribute"; readonly name: string }
  | { readonly kind: "index"; readonly key: Evaluated }
  | { readonly kind: "splat" };

/** Works out an expression as far as it is known; never throws for what a user wrote. */
export function evaluate(expression: Expression, scope: Scope): Evaluated {
  if (!scope.effort.enter()) {
    scope.effort.leave();
    scope.effort.notice("not-evaluated", "values that lead to each other over too many steps");
    return unknown("expression");
  }
  const value = evaluated(expression, scope);
  scope.effort.leave();
  return value;
}

function evaluated(expression: Expression, scope: Scope): Evaluated {
  switch (expression.kind) {
    case "literal":
      return scalar(expression.value);
    case "template":
      return template(expression.parts.map((part) => evaluate(part, scope)));
    case "opaque":
      scope.effort.notice("not-evaluated", expression.what);
      return unknown("expression", joined(expression.inside.map((part) => evaluate(part, scope))));
    case "tuple":
      return list(expression.items.map((item) => evaluate(item, scope)));
    case "object":
      return objectOf(expression.entries, scope);
    case "name":
      return scope.resolve(expression.name, []).value;
    case "traversal":
      return traversal(expression.root, expression.steps, scope);
    case "call":
      return call(expression, scope);
    case "conditional":
      return conditional(expression, scope);
    case "unary": {
      const operand = evaluate(expression.operand, scope);
      const zero = expression.operator === "!" ? "!" : "-";
      return arithmetic(zero, zero === "-" ? scalar(0) : operand, operand);
    }
    case "binary":
      return arithmetic(
        expression.operator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
      );
    case "for":
      return forExpression(expression, scope);
  }
}

function template(parts: readonly Evaluated[]): Evaluated {
  const texts = parts.map(text);
  const length = texts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
  const unclear = parts.find((_, at) => texts[at] === undefined);
  const reason = unclear?.value.kind === "unknown" ? unclear.value.reason : "expression";
  const value = unclear !== undefined || length > LONGEST_TEXT ? unknown(reason) : scalar(texts.join(""));
  return dependingOn(value, ...parts);
}

function objectOf(entries: readonly (readonly [Expression, Expression])[], scope: Scope): Evaluated {
  const members: (readonly [string, Evaluated])[] = [];
  const keys: Evaluated[] = [];
  for (const [keyExpression, valueExpression] of entries) {
    const key = evaluate(keyExpression, scope);
    const name = text(key);
    const value = evaluate(valueExpression, scope);
    if (name === undefined)
      return unknown("expression", joined([key, { references: deepReferences(value) }]));
    members.push([name, value]);
    keys.push(key);
  }
  return dependingOn(object(members), ...keys);
}

function call(expression: Expression & { readonly kind: "call" }, scope: Scope): Evaluated {
  const args = expression.args.map((arg) => evaluate(arg, scope));
  const last = args.at(-1);
  const spread = expression.spread && last !== undefined ? items(last) : undefined;
  if (expression.spread && spread === undefined) return unknown("expression", joined(args.map(deep)));
  const all = spread === undefined ? args : [...args.slice(0, -1), ...spread];
  const value = callFunction(expression.name, all);
  if (value === undefined) {
    scope.effort.notice("not-evaluated", `the function ${expression.name}`);
    return dependingOn(unknown("expression"), ...all.map(deep), ...args);
  }
  return value;
}

function deep(value: Evaluated): Evaluated {
  return { ...value, references: deepReferences(value) };
}

function conditional(expression: Expression & { readonly kind: "conditional" }, scope: Scope): Evaluated {
  const test = evaluate(expression.test, scope);
  const chosen = test.value.kind === "scalar" ? test.value.scalar : undefined;
  if (chosen === true || chosen === "true") return dependingOn(evaluate(expression.then, scope), test);
  if (chosen === false || chosen === "false") return dependingOn(evaluate(expression.otherwise, scope), test);
  const either = [evaluate(expression.then, scope), evaluate(expression.otherwise, scope)].map(deep);
  const reason = test.value.kind === "unknown" ? test.value.reason : "expression";
  return dependingOn(unknown(reason), test, ...either);
}

function traversal(root: Expression, steps: readonly Step[], scope: Scope): Evaluated {
  const resolved = steps.map(
    (step): ResolvedStep =>
      step.kind === "index" ? { kind: "index", key: evaluate(step.key, scope) } : step,
  );
  const start =
    root.kind === "name" ? scope.resolve(root.name, resolved) : { value: evaluate(root, scope), taken: 0 };
  return follow(start.value, resolved.slice(start.taken));
}

/** Goes steps into a value. */
export function follow(value: Evaluated, steps: readonly ResolvedStep[]): Evaluated {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step.kind === "splat") {
    const each =
      items(value) ?? (value.value.kind === "scalar" && value.value.scalar === null ? [] : undefined);
    if (each !== undefined) return dependingOn(list(each.map((item) => follow(item, rest))), value);
    return value.value.kind === "unknown" ? value : dependingOn(list([follow(value, rest)]), value);
  }
  const key = step.kind === "attribute" ? step.name : text(step.key);
  const inside = key === undefined ? undefined : memberOf(value, key);
  const reason = value.value.kind === "unknown" ? value.value.reason : "expression";
  const next = inside ?? unknown(reason, inside === undefined ? deepReferences(value) : []);
  const reached = step.kind === "index" ? dependingOn(next, value, step.key) : dependingOn(next, value);
  return follow(reached, rest);
}

function memberOf({ value }: Evaluated, key: string): Evaluated | undefined {
  if (value.kind === "object") return value.members.get(key);
  if (value.kind === "lazy") return value.member(key);
  return value.kind === "list" && /^\d+$/.test(key) ? value.items[Number(key)] : undefined;
}

function forExpression(expression: Expression & { readonly kind: "for" }, scope: Scope): Evaluated {
  const collection = evaluate(expression.collection, scope);
  const { value } = collection;
  const pairs: readonly (readonly [Evaluated, Evaluated])[] | undefined =
    value.kind === "list"
      ? value.items.map((item, at) => [scalar(at), item])
      : value.kind === "object"
        ? sortedMembers(value.members).map(([name, item]) => [scalar(name), item])
        : undefined;
  if (pairs === undefined || pairs.length > MOST_ITEMS) {
    const body = evaluate(
      expression.value,
      bound(scope, expression, unknown("expression"), unknown("expression")),
    );
    const reason = value.kind === "unknown" ? value.reason : "expression";
    return dependingOn(unknown(reason), deep(collection), deep(body));
  }
  const results: { readonly key: Evaluated; readonly value: Evaluated }[] = [];
  for (const [key, item] of pairs) {
    const inner = bound(scope, expression, key, item);
    const test = expression.test === undefined ? scalar(true) : evaluate(expression.test, inner);
    const passes = plain(test);
    if (passes === undefined) return dependingOn(unknown("expression"), deep(collection), test);
    if (passes !== true) continue;
    const named = expression.key === undefined ? key : evaluate(expression.key, inner);
    results.push({ key: named, value: evaluate(expression.value, inner) });
  }
  if (expression.key === undefined) return dependingOn(list(results.map((each) => each.value)), collection);
  return keyed(results, expression.grouped, collection);
}

function keyed(
  results: readonly { readonly key: Evaluated; readonly value: Evaluated }[],
  grouped: boolean,
  collection: Evaluated,
): Evaluated {
  const members = new Map<string, Evaluated>();
  for (const { key, value } of results) {
    const name = text(key);
    if (name === undefined) return dependingOn(unknown("expression"), deep(collection), deep(value), key);
    const before = members.get(name);
    const group = before === undefined ? [] : (items(before) ?? []);
    members.set(name, grouped ? list([...group, value]) : value);
  }
  return dependingOn(object(members), collection);
}

function bound(
  scope: Scope,
  { keyName, valueName }: { readonly keyName?: string; readonly valueName: string },
  key: Evaluated,
  value: Evaluated,
): Scope {
  return {
    effort: scope.effort,
    resolve(name, steps) {
      if (name === valueName) return { value, taken: 0 };
      if (name === keyName) return { value: key, taken: 0 };
      return scope.resolve(name, steps);
    },
  };
}

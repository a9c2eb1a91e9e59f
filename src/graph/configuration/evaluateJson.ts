import { isObject } from "../document/shape.ts";
import { evaluate, follow, type Scope } from "../expression/evaluate.ts";
import {
  dependingOn,
  type Evaluated,
  items,
  list,
  object,
  type Reference,
  scalar,
  sortedMembers,
  text,
  unknown,
} from "../expression/evaluated.ts";
import { parseString, parseWhole } from "../expression/parse.ts";
import { type Expression, ExpressionError } from "../expression/syntax.ts";

/** Arguments of Terraform itself: they make no value of the resource. */
export const META_ARGUMENTS: ReadonlySet<string> = new Set([
  "//",
  "count",
  "for_each",
  "provider",
  "depends_on",
  "lifecycle",
  "provisioner",
  "connection",
]);

/** Works out a value of Terraform JSON: every string in it is a template. */
export function evaluateJson(json: unknown, scope: Scope): Evaluated {
  if (typeof json === "string") return evaluateText(json, scope);
  if (Array.isArray(json)) return nested(scope, () => list(json.map((item) => evaluateJson(item, scope))));
  if (isObject(json)) return nested(scope, () => evaluateBody(json, scope));
  const known = json === null || typeof json === "number" || typeof json === "boolean";
  return known ? scalar(json as null | number | boolean) : unknown("expression");
}

/** The arguments and blocks of a body, without Terraform's own at the top (`meta`). */
export function evaluateBody(body: object, scope: Scope, meta: ReadonlySet<string> = new Set()): Evaluated {
  const members = new Map<string, Evaluated>();
  const keys: Evaluated[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (meta.has(name)) continue;
    if (name === "dynamic" && isObject(value)) {
      for (const [label, block] of dynamicBlocks(value, scope)) members.set(label, block);
      continue;
    }
    const key = name.includes("${") ? evaluateText(name, scope) : scalar(name);
    const keyText = text(key);
    if (keyText === undefined) {
      scope.effort.notice("not-evaluated", "a key that is not known");
      return dependingOn(unknown("expression"), key, evaluateJson(value, scope));
    }
    keys.push(key);
    members.set(keyText, evaluateJson(value, scope));
  }
  return dependingOn(object(members), ...keys);
}

/** `dynamic "ingress"` to the list of blocks that it makes. */
function dynamicBlocks(dynamics: object, scope: Scope): readonly (readonly [string, Evaluated])[] {
  return Object.entries(dynamics).map(([label, given]) => {
    const blocks = (Array.isArray(given) ? given : [given]).filter(isObject) as Record<string, unknown>[];
    const made = blocks.map((block) => dynamicBlock(label, block, scope));
    const unclear = made.find((each) => each.value.kind === "unknown");
    if (unclear !== undefined) return [label, dependingOn(unclear, ...made)];
    return [label, dependingOn(list(made.flatMap((each) => items(each) ?? [])), ...made)];
  });
}

function dynamicBlock(label: string, block: Readonly<Record<string, unknown>>, scope: Scope): Evaluated {
  const over = evaluateJson(block.for_each, scope);
  const iterator = typeof block.iterator === "string" ? bareName(block.iterator) : label;
  const content: unknown = Array.isArray(block.content) ? block.content[0] : block.content;
  const make = (key: Evaluated, value: Evaluated) =>
    evaluateJson(
      content ?? {},
      withName(
        scope,
        iterator,
        object([
          ["key", key],
          ["value", value],
        ]),
      ),
    );
  if (over.value.kind === "object") {
    return dependingOn(
      list(sortedMembers(over.value.members).map(([key, value]) => make(scalar(key), value))),
      over,
    );
  }
  const each = over.value.kind === "list" ? over.value.items : undefined;
  if (each !== undefined) return dependingOn(list(each.map((value, at) => make(scalar(at), value))), over);
  const reason = over.value.kind === "unknown" ? over.value.reason : "expression";
  return dependingOn(unknown(reason), over, make(unknown(reason), unknown(reason)));
}

/** `scope` in which one more name stands for a value. */
export function withName(scope: Scope, name: string, value: Evaluated): Scope {
  return {
    effort: scope.effort,
    resolve: (other, steps) =>
      other === name ? { value: follow(value, steps), taken: steps.length } : scope.resolve(other, steps),
  };
}

/** A string that may hold interpolations. */
function evaluateText(source: string, scope: Scope): Evaluated {
  if (!source.includes("${") && !source.includes("%{")) return scalar(source);
  return parsed(source, scope, parseString);
}

/** `aws_vpc.main` or `${aws_vpc.main}`: what `depends_on`, `provider` and `providers` hold. */
export function bareName(source: string): string {
  return source.startsWith("${") && source.endsWith("}") ? source.slice(2, -1).trim() : source;
}

function parsed(source: string, scope: Scope, parse: (text: string) => Expression): Evaluated {
  try {
    return evaluate(parse(source), scope);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    scope.effort.notice("not-evaluated", `an expression (${error.message}, at character ${error.at + 1})`);
    return unknown("expression", guessedReferences(source, scope));
  }
}

/** References in a text that does not parse: rather an edge too many than one too few. */
function guessedReferences(source: string, scope: Scope): readonly Reference[] {
  const found = source.match(/\b(?:data\.)?[a-z][a-z0-9]*_\w+\.[A-Za-z_][\w-]*/g) ?? [];
  const quiet: Scope = {
    ...scope,
    resolve: scope.resolve.bind(scope),
    effort: { ...scope.effort, notice: () => {} },
  };
  return found.slice(0, 100).flatMap((each) => evaluate(parseWhole(each), quiet).references);
}

function nested(scope: Scope, make: () => Evaluated): Evaluated {
  const deeper = scope.effort.enter();
  const value = deeper ? make() : unknown("expression");
  if (!deeper)
    scope.effort.notice("not-evaluated", "objects and lists inside each other over too many levels");
  scope.effort.leave();
  return value;
}

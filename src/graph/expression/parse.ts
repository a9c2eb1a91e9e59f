import { Cursor } from "./cursor.ts";
import type { BinaryOperator, Expression, Step } from "./syntax.ts";
import { parseQuoted, parseTemplate } from "./template.ts";

const NAME = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const DIGITS = /\d+/y;
/** From loosest to tightest. */
const OPERATORS: readonly RegExp[] = [/\|\|/y, /&&/y, /==|!=/y, /<=|>=|<|>/y, /[+-]/y, /[*/%]/y];
/** Operators of one level in a row; more is no configuration. */
const CHAIN = 500;

/**
 * A string of a configuration: literal text with `${…}` in it. Throws `ExpressionError`.
 */
export function parseString(text: string): Expression {
  return parseTemplate(new Cursor(text), undefined, parseExpression);
}

/** An expression alone, as in `depends_on` or behind `=`. Throws `ExpressionError`. */
export function parseWhole(text: string): Expression {
  const cursor = new Cursor(text);
  const expression = parseExpression(cursor);
  cursor.space();
  if (cursor.at < text.length) cursor.fail("something follows the expression");
  return expression;
}

function parseExpression(cursor: Cursor): Expression {
  return cursor.within(() => {
    const test = parseBinary(cursor, 0);
    if (!cursor.take("?")) return test;
    const then = parseExpression(cursor);
    cursor.expect(":");
    return { kind: "conditional", test, then, otherwise: parseExpression(cursor) };
  });
}

function parseBinary(cursor: Cursor, level: number): Expression {
  const operators = OPERATORS[level];
  if (operators === undefined) return parseUnary(cursor);
  let left = parseBinary(cursor, level + 1);
  for (let length = 0; ; length++) {
    // A comment begins with two slashes; `Cursor.match` has passed over it already.
    const operator = cursor.match(operators);
    if (operator === undefined) return left;
    if (length > CHAIN) cursor.fail(`more than ${CHAIN} operators in a row`);
    left = {
      kind: "binary",
      operator: operator as BinaryOperator,
      left,
      right: parseBinary(cursor, level + 1),
    };
  }
}

function parseUnary(cursor: Cursor): Expression {
  const operator = cursor.match(/!(?!=)|-/y);
  if (operator === undefined) return parseTraversal(cursor);
  return cursor.within(() => ({
    kind: "unary",
    operator: operator as "!" | "-",
    operand: parseUnary(cursor),
  }));
}

function parseTraversal(cursor: Cursor): Expression {
  const root = parseTerm(cursor);
  const steps: Step[] = [];
  for (;;) {
    if (cursor.peek("...")) break;
    if (cursor.take(".")) steps.push(parseDotted(cursor));
    else if (cursor.take("[")) {
      if (cursor.take("*")) steps.push({ kind: "splat" });
      else steps.push({ kind: "index", key: parseExpression(cursor) });
      cursor.expect("]");
    } else break;
    if (steps.length > CHAIN) cursor.fail(`more than ${CHAIN} steps in a row`);
  }
  return steps.length === 0 ? root : { kind: "traversal", root, steps };
}

/** `.name`, the older `.0` for `[0]`, or `.*`. */
function parseDotted(cursor: Cursor): Step {
  if (cursor.take("*")) return { kind: "splat" };
  const position = cursor.match(DIGITS);
  if (position !== undefined) {
    return { kind: "index", key: { kind: "literal", value: Number(position) } };
  }
  const name = cursor.match(NAME);
  if (name === undefined) cursor.fail("a name was expected behind the dot");
  return { kind: "attribute", name };
}

function parseTerm(cursor: Cursor): Expression {
  const number = cursor.match(NUMBER);
  if (number !== undefined) return { kind: "literal", value: Number(number) };
  if (cursor.take('"')) return parseQuoted(cursor, parseExpression);
  if (cursor.take("(")) {
    const inside = parseExpression(cursor);
    cursor.expect(")");
    return inside;
  }
  if (cursor.take("[")) return parseTuple(cursor);
  if (cursor.take("{")) return parseObject(cursor);
  const name = cursor.match(NAME);
  if (name === undefined) return cursor.fail("a value was expected");
  if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
  if (name === "null") return { kind: "literal", value: null };
  return cursor.take("(") ? parseCall(cursor, name) : { kind: "name", name };
}

function parseCall(cursor: Cursor, name: string): Expression {
  const args: Expression[] = [];
  let spread = false;
  while (!cursor.take(")")) {
    args.push(parseExpression(cursor));
    spread = cursor.take("...");
    if (!cursor.take(",") && !cursor.peek(")")) cursor.fail("a comma or ) was expected");
  }
  return { kind: "call", name, args, spread };
}

function parseTuple(cursor: Cursor): Expression {
  if (cursor.match(/for\b/y) !== undefined) return parseFor(cursor, "]");
  const items: Expression[] = [];
  while (!cursor.take("]")) {
    items.push(parseExpression(cursor));
    if (!cursor.take(",") && !cursor.peek("]")) cursor.fail("a comma or ] was expected");
  }
  return { kind: "tuple", items };
}

function parseObject(cursor: Cursor): Expression {
  if (cursor.match(/for\b(?!\s*[=:])/y) !== undefined) return parseFor(cursor, "}");
  const entries: (readonly [Expression, Expression])[] = [];
  while (!cursor.take("}")) {
    const key = parseExpression(cursor);
    if (!cursor.take("=") && !cursor.take(":")) cursor.fail("= was expected");
    const value = parseExpression(cursor);
    // A bare name is the key itself; in parentheses it would be a traversal, which is rare enough.
    entries.push([key.kind === "name" ? { kind: "literal", value: key.name } : key, value]);
    cursor.take(",");
  }
  return { kind: "object", entries };
}

function parseFor(cursor: Cursor, close: "]" | "}"): Expression {
  const first = cursor.match(NAME) ?? cursor.fail("a name was expected");
  const second = cursor.take(",") ? cursor.match(NAME) : undefined;
  if (cursor.match(/in\b/y) === undefined) cursor.fail("in was expected");
  const collection = parseExpression(cursor);
  cursor.expect(":");
  const head = parseExpression(cursor);
  const tail = close === "}" && cursor.take("=>") ? parseExpression(cursor) : undefined;
  const grouped = cursor.take("...");
  const test = cursor.match(/if\b/y) === undefined ? undefined : parseExpression(cursor);
  cursor.expect(close);
  return {
    kind: "for",
    ...(second === undefined ? {} : { keyName: first }),
    valueName: second ?? first,
    collection,
    ...(tail === undefined ? {} : { key: head }),
    value: tail ?? head,
    ...(test === undefined ? {} : { test }),
    grouped,
  };
}

import type { Cursor } from "./cursor.ts";
import type { Expression } from "./syntax.ts";

type Parse = (cursor: Cursor) => Expression;

/** A quoted string, behind its opening quote. */
export function parseQuoted(cursor: Cursor, parse: Parse): Expression {
  const template = parseTemplate(cursor, '"', parse);
  cursor.at += 1;
  return template;
}

/**
 * Literal text with `${…}` and `%{…}` in it, up to `end` or the end of the text. One interpolation alone is its
 * expression, whatever its type; without any it is a literal.
 */
export function parseTemplate(cursor: Cursor, end: '"' | undefined, parse: Parse): Expression {
  const parts: Expression[] = [];
  const inside: Expression[] = [];
  let literal = "";
  const flush = () => {
    if (literal !== "") parts.push({ kind: "literal", value: literal });
    literal = "";
  };
  for (;;) {
    const { text } = cursor;
    if (cursor.at >= text.length) {
      if (end !== undefined) cursor.fail("the text ends in the middle of a string");
      break;
    }
    if (end !== undefined && text[cursor.at] === end) break;
    if (text.startsWith("$${", cursor.at) || text.startsWith("%%{", cursor.at)) {
      literal += text.slice(cursor.at + 1, cursor.at + 3);
      cursor.at += 3;
    } else if (text.startsWith("${", cursor.at)) {
      flush();
      parts.push(parseInterpolation(cursor, parse));
    } else if (text.startsWith("%{", cursor.at)) {
      inside.push(...parseDirective(cursor, parse));
    } else if (end !== undefined && text[cursor.at] === "\\") literal += parseEscape(cursor);
    else {
      const stop = /\$\$?\{|%%?\{|["\\]/g;
      stop.lastIndex = cursor.at + 1;
      const next = stop.exec(text)?.index ?? text.length;
      literal += text.slice(cursor.at, next);
      cursor.at = next;
    }
  }
  flush();
  if (inside.length > 0) return { kind: "opaque", inside: [...inside, ...parts], what: "a %{ } directive" };
  const [only, ...others] = parts;
  if (only === undefined) return { kind: "literal", value: "" };
  return others.length === 0 ? only : { kind: "template", parts };
}

function parseInterpolation(cursor: Cursor, parse: Parse): Expression {
  cursor.at += 2;
  cursor.take("~");
  const expression = parse(cursor);
  cursor.take("~");
  cursor.expect("}");
  return expression;
}

/** `%{ if x }`, `%{ for a in b }`, `%{ else }`, `%{ endif }`: the expressions in it, for their references. */
function parseDirective(cursor: Cursor, parse: Parse): readonly Expression[] {
  cursor.at += 2;
  cursor.take("~");
  const word = cursor.match(/if\b|else\b|endif\b|endfor\b|for\b/y);
  const inside: Expression[] = [{ kind: "literal", value: null }];
  if (word === "if") inside.push(parse(cursor));
  if (word === "for") {
    cursor.match(/[\w-]+(?:\s*,\s*[\w-]+)?\s+in\b/y);
    inside.push(parse(cursor));
  }
  cursor.take("~");
  cursor.expect("}");
  return inside;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

function parseEscape(cursor: Cursor): string {
  const letter = cursor.text[cursor.at + 1] ?? "";
  if (letter === "u" || letter === "U") {
    const length = letter === "u" ? 4 : 8;
    const digits = cursor.text.slice(cursor.at + 2, cursor.at + 2 + length);
    const code = /^[0-9a-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
    if (!(code <= 0x10ffff)) cursor.fail("a character's number was expected");
    cursor.at += 2 + length;
    return String.fromCodePoint(code);
  }
  if (!Object.hasOwn(ESCAPES, letter)) cursor.fail("an escape that does not exist");
  cursor.at += 2;
  return ESCAPES[letter] ?? "";
}

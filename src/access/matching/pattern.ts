/**
 * Stands for a part of a text that nobody knows yet: the id of a key that AWS has not made. It is of the private use
 * area of Unicode, so it stands in no name, and in no policy that a service accepts.
 */
export const HOLE = "\uE000";

const ANY = "\uE001";
const ONE = "\uE002";

/** A text in which `*` and `?` have their meaning, ready to be matched. Only `compile` makes one. */
export type Pattern = string & { readonly compiled: true };

/** Whether every text that this could be matches, none does, or it depends on what is not known. */
export type Match = "yes" | "no" | "maybe";

export interface CompileOptions {
  /** What `${…}` stands for: a value, taken literally; HOLE; or undefined, which no text equals. */
  readonly variable?: (expression: string) => string | undefined;
  /** `Equals` operators take `*` and `?` literally. @default true */
  readonly wildcards?: boolean;
}

/**
 * A pattern of a policy. `${*}`, `${?}` and `${$}` are the characters themselves. Undefined: a variable in it has no
 * value in this request, so that nothing matches.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function compile(text: string, options: CompileOptions = {}): Pattern | undefined {
  const { variable, wildcards = true } = options;
  if (variable !== undefined && text.includes("${")) return substituted(text, variable, wildcards);
  return (wildcards ? withWildcards(text) : text) as Pattern;
}

function withWildcards(text: string): string {
  return text.replaceAll("*", ANY).replaceAll("?", ONE);
}

function substituted(
  text: string,
  variable: NonNullable<CompileOptions["variable"]>,
  wildcards: boolean,
): Pattern | undefined {
  let result = "";
  for (const piece of text.matchAll(/\$\{([^}]*)\}|[*?]|[^*?$]+|\$/g)) {
    const [whole, expression] = piece;
    if (expression !== undefined) {
      const value = /^[*?$]$/.test(expression) ? expression : variable(expression);
      if (value === undefined) return undefined;
      result += value;
    } else if (wildcards && whole === "*") result += ANY;
    else if (wildcards && whole === "?") result += ONE;
    else result += whole;
  }
  return result as Pattern;
}

/** Matches the whole text. A HOLE on either side could be any text, the empty one too. */
export function matches(pattern: Pattern, text: string, ignoreCase = false): Match {
  const [wanted, given] = ignoreCase ? [pattern.toLowerCase(), text.toLowerCase()] : [pattern, text];
  if (covers(wanted, given)) return "yes";
  if (!wanted.includes(HOLE) && !given.includes(HOLE)) return "no";
  return sameEnds(wanted, given) && overlap(wanted, given) ? "maybe" : "no";
}

/** Quick no: before the first and after the last character that stands for others, both must be the same. */
function sameEnds(left: string, right: string): boolean {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const [a, b] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (special(a) || special(b)) break;
    if (a !== b) return false;
  }
  for (let back = 1; back <= length; back++) {
    const [a, b] = [left.charCodeAt(left.length - back), right.charCodeAt(right.length - back)];
    if (special(a) || special(b)) break;
    if (a !== b) return false;
  }
  return true;
}

function special(code: number): boolean {
  return code >= 0xe000 && code <= 0xe002;
}

/**
 * Whether the pattern matches whatever the holes of the text are. Greedy with one way back, which suffices where
 * only `*` repeats: never slower than the product of both lengths.
 */
function covers(pattern: string, text: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = pattern[inPattern];
    const given = text[at];
    if (wanted === ANY) {
      star = inPattern++;
      resume = at;
    } else if (given !== HOLE && wanted !== HOLE && (wanted === given || wanted === ONE)) {
      at++;
      inPattern++;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[inPattern] === ANY) inPattern++;
  return inPattern === pattern.length;
}

/** Whether some text is matched by both, where wildcards and holes of either side stand for anything. */
function overlap(left: string, right: string): boolean {
  const many = (each: string | undefined) => each === ANY || each === HOLE;
  let row = new Uint8Array(right.length + 1);
  let next = new Uint8Array(right.length + 1);
  for (let i = left.length; i >= 0; i--) {
    const a = left[i];
    for (let j = right.length; j >= 0; j--) {
      const b = right[j];
      if (a === undefined && b === undefined) next[j] = 1;
      else if (many(a)) next[j] = (row[j] ?? 0) | (b === undefined ? 0 : (next[j + 1] ?? 0));
      else if (many(b)) next[j] = (next[j + 1] ?? 0) | (a === undefined ? 0 : (row[j] ?? 0));
      else {
        const same = a !== undefined && b !== undefined && (a === b || a === ONE || b === ONE);
        next[j] = same ? (row[j + 1] ?? 0) : 0;
      }
    }
    [row, next] = [next, row];
  }
  return row[0] === 1;
}

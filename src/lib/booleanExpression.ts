/** What a text says with and, or, not and parentheses about terms that its reader understands. */
export type BooleanExpression<Term> =
  | { readonly kind: "term"; readonly term: Term }
  | { readonly kind: "not"; readonly of: BooleanExpression<Term> }
  | { readonly kind: "and" | "or"; readonly of: readonly BooleanExpression<Term>[] };

/** How a language writes such a text. Each pattern must be sticky (`/…/y`) and swallow the blanks before it. */
export interface BooleanLanguage<Term> {
  readonly and: RegExp;
  readonly or: RegExp;
  /** @default the language has none */
  readonly not?: RegExp;
  readonly term: RegExp;
  /** What a term says; undefined where it says nothing that is allowed. */
  read(found: RegExpExecArray): Term | undefined;
}

const OPEN = /\s*\(/y;
const CLOSE = /\s*\)/y;

/**
 * The expression that a text is, or undefined when it is none. `and` binds more closely than `or`, `not` than both.
 * For small languages of other people's, which are told apart by how they write the same four things.
 */
export function parseBoolean<Term>(
  text: string,
  language: BooleanLanguage<Term>,
): BooleanExpression<Term> | undefined {
  let at = 0;

  function take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return undefined;
    at = pattern.lastIndex;
    return found;
  }

  function joined(
    kind: "and" | "or",
    operator: RegExp,
    operand: () => BooleanExpression<Term> | undefined,
  ): BooleanExpression<Term> | undefined {
    const of: BooleanExpression<Term>[] = [];
    do {
      const next = operand();
      if (next === undefined) return undefined;
      of.push(next);
    } while (take(operator) !== undefined);
    const [only] = of;
    return of.length === 1 ? only : { kind, of };
  }

  const either = () => joined("or", language.or, () => joined("and", language.and, single));

  function single(): BooleanExpression<Term> | undefined {
    if (language.not !== undefined && take(language.not) !== undefined) {
      const of = single();
      return of === undefined ? undefined : { kind: "not", of };
    }
    if (take(OPEN) !== undefined) {
      const inside = either();
      return inside === undefined || take(CLOSE) === undefined ? undefined : inside;
    }
    const found = take(language.term);
    const term = found === undefined ? undefined : language.read(found);
    return term === undefined ? undefined : { kind: "term", term };
  }

  const whole = either();
  return text.slice(at).trim() === "" ? whole : undefined;
}

/** Whether it holds, each term being judged by `holds`. */
export function evaluateBoolean<Term>(
  expression: BooleanExpression<Term>,
  holds: (term: Term) => boolean,
): boolean {
  switch (expression.kind) {
    case "term":
      return holds(expression.term);
    case "not":
      return !evaluateBoolean(expression.of, holds);
    case "and":
      return expression.of.every((each) => evaluateBoolean(each, holds));
    case "or":
      return expression.of.some((each) => evaluateBoolean(each, holds));
  }
}

/** Its terms, in the order in which they are written. */
export function termsOf<Term>(expression: BooleanExpression<Term>): readonly Term[] {
  switch (expression.kind) {
    case "term":
      return [expression.term];
    case "not":
      return termsOf(expression.of);
    default:
      return expression.of.flatMap(termsOf);
  }
}

import { describe, expect, it } from "vitest";
import { type BooleanLanguage, evaluateBoolean, parseBoolean, termsOf } from "./booleanExpression.ts";

const LETTERS: BooleanLanguage<string> = {
  and: /\s*&&/y,
  or: /\s*\|\|/y,
  not: /\s*!/y,
  term: /\s*([a-z])/y,
  read: ([, letter]) => (letter === "x" ? undefined : letter),
};
const holds = (text: string, ...letters: string[]) => {
  const parsed = parseBoolean(text, LETTERS);
  return parsed === undefined ? undefined : evaluateBoolean(parsed, (letter) => letters.includes(letter));
};

describe("a boolean expression", () => {
  it("lets and bind more closely than or, and not than both", () => {
    expect(holds("a || b && c", "a")).toBe(true);
    expect(holds("a || b && c", "b")).toBe(false);
    expect(holds("!a && b", "b")).toBe(true);
    expect(holds("!(a && b)", "b")).toBe(true);
  });

  it("is inside parentheses what it is by itself", () => {
    expect(holds("((a) || (b)) && c", "a")).toBe(false);
    expect(holds("((a) || (b)) && c", "a", "c")).toBe(true);
  });

  it.each(["", "a &&", "(a", "a)", "a b", "&& a", "()", "a & b", "x"])("is not what %j is", (text) => {
    expect(parseBoolean(text, LETTERS)).toBeUndefined();
  });

  it("names its terms in order", () => {
    const parsed = parseBoolean("c && !(a || b)", LETTERS);
    expect(parsed && termsOf(parsed)).toEqual(["c", "a", "b"]);
  });
});

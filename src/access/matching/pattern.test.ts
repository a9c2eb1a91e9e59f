import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, HOLE, matches, type Pattern } from "./pattern.ts";

const of = (text: string) => compile(text) as Pattern;

describe("matches", () => {
  it.each([
    ["*", "anything:at/all", "yes"],
    ["a*", "a", "yes"],
    ["a?", "a", "no"],
    ["a?c", "abc", "yes"],
    ["*a*b*", "xxaxxbxx", "yes"],
    ["*a*b*", "xxbxxaxx", "no"],
    ["arn:aws:s3:::photos/*", "arn:aws:s3:::photos/", "yes"],
    ["arn:aws:s3:::photos/*", "arn:aws:s3:::photos", "no"],
    ["photos/*", `photos/${HOLE}`, "yes"],
    ["photos/a", `photos/${HOLE}`, "maybe"],
    ["photos/a", `films/${HOLE}`, "no"],
    ["photos/?", `photos/${HOLE}`, "maybe"],
    [`photos/${HOLE}`, "photos/a", "maybe"],
    [`photos/${HOLE}`, "films/a", "no"],
    [`${HOLE}`, "films/a", "maybe"],
    ["a.b", "axb", "no"],
  ] as const)("%j and %j: %s", (pattern, text, expected) => {
    expect(matches(of(pattern), text)).toBe(expected);
  });

  it("agrees with a regular expression, for any pattern and text", () => {
    const letters = fc.array(fc.constantFrom("a", "b", "*", "?", ":", ".", "/"), { maxLength: 8 });
    fc.assert(
      fc.property(letters, letters, (pattern, text) => {
        const plain = text.join("").replaceAll(/[*?]/g, "a");
        const escaped = pattern
          .join("")
          .replaceAll(/[.:/]/g, "\\$&")
          .replaceAll("*", ".*")
          .replaceAll("?", ".");
        expect(matches(of(pattern.join("")), plain)).toBe(
          new RegExp(`^${escaped}$`).test(plain) ? "yes" : "no",
        );
      }),
    );
  });

  it("says maybe whenever filling the holes could give yes, and yes only if every filling does", () => {
    const letters = fc.array(fc.constantFrom("a", "b", "*", "?", "/"), { maxLength: 6 });
    const holed = fc.array(fc.constantFrom("a", "b", "/", HOLE), { maxLength: 6 });
    const filling = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 4 });
    fc.assert(
      fc.property(letters, holed, filling, (pattern, text, fill) => {
        const before = matches(of(pattern.join("")), text.join(""));
        const filled = matches(of(pattern.join("")), text.join("").replaceAll(HOLE, fill));
        if (before === "yes") expect(filled).toBe("yes");
        if (before === "no") expect(filled).toBe("no");
      }),
      { numRuns: 2000 },
    );
  });

  it("is quick with many stars", () => {
    expect(matches(of(`${"a*".repeat(200)}b`), "a".repeat(5000))).toBe("no");
  });
});

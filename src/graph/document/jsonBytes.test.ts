import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../lib/index.ts";
import { LIMITS, type Limits } from "../limits.ts";
import { JsonBytes } from "./jsonBytes.ts";

function open(text: string, limits: Partial<Limits> = {}): JsonBytes {
  return new JsonBytes(Buffer.from(text), "x.json", { ...LIMITS, ...limits });
}

function problemOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error.problems[0];
    throw error;
  }
  throw new Error("nothing was refused");
}

/** What is past 2^53 is text in the graph. */
function digitsOfLarge(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  const large = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return large ? context?.source : value;
}

describe("JSON read part by part", () => {
  it("gives what JSON.parse gives, member by member", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom(undefined, 2),
        (value, indent) => {
          const text = JSON.stringify(value, null, indent);
          const json = open(text, { depth: 1000 });
          const parsed = [...json.parts()].map(([name, span]) => [name, json.parse(span)]);
          expect(Object.fromEntries(parsed)).toEqual(JSON.parse(text, digitsOfLarge));
        },
      ),
    );
  });

  it("gives the elements of a list", () => {
    const json = open('{"a": [ {"b": "]"} , [], 3 ]}');
    const span = json.parts().get("a") ?? { start: 0, end: 0 };
    expect([...json.elements(span)].map((each) => json.parse(each))).toEqual([{ b: "]" }, [], 3]);
  });

  it("passes over a byte order mark", () => {
    expect(open('\ufeff{"a":1}').parts().size).toBe(1);
  });

  it.each([
    ["an open string", '{\n "a": "b', "graph/json-truncated", "line 2, column 9"],
    ["an open list", '{"a": [1, 2', "graph/json-truncated", "line 1, column 12"],
    ["nothing", "", "graph/json-truncated", "line 1, column 1"],
    ["a list", "[]", "graph/json-malformed", "line 1, column 1"],
    ["two documents", '{"a":1}\n{"b":2}', "graph/json-malformed", "line 2, column 1"],
    ["brackets that do not match", '{"a": [1, 2}', "graph/json-malformed", "line 1, column 12"],
    ["a missing comma", '{"a": 1 "b": 2}', "graph/json-malformed", "line 1, column 9"],
    ["a comma too many", '{"a": 1,}', "graph/json-malformed", "line 1, column 9"],
    ["a missing colon", '{"a" 1}', "graph/json-malformed", "line 1, column 6"],
    ["a name without quotes", "{a: 1}", "graph/json-malformed", "line 1, column 2"],
    ["text that is not JSON", '{"a": <html>}', "graph/json-malformed", "line 1, column 7"],
  ])("refuses %s with its place", (_, text, code, where) => {
    expect(problemOf(() => open(text).parts())).toMatchObject({ code, where });
  });

  it("refuses a damaged value with its place, and does not show it", () => {
    const problem = problemOf(() => open('{"a": {"password": hunter2}}').parts());
    expect(problem).toMatchObject({ code: "graph/json-malformed", where: "line 1, column 20" });
    expect(JSON.stringify(problem)).not.toContain("hunter2");
  });

  it.each(["[", '{"a":'])("refuses 100,000 times %s without running out of stack", (open_) => {
    const text = `{"a": ${open_.repeat(100_000)}`;
    expect(problemOf(() => open(text).parts())).toMatchObject({ code: "graph/limit-depth" });
  });

  it("refuses more values than the limit before they are built", () => {
    const json = open(`{"a": [${"[],".repeat(999)}[]]}`, { values: 1000 });
    const span = json.parts().get("a") ?? { start: 0, end: 0 };
    expect(problemOf(() => json.parse(span))).toMatchObject({ code: "graph/limit-values" });
  });
});

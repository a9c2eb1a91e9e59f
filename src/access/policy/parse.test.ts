import { describe, expect, it } from "vitest";
import { parsePolicy } from "./parse.ts";

const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

describe("parsePolicy", () => {
  it("reads a statement alone, and lists of one", () => {
    const [read] = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statement })).statements;
    expect(read).toEqual({
      index: 0,
      effect: "Allow",
      actions: { except: false, entries: ["s3:GetObject"] },
      resources: { except: false, entries: ["*"] },
      conditions: [],
    });
  });

  it("takes * and AWS * for the same principal", () => {
    const of = (Principal: unknown) =>
      parsePolicy(JSON.stringify({ Statement: [{ ...statement, Principal }] })).statements[0]?.principals;
    expect(of("*")).toEqual(of({ AWS: "*" }));
  });

  it("has no variables before 2012-10-17", () => {
    expect(parsePolicy(JSON.stringify({ Statement: [statement] })).variables).toBe(false);
  });

  it.each([
    ["{", "is not JSON"],
    ["[]", "is not an object"],
    ["{}", "has no Statement"],
    [JSON.stringify({ Statement: [{}] }), "statement 1 has no Effect"],
    [JSON.stringify({ Statement: [{ Effect: "allow", Action: "*" }] }), "statement 1 has no Effect"],
    [JSON.stringify({ Statement: [{ Effect: "Allow" }] }), "has no Action"],
    [JSON.stringify({ Statement: [{ ...statement, NotAction: "*" }] }), "both Action and NotAction"],
    [JSON.stringify({ Statement: [{ ...statement, Principal: "me" }] }), 'neither "*" nor an object'],
    [JSON.stringify({ Statement: [{ ...statement, Principal: { Who: "me" } }] }), "does not know: Who"],
    [JSON.stringify({ Statement: [{ ...statement, Condition: { Bool: "x" } }] }), "Bool, is not an object"],
    [JSON.stringify({ Statement: [{ ...statement, Resource: [{}] }] }), "no text"],
  ])("refuses %s", (text, message) => {
    expect(() => parsePolicy(text)).toThrow(message);
  });
});

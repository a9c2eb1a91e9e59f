import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOLE } from "../matching/pattern.ts";
import { ask, deciding, policy } from "../testing/requests.ts";
import { evaluate } from "./evaluate.ts";

const ACTIONS = ["s3:GetObject", "s3:PutObject", "kms:Decrypt", "s3:Get*", "s3:*", "*", "*:Get?bject"];
const RESOURCES = [
  "arn:aws:s3:::photos/a",
  "arn:aws:s3:::photos/*",
  "arn:aws:s3:::films/a",
  "*",
  `arn:aws:s3:::${HOLE}/a`,
];
const CONDITIONS = [
  undefined,
  { Bool: { "aws:SecureTransport": "true" } },
  { StringEquals: { "aws:never-said": "x" } },
  { Null: { "aws:absent": "true" } },
];

const statement = fc
  .record({
    Effect: fc.constantFrom("Allow", "Deny"),
    not: fc.boolean(),
    actions: fc.subarray(ACTIONS, { minLength: 1 }),
    resources: fc.subarray(RESOURCES, { minLength: 1 }),
    condition: fc.constantFrom(...CONDITIONS),
  })
  .map(({ Effect, not, actions, resources, condition }) => ({
    Effect,
    [not ? "NotAction" : "Action"]: actions,
    Resource: resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  }));
const statements = fc.array(statement, { minLength: 1, maxLength: 6 });
const action = fc.constantFrom("s3:GetObject", "s3:PutObject", "kms:Decrypt");
const resource = fc.constantFrom("arn:aws:s3:::photos/a", "arn:aws:s3:::films/a", "arn:aws:s3:::photos/b");

const CONTEXT = { "aws:SecureTransport": "true", "aws:absent": null };

function outcome(given: readonly object[], asked: string, of: string) {
  const request = ask(asked, of, { context: CONTEXT });
  return evaluate(request, deciding({ identity: [policy("identity", ...given)] })).outcome;
}

describe("the evaluator, for any policies", () => {
  it("never allows more after a Deny is added", () => {
    fc.assert(
      fc.property(statements, statement, action, resource, (given, added, asked, of) => {
        const before = outcome(given, asked, of);
        const after = outcome([...given, { ...added, Effect: "Deny" }], asked, of);
        if (before === "deny") expect(after).toBe("deny");
        if (before === "unknown") expect(after).not.toBe("allow");
      }),
    );
  });

  it("never denies more after an Allow is added", () => {
    fc.assert(
      fc.property(statements, statement, action, resource, (given, added, asked, of) => {
        const before = outcome(given, asked, of);
        const after = outcome([...given, { ...added, Effect: "Allow" }], asked, of);
        if (before === "allow") expect(after).toBe("allow");
      }),
    );
  });

  it("does not care for the order of statements, nor in which policy they stand", () => {
    fc.assert(
      fc.property(statements, action, resource, (given, asked, of) => {
        const before = outcome(given, asked, of);
        expect(outcome([...given].reverse(), asked, of)).toBe(before);
        const split = deciding({ identity: given.map((each) => policy("identity", each)) });
        expect(evaluate(ask(asked, of, { context: CONTEXT }), split).outcome).toBe(before);
      }),
    );
  });

  it("allows by * whatever it allows by name", () => {
    fc.assert(
      fc.property(statements, action, resource, (given, asked, of) => {
        if (outcome([...given, { Effect: "Allow", Action: asked, Resource: of }], asked, of) !== "allow")
          return;
        expect(outcome([...given, { Effect: "Allow", Action: "*", Resource: "*" }], asked, of)).toBe("allow");
      }),
    );
  });

  it("is never surer of a resource that is not known than of every one that it could be", () => {
    fc.assert(
      fc.property(statements, action, fc.constantFrom("photos", "films", "x"), (given, asked, bucket) => {
        const blurred = outcome(given, asked, `arn:aws:s3:::${HOLE}/a`);
        if (blurred !== "unknown")
          expect(outcome(given, asked, `arn:aws:s3:::${bucket}/a`)).toBeOneOf([blurred, "unknown"]);
      }),
      { numRuns: 500 },
    );
  });
});

import { describe, expect, it } from "vitest";
import { NO } from "../matching/truth.ts";
import { EVALUATION_CASES, get, identity, read, resource } from "../testing/evaluationCases.ts";
import { deciding, deny, OTHER_ACCOUNT } from "../testing/requests.ts";
import { UNKNOWN_CASES } from "../testing/unknownCases.ts";
import { evaluate } from "./evaluate.ts";

describe("evaluate", () => {
  it.each([...EVALUATION_CASES, ...UNKNOWN_CASES])(
    "$says ($source)",
    ({ ask: given = get(), given: policies, outcome, layer }) => {
      const decision = evaluate(given, deciding(policies));
      expect(decision.outcome).toBe(outcome);
      if (layer !== undefined) expect(decision.layer).toBe(layer);
      expect(decision.missing.length > 0).toBe(outcome === "unknown");
    },
  );

  it("names the statement that denies, and the one that grants", () => {
    const granted = evaluate(get(), deciding({ identity: identity({ ...read, Sid: "Read" }) }));
    expect(granted.by.map(({ statement }) => statement?.sid)).toEqual(["Read"]);
    const denied = evaluate(get(), deciding({ identity: identity(read, { ...deny("s3:*"), Sid: "No" }) }));
    expect(denied.by.map(({ statement }) => statement?.sid)).toEqual(["No"]);
  });

  it("names the key of the request that is missing", () => {
    const condition = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
    const decision = evaluate(get(), deciding({ identity: identity({ ...read, ...condition }) }));
    expect(decision).toMatchObject({ outcome: "unknown", missing: ["key aws:MultiFactorAuthPresent"] });
  });

  it("reaches the other account's principals by its digits alone", () => {
    const caller = {
      kind: "role",
      arn: `arn:aws:iam::${OTHER_ACCOUNT}:role/r`,
      account: OTHER_ACCOUNT,
    } as const;
    const policies = {
      identity: identity(read),
      resource: resource({ ...read, Principal: { AWS: OTHER_ACCOUNT } }),
    };
    expect(evaluate(get({ caller }), deciding({ ...policies, sameAccount: NO })).outcome).toBe("allow");
  });
});

import { describe, expect, it } from "vitest";
import { InputError, type InputProblem } from "../../lib/index.ts";
import { NOON, platformInput } from "../fixture.ts";
import type { PlatformInput } from "../input.ts";
import { resolvePlatform } from "../resolve.ts";
import { abroad, environments, europe, space } from "./caseParts.ts";
import { CASES } from "./cases.ts";
import { RULES } from "./index.ts";

const TITLED = CASES.map((given) => [given.says, given.code, given] as const);

describe("the rules", () => {
  it.each(TITLED)("refuses %s (%s)", (_says, _code, { code, breaks, where }) => {
    // when
    const problems = problemsOf(platformInput(breaks));

    // then it is the only thing said
    expect(problems.map((problem) => [problem.code, problem.where])).toEqual([[code, where]]);
    for (const problem of problems) {
      expect([problem.given, problem.wanted, problem.fix]).not.toContain("");
      expect(problem.fix).toMatch(/^[A-Z].*[.?]/);
    }
  });

  it.each(TITLED)("allows what is nearest to %s (%s)", (_says, _code, { keeps }) => {
    expect(problemsOf(platformInput(keeps))).toEqual([]);
  });

  it("has a case for every rule, and every code once", () => {
    const codes = RULES.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(CASES.map(({ code }) => code))).toEqual(new Set(codes));
  });
});

describe("what the rules suggest", () => {
  it("names the regions that a misspelt one may have meant", () => {
    const [problem] = problemsOf(platformInput({ homes: { US: { regions: ["us-east-1", "us-west2"] } } }));
    expect(problem?.wanted).toContain("us-west-2");
    expect(problem?.fix).toBe("Change it to us-west-2, if that was meant.");
  });

  it("says which prefix would hold the highest slot", () => {
    const [problem] = problemsOf(platformInput({ ...space("10.0.0.0/12"), ...environments({ slot: 2 }) }));
    expect(problem?.wanted).toContain("a space of /9 or a vpcPrefix of 19");

    // when the advice is followed, either way
    for (const advice of [space("10.0.0.0/9"), space("10.0.0.0/12", 19)]) {
      expect(problemsOf(platformInput({ ...advice, ...environments({ slot: 2 }) }))).toEqual([]);
    }
  });

  it("suggests a slot that nobody has", () => {
    const [problem] = problemsOf(
      platformInput(environments({ name: "aa", slot: 0 }, { name: "bb", slot: 1 }, { name: "cc", slot: 1 })),
    );
    expect(problem?.fix).toContain("such as 2;");
  });

  it("speaks of the declared residency and not of the law", () => {
    const [problem] = problemsOf(platformInput(europe({ copies: abroad })));
    expect(problem?.given).toContain("outside the declared residency");
    expect(JSON.stringify(problem)).not.toMatch(/law|legal/i);
  });

  it("lets several environments share an account", () => {
    const shared = environments({ name: "staging" }, { name: "development", slot: 1 });
    expect(problemsOf(platformInput(shared))).toEqual([]);
  });
});

function problemsOf(input: PlatformInput): readonly InputProblem[] {
  try {
    resolvePlatform(input, { clock: NOON });
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

import { describe, expect, it } from "vitest";
import type { RehearsalResult } from "../actions/index.ts";
import { InputError, TriremeError } from "../lib/index.ts";
import { failureOf, failureText } from "./failure.ts";
import { rehearsalExitCode } from "./texts.ts";

describe("a failure as a program reads it", () => {
  const problem = { code: "config/x", where: "stores[0]", given: "a", wanted: "b", fix: "Write b." };

  it.each([
    ["input", new InputError("trireme.config.ts", [problem]), 2],
    ["environment", new TriremeError("no Terraform", { code: "x", fault: "environment" }), 3],
    ["ours", new TriremeError("impossible", { code: "x", fault: "ours" }), 4],
    ["ours", new TypeError("undefined is not a function"), 4],
    ["ours", "a string", 4],
  ])("ends by whose fault it is: %s", (fault, error, exitCode) => {
    expect(failureOf(error)).toMatchObject({ fault, exitCode });
  });

  it("asks to be reported, with its origin, when it is ours", () => {
    const text = failureText(failureOf(new TypeError("undefined is not a function")));
    expect(text).toContain("defect of Trireme");
    expect(text).toContain("failure.test.ts");
  });

  it("does not call a machine that refuses to write our defect", () => {
    const refused = Object.assign(new Error("EACCES: permission denied, mkdir 'out'"), { code: "EACCES" });
    expect(failureOf(refused)).toMatchObject({ code: "system-refused", fault: "environment", exitCode: 3 });
  });

  it("spells out each problem of an input", () => {
    const text = failureText(failureOf(new InputError("trireme.config.ts", [problem])));
    for (const part of ["stores[0]", "[config/x]", "given   a", "wanted  b", "fix     Write b."]) {
      expect(text).toContain(part);
    }
  });
});

describe("the exit code of a rehearsal", () => {
  const result = (more: Partial<RehearsalResult>) =>
    ({
      proven: false,
      findings: [],
      failures: [],
      notDone: [],
      lostWithRegion: [],
      leftToPeople: [],
      plans: {},
      ...more,
    }) as unknown as RehearsalResult;
  const notDone = (code: string) => [{ code, what: "", why: "", fix: "" }];
  const failures = (code: string) => [{ stack: "a", code, message: "" }];

  it("is 0 when it is proven and nothing contradicts itself", () => {
    expect(rehearsalExitCode(result({ proven: true }))).toBe(0);
    const findings = [{ code: "x", severity: "error", where: "", text: "", fix: "" }] as const;
    expect(rehearsalExitCode(result({ proven: true, findings }))).toBe(1);
  });

  it.each(["terraform-missing", "emulator-missing", "interrupted"])(
    "is 3 when it was hindered: %s",
    (code) => {
      expect(rehearsalExitCode(result({ notDone: notDone(code) }))).toBe(3);
    },
  );

  it("is 3 when somebody else holds a state, at the apply or at a plan", () => {
    expect(rehearsalExitCode(result({ failures: failures("state-locked") }))).toBe(3);
    const unplannable = [{ id: "a", reason: "", expected: false, code: "state-locked" }];
    const second = { add: 0, change: 0, replace: 0, destroy: 0, stacks: [], unplannable };
    expect(rehearsalExitCode(result({ plans: { second } }))).toBe(3);
  });

  it.each([
    ["a plan had something to do", {}],
    ["a stack failed", { failures: failures("terraform-apply-failed"), notDone: notDone("apply-failed") }],
    ["the provider refuses a stack", { failures: failures("x"), notDone: notDone("emulator-missing") }],
    ["a store is stranded", { notDone: notDone("store-stranded") }],
  ])("is 1 when the platform is at fault: %s", (_why, more) => {
    expect(rehearsalExitCode(result(more))).toBe(1);
  });
});

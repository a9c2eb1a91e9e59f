import { describe, expect, it } from "vitest";
import { NOON, platformInput } from "./fixture.ts";
import type { EnvironmentInput, PlatformInput } from "./input.ts";
import { resolvePlatform } from "./resolve.ts";

const resolve = (replace: Partial<PlatformInput>) => resolvePlatform(platformInput(replace), { clock: NOON });
const production: EnvironmentInput = { name: "production", account: "111111111111", slot: 0 };

describe("an exception", () => {
  const single = { environments: [{ ...production, natGateways: "single" as const }] };
  const exception = {
    rule: "config/one-zone-in-production",
    of: "production",
    reason: "the budget of the first year",
    owner: "cto",
    expires: "2026-06-15",
  };

  it("lets a rule be broken until its last day, and is kept for every report", () => {
    const { exceptions } = resolve({ ...single, exceptions: [exception] });
    expect(exceptions).toEqual([exception]);
  });

  it("is offered by the refusal, word for word", () => {
    expect(() => resolve(single)).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({
            fix: expect.stringContaining('rule: "config/one-zone-in-production", of: "production"'),
          }),
        ],
      }),
    );
  });

  it.each([
    ["that has expired", { expires: "2026-06-14" }, ["config/exception-expired"]],
    [
      "for another environment",
      { of: "staging" },
      ["config/one-zone-in-production", "config/exception-for-nothing"],
    ],
    [
      "to a rule that takes none",
      { rule: "config/slot-taken" },
      ["config/one-zone-in-production", "config/exception-not-possible"],
    ],
  ])("refuses one %s", (_, replace, codes) => {
    expect(() => resolve({ ...single, exceptions: [{ ...exception, ...replace }] })).toThrow(
      expect.objectContaining({ problems: codes.map((code) => expect.objectContaining({ code })) }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { retriers } from "./backoff.ts";

const errors = { turnedAway: ["Rds.ThrottlingException"], unnamed: ["Rds.RdsException"] };

/** Seconds of the pauses when each is half of what it may be, as they are on average. */
function patience({
  IntervalSeconds,
  BackoffRate,
  MaxDelaySeconds,
  MaxAttempts,
}: ReturnType<typeof retriers>[0]) {
  return Array.from({ length: MaxAttempts }, (_, at) =>
    Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** at),
  ).reduce((sum, pause) => sum + pause / 2, 0);
}

describe("what is tried again on AWS", () => {
  it.each(["look", "safe", "once"] as const)(
    "%s: what was turned away first, for some five minutes",
    (tries) => {
      const [first] = retriers(tries, errors);
      expect(first).toMatchObject({ ErrorEquals: ["Rds.ThrottlingException"], JitterStrategy: "FULL" });
      if (first !== undefined) expect(patience(first)).toBeGreaterThan(240);
      if (first !== undefined) expect(patience(first)).toBeLessThan(330);
    },
  );

  it("what may have been refused is not tried for as long, and what may have taken effect not at all where that does harm", () => {
    const [, safe] = retriers("safe", errors);
    expect(safe?.ErrorEquals).toEqual(["Rds.RdsException"]);
    if (safe !== undefined) expect(patience(safe)).toBeLessThan(100);
    const [, look] = retriers("look", errors);
    expect(look?.ErrorEquals).toEqual(["States.TaskFailed", "States.Timeout"]);
    expect(retriers("once", errors)).toHaveLength(1);
  });
});

import { describe, expect, it } from "vitest";
import { ManualClock } from "../lib/index.ts";
import { SandboxClock } from "./sandboxClock.ts";

describe("SandboxClock", () => {
  it("runs ahead of real time by what it was advanced", () => {
    const real = new ManualClock(1000);
    const clock = new SandboxClock(real);

    clock.advance(30);
    real.advance(5);

    expect(clock.now()).toBe(1000 + 30_000 + 5);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses to be advanced by %d seconds", (seconds) => {
    expect(() => new SandboxClock(new ManualClock()).advance(seconds)).toThrow(RangeError);
  });
});

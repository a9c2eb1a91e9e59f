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

  it("counts whole milliseconds, and no less than it was advanced by", () => {
    const clock = new SandboxClock(new ManualClock(1000));
    clock.advance(0.0301);
    expect(clock.now()).toBe(1031);
  });

  it("shows an earlier moment for as long as somebody looks, and its own again after that", () => {
    const clock = new SandboxClock(new ManualClock(1000));
    clock.advance(30);
    expect(clock.asOf(5000, () => clock.now())).toBe(5000);
    expect(() =>
      clock.asOf(5000, () => {
        throw new Error("the look failed");
      }),
    ).toThrow("the look failed");
    expect(clock.now()).toBe(31_000);
  });

  it("refuses to show what is to come", () => {
    expect(() => new SandboxClock(new ManualClock(1000)).asOf(1001, () => 0)).toThrow(RangeError);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses to be advanced by %d seconds", (seconds) => {
    expect(() => new SandboxClock(new ManualClock()).advance(seconds)).toThrow(RangeError);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "./duration.ts";

describe("parseDuration", () => {
  it.each([
    ["200ms", 200],
    ["45s", 45_000],
    ["15m", 900_000],
    ["1.5h", 5_400_000],
    ["0.1h", 360_000],
    ["1h30m", 5_400_000],
    ["2d", 172_800_000],
    ["0s", 0],
  ])("reads %s", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(["", "15", "15 m", "m", "-1h", "30m1h", "1h1h", "1e3s", "15m!", "15min", " 15m"])(
    "refuses %j",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it("reads back whatever formatDuration writes", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000_000), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds);
      }),
    );
  });
});

describe("formatDuration", () => {
  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses %s", (milliseconds) => {
    expect(() => formatDuration(milliseconds)).toThrow(RangeError);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockText, marks, markText, spoken } from "./seconds.ts";

describe("a span of time for people", () => {
  it.each([
    [0, "0.0 s"],
    [0.26, "0.3 s"],
    [9.96, "10 s"],
    [59.4, "59 s"],
    [59.6, "1 min 00 s"],
    [412, "6 min 52 s"],
    [3599.7, "1 h 00 min"],
    [7384, "2 h 03 min"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(spoken(seconds)).toBe(text);
  });
});

describe("a moment on a clock", () => {
  it.each([
    [0.9, "0:00"],
    [62, "1:02"],
    [3727, "1:02:07"],
  ])("%d is %s", (seconds, text) => {
    expect(clockText(seconds)).toBe(text);
  });
});

describe("the marks of an axis", () => {
  it("are a few round numbers from 0 to the end", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1_000_000, noNaN: true }), (end) => {
        const found = marks(end);
        expect(found[0]).toBe(0);
        expect(found.length).toBeLessThanOrEqual(6);
        expect(found.every((mark) => mark <= end && Number.isInteger(mark))).toBe(true);
      }),
    );
  });

  it("are written in the largest unit that leaves no rest", () => {
    expect([0, 30, 120, 90, 7200].map(markText)).toEqual(["0", "30 s", "2 min", "90 s", "2 h"]);
  });
});

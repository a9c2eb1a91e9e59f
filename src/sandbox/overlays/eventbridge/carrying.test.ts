import { describe, expect, it } from "vitest";
import { fits } from "./pattern.ts";
import { firstTry } from "./tries.ts";

describe("when EventBridge delivers to a region that was away", () => {
  const heardAt = (seconds: number) => firstTry(0, seconds * 1000) / 1000;

  it("is at once where it is there, and after as long again at most where it was away for minutes", () => {
    expect(heardAt(0)).toBe(1);
    for (const seconds of [1, 2, 10, 29, 60, 299]) {
      expect(heardAt(seconds)).toBeGreaterThanOrEqual(seconds);
      expect(heardAt(seconds)).toBeLessThanOrEqual(2 * seconds + 1);
    }
  });

  it("is never later than a day's even share of its tries after it is back", () => {
    for (const hours of [1, 6, 23]) {
      const late = heardAt(hours * 3600) - hours * 3600;
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThanOrEqual(86_400 / 185);
    }
  });
});

describe("what fits a pattern", () => {
  const event = { source: "recovery.shop", detail: { region: "us-east-1", tags: ["a", "b"] } };

  it("has one of the values of each field that the pattern names, however deep", () => {
    expect(fits(event, { source: ["other", "recovery.shop"], detail: { region: ["us-east-1"] } })).toBe(true);
    expect(fits(event, { detail: { tags: ["b"] } })).toBe(true);
    expect(fits(event, { source: ["recovery.shop"], detail: { region: ["us-west-2"] } })).toBe(false);
    expect(fits(event, { account: ["1"] })).toBe(false);
  });

  it("is nothing where the pattern says it in a way that is not known here", () => {
    expect(fits(event, { source: [{ prefix: "recovery" }] })).toBe(false);
    expect(fits(event, { source: [{ "anything-but": "other" }] })).toBe(false);
  });
});

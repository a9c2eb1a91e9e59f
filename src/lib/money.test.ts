import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combineIntervals, exactly, mapInterval, sumIntervals } from "./interval.ts";
import { charge, unitPrice, usd, usdPerUnit, usdText } from "./money.ts";

describe("money", () => {
  it("reads the smallest list prices exactly", () => {
    expect(unitPrice("0.0000166667")).toBe(16_666_700n);
    expect(unitPrice("0.0000000309")).toBe(30_900n);
    expect(unitPrice("400")).toBe(400_000_000_000_000n);
    expect(usdPerUnit(unitPrice("0.0000004"))).toBe(0.0000004);
  });

  it.each(["", "-1", "1e-7", "0.0000000000001", "NaN", "1,5"])("refuses %j as a price", (text) => {
    expect(() => unitPrice(text)).toThrow(RangeError);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])(
    "refuses to charge for a quantity of %s",
    (quantity) => {
      expect(() => charge(unitPrice("1"), quantity)).toThrow(RangeError);
    },
  );

  it("rounds once, half up, to a micro-dollar", () => {
    expect(charge(unitPrice("0.0000005"), 1)).toBe(1n);
    expect(charge(unitPrice("0.0000004"), 1)).toBe(0n);
    expect(charge(unitPrice("0.1"), 730)).toBe(73_000_000n);
    // A binary fraction would give 0.30000000000000004.
    expect(usd(charge(unitPrice("0.1"), 1) + charge(unitPrice("0.2"), 1))).toBe(0.3);
  });

  it("costs no less when there is more of it", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (a, b) => {
          const price = unitPrice("0.0225");
          expect(charge(price, a + b) >= charge(price, a)).toBe(true);
        },
      ),
    );
  });

  it("is written with cents and thousands", () => {
    expect(usdText(1_234_567_894_999n)).toBe("$1,234,567.89");
    expect(usdText(-5_000n)).toBe("-$0.01");
    expect(usdText(0n)).toBe("$0.00");
  });
});

describe("intervals", () => {
  it("add lows to lows and highs to highs", () => {
    expect(sumIntervals([{ low: 1n, expected: 2n, high: 3n }, exactly(10n)])).toEqual({
      low: 11n,
      expected: 12n,
      high: 13n,
    });
    expect(sumIntervals([])).toEqual(exactly(0n));
    expect(combineIntervals(exactly(2), { low: 1, expected: 2, high: 3 }, (a, b) => a * b)).toEqual({
      low: 2,
      expected: 4,
      high: 6,
    });
    expect(mapInterval({ low: 1, expected: 2, high: 3 }, String)).toEqual({
      low: "1",
      expected: "2",
      high: "3",
    });
  });
});

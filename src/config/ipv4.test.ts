import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  containsRange,
  formatCidr,
  hasHostBits,
  networkOf,
  parseCidr,
  partOf,
  rangeSize,
  rangesOverlap,
} from "./ipv4.ts";

const range = fc.record({ first: fc.nat(2 ** 32 - 1), prefix: fc.nat(32) });

describe("parseCidr", () => {
  it("reads what formatCidr writes, up to the last address there is", () => {
    fc.assert(
      fc.property(range, (given) => {
        expect(parseCidr(formatCidr(given))).toEqual(given);
      }),
    );
    expect(parseCidr("255.255.255.255/32")).toEqual({ first: 2 ** 32 - 1, prefix: 32 });
  });

  it.each([
    "10.0.0.0",
    "10.0.0/8",
    "10.0.0.256/8",
    "10.0.0.0/33",
    "010.0.0.0/8",
    "10.0.0.0/8 ",
    "fd00::/8",
    "",
  ])("refuses %j", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe("networkOf", () => {
  it("is the range without host bits that holds the address", () => {
    fc.assert(
      fc.property(range, (given) => {
        const network = networkOf(given);
        expect(hasHostBits(network)).toBe(false);
        expect(containsRange(network, { first: given.first, prefix: 32 })).toBe(true);
      }),
    );
  });
});

describe("partOf", () => {
  it("cuts a range into parts that fill it without overlap", () => {
    fc.assert(
      fc.property(range, fc.nat(6), (given, bits) => {
        // given
        const whole = networkOf({ ...given, prefix: Math.min(given.prefix, 32 - bits) });
        const prefix = whole.prefix + bits;

        // when
        const parts = Array.from({ length: 2 ** bits }, (_, index) => partOf(whole, prefix, index));

        // then
        expect(parts.length * rangeSize(prefix)).toBe(rangeSize(whole.prefix));
        expect(parts.every((part) => containsRange(whole, part))).toBe(true);
        expect(parts.slice(1).some((part, index) => rangesOverlap(part, parts[index] ?? whole))).toBe(false);
      }),
    );
  });

  it.each([
    [16, 256],
    [16, -1],
    [16, 0.5],
    [33, 0],
    [7, 0],
  ])("fails for a part that is not there: /%d number %d of a /8", (prefix, index) => {
    expect(() => partOf({ first: 10 * 2 ** 24, prefix: 8 }, prefix, index)).toThrow(RangeError);
  });
});

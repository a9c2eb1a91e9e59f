import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Ledger } from "./ledger.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";

/** A writer in the east that is lost at `cutAt`; the copy in the west follows by `lag` until then, and takes over. */
function lostWriter(ats: readonly number[], lag: number, cutAt: number): Ledger {
  const ledger = new Ledger([EAST, WEST]);
  for (const at of ats.toSorted((a, b) => a - b)) {
    ledger.carry((_from, _to, taken) => taken + lag <= Math.min(at, cutAt));
    ledger.acknowledge(EAST, at);
  }
  ledger.carry((_from, _to, taken) => taken + lag <= cutAt);
  ledger.promote(WEST, cutAt);
  return ledger;
}

const times = fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 60 });
const moment = fc.integer({ min: 0, max: 12_000 });

describe("the ledger of a store", () => {
  it("has every acknowledged write found, lost or diverged, and none twice", () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 5000 }), moment, (ats, lag, cutAt) => {
        const ledger = lostWriter(ats, lag, cutAt);
        const found = ledger.found([WEST]);
        expect(found + ledger.lost.writes + ledger.diverged.writes).toBe(ledger.acknowledged);
        expect(ledger.acknowledged).toBe(ats.length);
        expect(ledger.missing([WEST], () => cutAt).writes).toBe(0);
      }),
    );
  });

  it("loses at most what the lag had not carried over", () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 5000 }), moment, (ats, lag, cutAt) => {
        const { lost } = lostWriter(ats, lag, cutAt);
        expect(lost.seconds).toBeLessThanOrEqual(lag / 1000);
        expect(lost.writes).toBe(ats.filter((at) => at <= cutAt && at + lag > cutAt).length);
      }),
    );
  });

  it("loses nothing without a lag, whatever an old writer took afterwards", () => {
    fc.assert(
      fc.property(times, moment, (ats, cutAt) => {
        const ledger = lostWriter(ats, 0, cutAt);
        expect(ledger.lost).toEqual({ writes: 0, seconds: 0 });
        expect(ledger.diverged.writes).toBe(ats.filter((at) => at > cutAt).length);
      }),
    );
  });

  it("does not find what an old writer took on its own, nor once it is made anew from the new one", () => {
    const ledger = new Ledger([EAST, WEST]);
    ledger.acknowledge(EAST, 0);
    ledger.promote(WEST, 1000);
    ledger.acknowledgeAstray(EAST, 3000, 1000);
    ledger.acknowledge(WEST, 4000);
    expect(ledger.found([EAST, WEST])).toBe(3);
    expect(ledger.found([WEST])).toBe(1);
    expect(ledger.diverged).toEqual({ writes: 1, seconds: 2 });
    ledger.rebuild(EAST, WEST);
    expect(ledger.found([EAST])).toBe(1);
  });

  it("counts as missing only what stands in none of the copies that are left", () => {
    const ledger = new Ledger([EAST, WEST, "eu-west-1"]);
    ledger.acknowledge(EAST, 1000);
    ledger.acknowledge(EAST, 2000);
    ledger.carry((_from, to, at) => to === "eu-west-1" && at <= 1000);
    expect(ledger.missing([WEST], () => 2500)).toEqual({ writes: 2, seconds: 1.5 });
    expect(ledger.missing([WEST, "eu-west-1"], () => 2500)).toEqual({ writes: 1, seconds: 0.5 });
    expect(ledger.missing([EAST], () => 2500).writes).toBe(0);
  });

  it("refuses a copy that the store has not", () => {
    const ledger = new Ledger([EAST]);
    expect(() => ledger.acknowledge(WEST, 0)).toThrow(RangeError);
    expect(() => ledger.promote(WEST, 0)).toThrow(RangeError);
    expect(() => ledger.rebuild(WEST, EAST)).toThrow(RangeError);
  });
});

import { describe, expect, it } from "vitest";
import { openBill } from "./openBill.ts";
import { periodOf, spentOf } from "./runRate.ts";
import { spendingOf } from "./spending.ts";
import { type Charge, focusCsv, folderOf } from "./testing/focusCsv.ts";

const OCTOBER = { currency: "USD", month: "2026-10" };

/** A charge for that day of October, or for the hours of it from midnight on. */
function day(number: number, amount: number, more: Charge = {}): Charge {
  const date = (of: number) => new Date(Date.UTC(2026, 9, of)).toISOString();
  return {
    ChargePeriodStart: date(number),
    ChargePeriodEnd: date(number + 1),
    BilledCost: String(amount),
    ...more,
  };
}

function days(from: number, to: number, amount: number, more: Charge = {}): readonly Charge[] {
  return Array.from({ length: to - from + 1 }, (_, index) => day(from + index, amount, more));
}

async function spent(charges: readonly Charge[]) {
  await using files = await folderOf({ "bill.csv": focusCsv(charges) });
  await using bill = await openBill([files.path("bill.csv")]);
  const spendings = await spendingOf(bill, undefined, OCTOBER);
  return spentOf(spendings, periodOf("2026-10", spendings));
}

/** A machine that was there from the first day to the tenth, for a dollar a day: 31 dollars a month. */
const MACHINE = days(1, 10, 1);
const LATER = { SkuId: "LATER" };

describe("the run-rate of a month", () => {
  it.each<[says: string, charges: readonly Charge[], actual: number, runRate: number]>([
    ["goes on with what is used every day", MACHINE, 10, 31],
    ["is what was spent when the month is over", days(1, 31, 1), 31, 31],
    ["takes what began on the 8th by its own days", [...MACHINE, ...days(8, 10, 2, LATER)], 16, 31 + 48],
    [
      "takes what comes onto the bill two days late as late",
      [...MACHINE, ...days(1, 8, 2, LATER)],
      26,
      31 + 62,
    ],
    [
      "looks at whole days, where the first and the last are parts",
      [...MACHINE, day(5, 0.5, LATER), ...days(6, 9, 2, LATER), day(10, 0.1, LATER)],
      18.6,
      // Its fifth day as it was; its tenth as those between, and 21 more.
      31 + 0.5 + 8 + 2 * 22,
    ],
    ["counts a fee of the month once", [...MACHINE, day(1, 50, LATER)], 60, 81],
    [
      "spreads what is used now and then over all days of the bill",
      [...days(1, 16, 1), day(1, 3, LATER), day(8, 3, LATER), day(15, 3, LATER)],
      25,
      31 + 9 + (9 / 16) * 15,
    ],
    ["goes on with what is there since today", [...MACHINE, day(10, 2, LATER)], 12, 31 + 44],
    [
      "counts purchases and fees of commitments once",
      [
        ...MACHINE,
        day(10, 100, { ChargeCategory: "Purchase", ChargeFrequency: "One-Time" }),
        day(1, 40, {
          ChargeCategory: "Purchase",
          ChargeFrequency: "Recurring",
          ChargePeriodEnd: "2026-11-01T00:00:00Z",
          SkuId: "FEE",
        }),
      ],
      150,
      171,
    ],
    [
      "lets neither credits nor refunds hide what is spent",
      [
        ...MACHINE,
        day(3, -8, { ChargeCategory: "Credit", PricingCategory: "" }),
        day(4, -7, { ChargeClass: "Correction", PricingCategory: "" }),
        day(4, -6, { ChargeCategory: "Adjustment", PricingCategory: "" }),
      ],
      10,
      31,
    ],
    [
      "counts a correction upwards once, and keeps the share of the tax",
      [
        ...MACHINE,
        day(4, 10, { ChargeClass: "Correction", PricingCategory: "" }),
        day(1, 4, { ChargeCategory: "Tax", PricingCategory: "", ChargePeriodEnd: "2026-11-01T00:00:00Z" }),
      ],
      24,
      41 * 1.2,
    ],
    [
      "does not go on with what is charged for the month at once",
      [day(1, 9, { ChargePeriodEnd: "2026-11-01T00:00:00Z" })],
      9,
      9,
    ],
  ])("%s", async (_, charges, actual, runRate) => {
    const found = await spent(charges);
    expect(found.actual).toBeCloseTo(actual, 9);
    expect(found.runRate).toBeCloseTo(runRate, 9);
  });

  it("is never less than what was spent", async () => {
    for (const [first, last] of [
      [1, 2],
      [1, 3],
      [9, 10],
      [2, 9],
    ] as const) {
      const found = await spent([...MACHINE, ...days(first, last, 3, LATER)]);
      expect(found.runRate).toBeGreaterThanOrEqual(found.actual);
    }
  });

  it("keeps tiers of a price together and names apart", async () => {
    await using files = await folderOf({
      "bill.csv": focusCsv([
        ...days(1, 5, 1, { SkuPriceId: "TIER.1" }),
        ...days(6, 10, 2, { SkuPriceId: "TIER.2", Tags: '{"owner": "search"}' }),
      ]),
    });
    await using bill = await openBill([files.path("bill.csv")]);
    expect(await spendingOf(bill, undefined, OCTOBER)).toHaveLength(1);
    const named = await spendingOf(bill, "owner", OCTOBER);
    expect(named.map(({ name, charges }) => [name, charges]).sort()).toEqual([
      ["platform-team", 5],
      ["search", 5],
    ]);
  });
});

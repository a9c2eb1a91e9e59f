import { describe, expect, it } from "vitest";
import { z } from "zod";
import { amountOf, sumAmounts } from "../../bill/index.ts";
import { focusCsv, folderOf } from "../../bill/testing/focusCsv.ts";
import { ManualClock } from "../../lib/index.ts";
import { folderWith, SOUND } from "../testing/configurations.ts";
import { costBill } from "./bill.ts";

const clock = new ManualClock(Date.UTC(2026, 10, 1));
const AMOUNT = z.string().regex(/^-?\d+(\.\d*[1-9])?$/);
const amounts = { billed: AMOUNT, effective: AMOUNT, charges: z.int().min(0) };
/** Nothing more and nothing less is given out as JSON. */
const DOCUMENT = z.strictObject({
  currency: z.string().length(3),
  month: z.string().nullable(),
  ...amounts,
  months: z.array(z.strictObject({ month: z.string().nullable(), ...amounts })),
  shares: z.array(
    z.strictObject({
      by: z.string(),
      untaggedPercent: z.number().nullable(),
      parts: z.array(
        z.strictObject({ name: z.string().nullable(), claim: z.string().nullable(), ...amounts }),
      ),
    }),
  ),
  leftOut: z.array(z.strictObject({ reason: z.string(), charges: z.int(), billed: AMOUNT.nullable() })),
  findings: z.array(
    z.strictObject({
      code: z.string(),
      severity: z.enum(["error", "warning", "note"]),
      column: z.string().optional(),
      rows: z.int().optional(),
      first: z.strictObject({ file: z.string(), row: z.int().min(1) }).optional(),
      given: z.string(),
      wanted: z.string(),
      fix: z.string(),
    }),
  ),
  source: z.strictObject({
    files: z.array(z.strictObject({ name: z.string(), focus: z.enum(["1.0", "1.1", "1.2"]) })),
    passedOver: z.array(z.string()),
    config: z.string().nullable(),
  }),
  seconds: z.number(),
});

describe("the bill as a verb", () => {
  it("gives out exact amounts, by months and shares that add up, in a strict form", async () => {
    const configuration = await folderWith(SOUND);
    await using files = await folderOf({
      "bill.csv": focusCsv([
        { BilledCost: "0.1" },
        { BilledCost: "0.2", SubAccountId: "222222222222", Tags: "" },
        {
          BilledCost: "0.0000008",
          BillingPeriodStart: "2026-11-01",
          BillingPeriodEnd: "2026-12-01",
          ChargePeriodStart: "2026-11-02",
          ChargePeriodEnd: "2026-11-03",
          ServiceName: "",
        },
      ]),
    });
    const result = await costBill({ paths: [files.path("bill.csv")], config: configuration, clock });
    expect(DOCUMENT.parse(result)).toEqual(result);
    // Binary fractions would make 0.30000080000000004 of it.
    expect(result.billed).toBe("0.3000008");
    for (const { parts } of [...result.shares, { parts: result.months }]) {
      expect(sumAmounts(parts.map(({ billed }) => amountOf(billed)))).toBe(amountOf(result.billed));
    }
    const [, environments] = result.shares;
    expect(environments?.parts.map(({ name, billed }) => [name, billed])).toEqual([
      ["staging", "0.2"],
      ["production", "0.1000008"],
    ]);
    expect(result.findings).toMatchObject([
      { code: "bill/not-null", column: "ServiceName", first: { row: 3 } },
    ]);
    const october = await costBill({
      paths: [files.folder],
      month: "2026-10",
      by: [],
      config: configuration,
      clock,
    });
    expect(october).toMatchObject({ billed: "0.3", month: "2026-10", shares: [] });
    await expect(
      costBill({ paths: [files.folder], month: "2026-12", config: configuration, clock }),
    ).rejects.toMatchObject({ problems: [{ code: "bill/month-not-there" }] });
  });

  it("refuses to add amounts of two currencies, and counts what the chosen one leaves out", async () => {
    await using files = await folderOf({
      "bill.csv": focusCsv([{}, { BillingCurrency: "EUR", BilledCost: "7" }, { BillingCurrency: "" }]),
    });
    const paths = [files.path("bill.csv")];
    await expect(costBill({ paths, clock })).rejects.toMatchObject({
      problems: [{ code: "bill/mixed-currencies", given: "EUR (1 charges), USD (1 charges)" }],
    });
    await expect(costBill({ paths, currency: "GBP", clock })).rejects.toMatchObject({
      problems: [{ code: "bill/currency-not-there" }],
    });
    const { billed, charges, leftOut } = await costBill({ paths, currency: "USD", clock });
    expect({ billed, charges }).toEqual({ billed: "0.1", charges: 1 });
    expect(leftOut.toSorted((a, b) => (a.reason < b.reason ? -1 : 1))).toEqual([
      { reason: "currency: EUR", charges: 1, billed: "7" },
      { reason: "currency: none that can be read", charges: 1, billed: "0.1" },
    ]);
  });
});

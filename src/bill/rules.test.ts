import { beforeAll, describe, expect, it } from "vitest";
import { type BillFinding, checkBill } from "./check.ts";
import { FOCUS_COLUMNS } from "./columns.ts";
import { openBill } from "./openBill.ts";
import { type RowRule, rowRules } from "./rules.ts";
import { CHARGE, type Charge, focusCsv, folderOf } from "./testing/focusCsv.ts";

const THERE = new Set(Object.keys(CHARGE));
const keyOf = ({ code, column }: Pick<RowRule, "code" | "column">) => `${code} ${column}`;

/** Rows that break rules between columns: each by the rules that it must break, the first of them meant. */
const BETWEEN: readonly (readonly [key: string, change: Charge])[] = [
  ["bill/between-columns BillingPeriodStart", { BillingPeriodStart: "2026-12-01" }],
  ["bill/between-columns ChargePeriodStart", { ChargePeriodEnd: "2026-10-05T00:00:00Z" }],
  ["bill/between-columns ChargePeriodStart", { ChargePeriodStart: "2026-09-30" }],
  ["bill/between-columns ChargeFrequency", { ChargeCategory: "Purchase" }],
  ["bill/between-columns PricingCategory", { ChargeCategory: "Tax" }],
  ["bill/not-null PricingCategory", { PricingCategory: "" }],
  [
    "bill/not-null CommitmentDiscountStatus",
    { CommitmentDiscountId: "sp-1", CommitmentDiscountCategory: "Spend", CommitmentDiscountType: "x" },
  ],
  ["bill/between-columns CommitmentDiscountStatus", { CommitmentDiscountStatus: "Used" }],
  ["bill/between-columns CommitmentDiscountCategory", { CommitmentDiscountCategory: "Spend" }],
  ["bill/between-columns CommitmentDiscountType", { CommitmentDiscountType: "Savings Plan" }],
  ["bill/not-null CommitmentDiscountCategory", { CommitmentDiscountId: "sp-1" }],
  ["bill/not-null CommitmentDiscountType", { CommitmentDiscountId: "sp-1" }],
  ["bill/between-columns CapacityReservationStatus", { CapacityReservationStatus: "Used" }],
  ["bill/not-null PricingUnit", { PricingUnit: "" }],
  ["bill/not-null PricingQuantity", { PricingQuantity: "" }],
  ["bill/not-null ListUnitPrice", { ListUnitPrice: "" }],
  ["bill/not-null ContractedUnitPrice", { ContractedUnitPrice: "" }],
  ["bill/not-null SkuId", { SkuId: "" }],
  ["bill/not-null SkuPriceId", { SkuPriceId: "" }],
];

/** What breaks the rule of one column. */
function breaking({ code, column }: RowRule): Charge {
  if (code === "bill/not-null") return { [column]: "" };
  if (code === "bill/unreadable") return { [column]: "nothing of the kind" };
  return { [column]: code === "bill/currency" ? "XYZ" : "Nonsense" };
}

const OF_ONE_COLUMN = rowRules(THERE).filter(
  ({ code, broken }) =>
    code !== "bill/between-columns" && !broken.includes("ChargeCategory IN ('Usage', 'Purchase')"),
);
const cases = [
  ...OF_ONE_COLUMN.filter(
    (rule) => !rule.column.startsWith("CommitmentDiscount") || rule.code !== "bill/not-null",
  ).map((rule) => [keyOf(rule), breaking(rule)] as const),
  ...BETWEEN,
];

describe("the rules of the specification", () => {
  /** Rows that break each rule: the first is sound, and each case has one after it. */
  let broken: ReadonlyMap<string, readonly number[]>;
  let findings: readonly BillFinding[];
  let sound: readonly BillFinding[];

  beforeAll(async () => {
    await using files = await folderOf({
      "sound.csv": focusCsv([{}, { BilledCost: "-3.5", ChargeCategory: "Credit", PricingCategory: "" }]),
      "cases.csv": focusCsv([{}, ...cases.map(([, change]) => change)]),
    });
    await using good = await openBill([files.path("sound.csv")]);
    sound = await checkBill(good);
    await using bill = await openBill([files.path("cases.csv")]);
    findings = await checkBill(bill);
    const rules = rowRules(bill.there);
    const [row] = await bill.rows(
      `SELECT ${rules.map((rule, index) => `list("row") FILTER (WHERE ${rule.broken}) AS r${index}`).join(", ")} FROM bill`,
    );
    const rows = new Map<string, number[]>();
    for (const [index, rule] of rules.entries()) {
      const those = (row?.[`r${index}`] ?? "").split(",").filter((each) => each !== "");
      rows.set(keyOf(rule), [...(rows.get(keyOf(rule)) ?? []), ...those.map(Number)]);
    }
    broken = rows;
  }, 60_000);

  it("find nothing in a bill that keeps to them, credits and all", () => {
    expect(sound).toEqual([]);
  });

  it.each(cases.map(([key, change], index) => [key, JSON.stringify(change), index + 2] as const))(
    "find %s broken by %s, and not by what is sound",
    (key, _change, row) => {
      expect(broken.get(key)).toContain(row);
      expect(broken.get(key)).not.toContain(1);
    },
  );

  it("are reported with how often and where first", () => {
    const reported = findings.map((finding) => `${finding.code} ${finding.column}`);
    for (const [key, rows] of broken) {
      expect(reported, key).toContain(key);
      const those = findings.filter((finding) => `${finding.code} ${finding.column}` === key);
      expect(those.reduce((sum, finding) => sum + (finding.rows ?? 0), 0)).toBe(rows.length);
      expect(Math.min(...those.map(({ first }) => first?.row ?? 0))).toBe(Math.min(...rows));
    }
  });

  it("are each broken by a case here", () => {
    const broken = new Set(cases.map(([key]) => key));
    expect(
      rowRules(THERE)
        .map(keyOf)
        .filter((key) => !broken.has(key)),
    ).toEqual([]);
  });

  it("are judged only where the column is", () => {
    expect(
      rowRules(new Set(["BilledCost"])).every(({ column }) =>
        /^(BilledCost|BillingPeriodStart|ChargePeriodStart)$/.test(column),
      ),
    ).toBe(true);
  });

  it("know the columns of all versions once each", () => {
    const names = FOCUS_COLUMNS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(FOCUS_COLUMNS.filter(({ since }) => since === "1.0")).toHaveLength(43);
    expect(names).toHaveLength(57);
    expect(FOCUS_COLUMNS.filter(({ mandatory }) => mandatory)).toHaveLength(21);
  });
});

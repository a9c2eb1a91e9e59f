import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Charge, focusCsv, folderOf } from "../../bill/testing/focusCsv.ts";
import { ManualClock } from "../../lib/index.ts";
import { BUDGETED } from "../testing/budgetConfiguration.ts";
import { folderWith, SOUND } from "../testing/configurations.ts";
import { type CostBudgetOptions, type CostBudgetResult, costBudget } from "./budget.ts";

const clock = new ManualClock(Date.UTC(2026, 9, 11));
const TAGS = { Tags: '{"owner": "platform-team", "cost-centre": "shop-1001"}' };
const credit = (amount: string): Charge => ({
  BilledCost: amount,
  ChargeCategory: "Credit",
  PricingCategory: "",
});

/** Ten of October's 31 days, at that much a day. */
function tenDays(amount: string, more: Charge = {}): readonly Charge[] {
  return Array.from({ length: 10 }, (_, index) => ({
    ...TAGS,
    ChargePeriodStart: new Date(Date.UTC(2026, 9, index + 1)).toISOString(),
    ChargePeriodEnd: new Date(Date.UTC(2026, 9, index + 2)).toISOString(),
    BilledCost: amount,
    ...more,
  }));
}

/** The whole month in one day's charge at its end. */
const spentInAll = (amount: string, more: Charge = {}): Charge => ({
  ...TAGS,
  ChargePeriodStart: "2026-10-31",
  ChargePeriodEnd: "2026-11-01",
  BilledCost: amount,
  ...more,
});
const SEARCH = spentInAll("1", { Tags: '{"owner": "search"}' });
const OTHERS = ["222222222222", "333333333333"].map((SubAccountId) =>
  spentInAll("1", { SubAccountId, Tags: "" }),
);

let configuration: string;
beforeAll(async () => {
  configuration = await folderWith(BUDGETED);
});
afterAll(() => rm(configuration, { recursive: true, force: true }));

async function budgets(charges: readonly Charge[], more: Partial<CostBudgetOptions> = {}) {
  await using files = await folderOf({ "bill.csv": focusCsv(charges) });
  return await costBudget({ path: configuration, bill: [files.path("bill.csv")], clock, ...more });
}

function line({ lines }: CostBudgetResult, name: string) {
  const found = lines.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no line of ${name}.`);
  return found;
}

describe("budgets against the bill", () => {
  it("are held against what is spent and its run-rate, each name by its own charges", async () => {
    const result = await budgets([
      ...tenDays("10"),
      ...tenDays("1", { Tags: '{"owner": "search"}', SkuId: "SEARCH" }),
      ...tenDays("3", { SubAccountId: "222222222222", Tags: "", SkuId: "STAGING" }),
      { ...credit("-90"), ...TAGS },
    ]);
    expect(result).toMatchObject({
      basis: "bill",
      month: "2026-10",
      days: { seen: 10, of: 31 },
      failed: true,
    });
    expect(line(result, "platform-team")).toEqual({
      kind: "owner",
      name: "platform-team",
      budget: 200,
      actual: { amount: 100, percent: 50, reached: [50] },
      runRate: { amount: 310, percent: 155, reached: [50, 80, 100] },
      estimate: null,
      state: "exceeded",
      failing: true,
    });
    expect(line(result, "search")).toMatchObject({
      actual: { amount: 10 },
      runRate: { amount: 31, percent: 62 },
      state: "reached",
      failing: false,
    });
    // Its account is production's alone, tagged or not.
    expect(line(result, "production")).toMatchObject({ actual: { amount: 110 }, runRate: { amount: 341 } });
    expect(line(result, "staging")).toMatchObject({ actual: { amount: 30 }, state: "within" });
    expect(line(result, "all accounts")).toMatchObject({ actual: { amount: 140 }, runRate: { amount: 434 } });
    // The credit counts in no budget, and neither it nor what nobody signed for is left unsaid.
    expect(result.uncounted).toEqual([
      { kind: null, what: "credit", billed: "-90", charges: 1 },
      { kind: "cost-centre", what: "(untagged)", billed: "40", charges: 20 },
      { kind: "owner", what: "(untagged)", billed: "30", charges: 10 },
    ]);
  });

  it("of a name that is not on the bill are not seen, though its kind is, and fail", async () => {
    const result = await budgets([spentInAll("1", { Tags: '{"owner": "Search"}' })]);
    expect(line(result, "search")).toEqual({
      kind: "owner",
      name: "search",
      budget: 50,
      actual: null,
      runRate: null,
      estimate: null,
      state: "not seen",
      failing: true,
      reason: "no charge carries the tag owner = search; on the bill are Search",
    });
    expect(line(result, "staging")).toMatchObject({
      state: "not seen",
      failing: true,
      reason: expect.stringContaining("no charge of its account 222222222222"),
    });
    expect(line(result, "production").state).toBe("within");
    expect(line(result, "shop-1001").reason).toContain("no charge carries the tag cost-centre: activate");
    expect(result.failed).toBe(true);
    // What is spent under the wrong name is not lost.
    expect(result.uncounted).toContainEqual({ kind: "owner", what: "Search", billed: "1", charges: 1 });
  });

  it("let pass what is not seen where somebody names it, and refuse names without a budget", async () => {
    const charges = [spentInAll("1"), SEARCH];
    const unseen = ["staging", "development"];
    expect((await budgets(charges)).failed).toBe(true);
    expect((await budgets(charges, { unseen: ["staging"] })).failed).toBe(true);
    const result = await budgets(charges, { unseen });
    expect(result.failed).toBe(false);
    expect(line(result, "staging")).toMatchObject({ state: "not seen", failing: false });
    await expect(budgets(charges, { unseen: ["stagin"] })).rejects.toMatchObject({
      problems: [{ code: "cost/unknown-budget", given: "stagin" }],
    });
  });

  it.each([
    ["159.99", 80, false, "reached", 79.9],
    ["160", 80, true, "reached", 80],
    ["199.999999", 100, false, "reached", 99.9],
    ["200", 100, true, "used up", 100],
    ["200.01", 100, true, "exceeded", 100],
    ["200.01", 150, false, "exceeded", 100],
    ["99", 50, false, "within", 49.5],
  ])("of 200, %s spent, asked at %i %%: fails %s, %s", async (amount, failAt, failed, state, percent) => {
    const result = await budgets([spentInAll(amount), SEARCH, ...OTHERS], { failAt });
    expect(line(result, "platform-team")).toMatchObject({ state, actual: { percent }, failing: failed });
    expect(result.failed).toBe(failed);
    // The month is over: what it comes to is what was spent.
    expect(line(result, "platform-team").runRate).toEqual(line(result, "platform-team").actual);
  });

  it("fail on charges in another currency, of that month alone, and count them", async () => {
    const good = [spentInAll("1"), SEARCH, ...OTHERS];
    const euros = { ...TAGS, BillingCurrency: "EUR", BilledCost: "7" };
    const mixed = await budgets([...good, euros, euros]);
    expect(mixed.failed).toBe(true);
    expect(mixed.findings).toMatchObject([
      { code: "bill/other-currency", severity: "error", rows: 2, given: "currency: EUR: 14" },
    ]);
    expect(mixed.leftOut).toEqual([{ reason: "currency: EUR", charges: 2, billed: "14" }]);
    expect(mixed.lines.some(({ failing }) => failing)).toBe(false);

    const september = { BillingPeriodStart: "2026-09-01", BillingPeriodEnd: "2026-10-01" };
    const before = { ...euros, ...september, ChargePeriodStart: "2026-09-02", ChargePeriodEnd: "2026-09-03" };
    const earlier = await budgets([...good, before]);
    expect(earlier).toMatchObject({ failed: false, month: "2026-10", findings: [] });
    expect(earlier.leftOut).toEqual([{ reason: "another month: 2026-09", charges: 1, billed: "7" }]);
    await expect(budgets([...good, before], { month: "2026-09" })).rejects.toMatchObject({
      problems: [{ code: "bill/not-in-dollars", given: "2026-09 in EUR (1 charges)" }],
    });
    // The last month is all in euros: no verdict is taken from the one before it.
    const november = { BillingPeriodStart: "2026-11-01", BillingPeriodEnd: "2026-12-01" };
    const after = { ...euros, ...november, ChargePeriodStart: "2026-11-02", ChargePeriodEnd: "2026-11-03" };
    await expect(budgets([...good, after])).rejects.toMatchObject({
      problems: [{ code: "bill/not-in-dollars" }],
    });
  });

  it("tell a refund from a credit, and count neither", async () => {
    const { uncounted, ...result } = await budgets([
      spentInAll("10"),
      spentInAll("-4", { ChargeClass: "Correction", PricingCategory: "" }),
      { ...TAGS, ...credit("-3") },
    ]);
    expect(line({ ...result, uncounted }, "production")).toMatchObject({ actual: { amount: 10 } });
    expect(uncounted.filter(({ kind }) => kind === null)).toEqual([
      { kind: null, what: "credit", billed: "-3", charges: 1 },
      { kind: null, what: "refund", billed: "-4", charges: 1 },
    ]);
  });

  it("fail where the days of a month that is not over cannot be told, and warn of one that was cut short", async () => {
    const monthly = {
      ...TAGS,
      BilledCost: "1",
      ChargePeriodStart: "2026-10-01",
      ChargePeriodEnd: "2026-11-01",
    };
    const running = await budgets([monthly, SEARCH, ...OTHERS, monthly, monthly, monthly]);
    expect(running.findings).toMatchObject([{ code: "bill/no-days", severity: "error", rows: 4 }]);
    expect(running.failed).toBe(true);
    const late = new ManualClock(Date.UTC(2026, 10, 20));
    const over = await budgets([monthly, SEARCH, ...OTHERS, monthly, monthly, monthly], { clock: late });
    expect(over).toMatchObject({ findings: [], failed: false });
    expect((await budgets(tenDays("1"), { clock: late })).findings).toMatchObject([
      { code: "bill/ends-early", severity: "warning" },
    ]);
  });

  it("refuse options that would count for nothing, and shares that are none", async () => {
    await expect(budgets([{}], { prices: "prices", usage: "usage.yml" })).rejects.toMatchObject({
      problems: [{ where: "--prices" }, { where: "--usage" }],
    });
    await expect(costBudget({ path: configuration, clock, month: "2026-10" })).rejects.toMatchObject({
      problems: [{ code: "cost/option-counts-nothing", where: "--month" }],
    });
    for (const failAt of [0, -1, 1001, Number.NaN]) {
      await expect(budgets([{}], { failAt })).rejects.toMatchObject({ problems: [{ code: "cost/fail-at" }] });
    }
    await expect(budgets([{}], { month: "2026-12" })).rejects.toMatchObject({
      problems: [{ code: "bill/month-not-there" }],
    });
  });
});

describe("budgets without a bill", () => {
  it("are held against the estimate's interval", async () => {
    const result = await costBudget({ path: configuration, clock });
    expect(result).toMatchObject({ basis: "estimate", month: null, days: null, findings: [] });
    const production = line(result, "production");
    expect(production).toMatchObject({ actual: null, runRate: null });
    const { low, expected, high } = production.estimate ?? {};
    expect(low?.amount).toBeLessThan(expected?.amount ?? 0);
    expect(high?.amount).toBeGreaterThan(expected?.amount ?? Number.POSITIVE_INFINITY);
    // A team of two environments and more costs far more than its 200 dollars.
    expect(line(result, "platform-team")).toMatchObject({ state: "exceeded", failing: true });
    expect(line(result, "search")).toMatchObject({ state: "within", failing: false });
    expect(result.failed).toBe(true);
  }, 180_000);

  it("fail by what is expected, and say what only the high end exceeds", async () => {
    const made = line(await costBudget({ path: configuration, clock }), "development").estimate;
    const [expected, high] = [made?.expected.amount ?? 0, made?.high.amount ?? 0];
    const judged = async (amount: number) => {
      const folder = await folderWith(
        SOUND.replace(
          /budgets: \{.*\n/,
          `budgets: { environments: { development: ${amount} }, email: ["f@example.com"] },\n`,
        ),
      );
      try {
        return await costBudget({ path: folder, clock });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    };
    const between = await judged(Math.round((expected + high) / 2));
    expect(line(between, "development")).toMatchObject({ state: "may exceed", failing: false });
    expect(between.failed).toBe(false);
    const above = await judged(Math.floor(expected / 2));
    expect(line(above, "development")).toMatchObject({ state: "exceeded", failing: true });
  }, 180_000);

  it("refuse a configuration that has none", async () => {
    const bare = await folderWith(SOUND.replace(/ {2}budgets: .*\n/, ""));
    try {
      await expect(costBudget({ path: bare, clock })).rejects.toMatchObject({
        problems: [{ code: "cost/no-budgets" }],
      });
    } finally {
      await rm(bare, { recursive: true, force: true });
    }
  });
});

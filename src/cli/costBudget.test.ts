import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { BUDGETED } from "../actions/testing/budgetConfiguration.ts";
import { folderWith } from "../actions/testing/configurations.ts";
import { type Charge, focusCsv } from "../bill/testing/focusCsv.ts";
import { typed } from "./testing/typed.ts";

const AMOUNT = z.string().regex(/^-?\d+(\.\d*[1-9])?$/);
const FIGURE = z.strictObject({ amount: z.number(), percent: z.number(), reached: z.array(z.number()) });
const FINDINGS = z.array(
  z.strictObject({
    code: z.string(),
    severity: z.enum(["error", "warning", "note"]),
    column: z.string().optional(),
    rows: z.int().optional(),
    first: z.strictObject({ file: z.string(), row: z.int().min(1) }).optional(),
    given: z.string().min(1),
    wanted: z.string().min(1),
    fix: z.string().min(1),
  }),
);
const LEFT_OUT = z.array(z.strictObject({ reason: z.string(), charges: z.int(), billed: AMOUNT.nullable() }));
const SOURCE = z.strictObject({
  config: z.string(),
  files: z.array(z.strictObject({ name: z.string(), focus: z.enum(["1.0", "1.1", "1.2"]) })),
  passedOver: z.array(z.string()),
});

/** What programs may rely on: nothing of it goes away, and nothing comes that is not written down here. */
const BUDGETS = z.strictObject({
  currency: z.literal("USD"),
  basis: z.enum(["bill", "estimate"]),
  month: z.string().nullable(),
  days: z.strictObject({ seen: z.number(), of: z.number() }).nullable(),
  thresholds: z.array(z.number()),
  failAt: z.number(),
  failed: z.boolean(),
  lines: z.array(
    z.strictObject({
      kind: z.enum(["total", "environment", "cost-centre", "owner"]),
      name: z.string(),
      budget: z.number(),
      actual: FIGURE.nullable(),
      runRate: FIGURE.nullable(),
      estimate: z.strictObject({ low: FIGURE, expected: FIGURE, high: FIGURE }).nullable(),
      state: z.enum(["within", "reached", "may exceed", "used up", "exceeded", "not seen"]),
      failing: z.boolean(),
      reason: z.string().optional(),
    }),
  ),
  uncounted: z.array(
    z.strictObject({
      kind: z.enum(["environment", "cost-centre", "owner"]).nullable(),
      what: z.string(),
      billed: AMOUNT,
      charges: z.int().min(1),
    }),
  ),
  leftOut: LEFT_OUT,
  findings: FINDINGS,
  source: SOURCE,
  seconds: z.number(),
});

const INTERVAL = z.strictObject({ low: z.number(), expected: z.number(), high: z.number() });
const COMPARED_LINE = z.strictObject({
  name: z.string().nullable(),
  claim: z.string().nullable(),
  estimate: INTERVAL.nullable(),
  billed: AMOUNT.nullable(),
  amortized: AMOUNT.nullable(),
  charges: z.int().min(0),
  difference: z.number(),
  percent: z.number().nullable(),
  verdict: z.enum(["inside", "above", "below", "bill only", "estimate only"]),
});
const COMPARISON = z.strictObject({
  currency: z.literal("USD"),
  environment: z.string().nullable(),
  month: z.string(),
  days: z.strictObject({ seen: z.number(), of: z.number() }),
  scaled: z.number(),
  total: COMPARED_LINE,
  shares: z.array(z.strictObject({ by: z.string(), lines: z.array(COMPARED_LINE) })),
  notCompared: z.array(
    z.strictObject({ what: z.string(), billed: AMOUNT, amortized: AMOUNT, charges: z.int().min(1) }),
  ),
  leftOut: LEFT_OUT,
  findings: FINDINGS,
  source: SOURCE.extend({ priceBook: z.string() }),
  seconds: z.number(),
});

let folder: string;
let config: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trireme-cli-budget-"));
  config = await folderWith(BUDGETED);
});
afterAll(async () => {
  for (const each of [folder, config]) await rm(each, { recursive: true, force: true });
});

const cost = (...args: readonly string[]) => typed("cost", ...args);

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const bill = (name: string, charges: readonly Charge[]) => file(name, focusCsv(charges));

/** The last day of the month, so that what is spent is where it ends. */
const LAST_DAY = {
  ChargePeriodStart: "2026-10-31",
  ChargePeriodEnd: "2026-11-01",
  Tags: '{"owner": "platform-team", "cost-centre": "shop-1001"}',
};
const ALL_SEEN: readonly Charge[] = [
  { ...LAST_DAY, BilledCost: "170" },
  { ...LAST_DAY, BilledCost: "5", Tags: '{"owner": "search"}' },
  { ...LAST_DAY, BilledCost: "3", SubAccountId: "222222222222" },
  { ...LAST_DAY, BilledCost: "2", SubAccountId: "333333333333" },
];

describe("trireme cost budget", () => {
  it("gives programs the document that is promised, and people the same figures", async () => {
    const path = await bill("october.csv", ALL_SEEN);
    const { code, out } = await cost("budget", config, "--bill", path, "--json");
    const document = BUDGETS.parse(JSON.parse(out));
    expect(document).toMatchObject({ basis: "bill", month: "2026-10", failed: false, failAt: 100 });
    expect(document.lines.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "total all accounts",
      "environment production",
      "environment staging",
      "environment development",
      "cost-centre shop-1001",
      "owner platform-team",
      "owner search",
    ]);
    expect(code).toBe(0);
    const people = await cost("budget", config, "--bill", path);
    expect(people.code).toBe(0);
    expect(people.out).toMatch(
      /owner platform-team +\$200\.00 +\$175\.00 +87\.5 % +\$175\.00 +87\.5 % +reached \(spent at 80 %; run-rate at 80 %\)/,
    );
    expect(people.out).toContain("the bill has the whole month");
    expect(people.out).toContain("Every budget that was seen is below 100 %.");
    expect(people.out).toContain("in no budget of a");
    expect(people.out).not.toMatch(/forecast/);
  });

  it("ends with 1 from the share on that is asked for, and says which budget it was", async () => {
    const path = await bill("october.csv", ALL_SEEN);
    expect((await cost("budget", config, "--bill", path, "--fail-at", "100")).code).toBe(0);
    const { code, out } = await cost("budget", config, "--bill", path, "--fail-at", "80");
    expect(code).toBe(1);
    expect(out).toContain("1 of 7 budgets at 80 % or above, or not seen: owner platform-team.");
    expect(out).toContain("This ends with 1.");
    const whole = await bill("whole.csv", [{ ...LAST_DAY, BilledCost: "25" }, ...ALL_SEEN]);
    expect((await cost("budget", config, "--bill", whole)).out).toMatch(/\$200\.00 +100\.0 % +used up/);
    expect((await cost("budget", config, "--bill", whole)).code).toBe(1);
  });

  it("takes several files, and the configuration after them as that", async () => {
    const [first, second] = [
      await bill("a.csv", ALL_SEEN.slice(0, 2)),
      await bill("b.csv", ALL_SEEN.slice(2)),
    ];
    const { code, out } = await cost("budget", "--bill", first, "--bill", second, config, "--json");
    expect(code).toBe(0);
    const { source, lines } = BUDGETS.parse(JSON.parse(out));
    expect(source.files).toHaveLength(2);
    expect(source.config.startsWith(config)).toBe(true);
    expect(lines[0]?.actual?.amount).toBe(180);
  });

  it("ends with 1 for a name that is not on the bill, unless it is let pass by name", async () => {
    const path = await bill("part.csv", ALL_SEEN.slice(0, 3));
    const { code, out } = await cost("budget", config, "--bill", path);
    expect(code).toBe(1);
    expect(out).toMatch(
      /environment development +\$100,000\.00 +- +- +not seen\n +no charge of its account 333333333333/,
    );
    const passed = await cost("budget", config, "--bill", path, "--unseen", "development");
    expect(passed.code).toBe(0);
    expect(passed.out).toContain("Not seen, and let pass by --unseen: environment development.");
  });

  it("ends with 1 for charges in another currency, and says how many", async () => {
    const path = await bill("mixed.csv", [
      ...ALL_SEEN,
      { ...LAST_DAY, BillingCurrency: "EUR", BilledCost: "9" },
    ]);
    const { code, out } = await cost("budget", config, "--bill", path);
    expect(code).toBe(1);
    expect(out).toMatch(/error {2}bill\/other-currency {2}BillingCurrency, 1 rows/);
    expect(out).toContain("left out  1 charges, currency: EUR: 9.00");
  });

  it("judges the estimate without a bill, with the prices that it is told of", async () => {
    const { code, out } = await cost("budget", config, "--json");
    expect(code).toBe(1);
    const listed = BUDGETS.parse(JSON.parse(out));
    expect(listed).toMatchObject({ basis: "estimate", failed: true, findings: [] });
    const price = (region: string) => ({
      item: "nat/hour",
      unit: "hours",
      region,
      price: "1",
      source: "ours",
    });
    const prices = await file(
      "prices.json",
      JSON.stringify({
        version: 1,
        currency: "USD",
        sources: { ours: { date: "2026-11-01", grade: "listed", text: "agreed with AWS" } },
        prices: ["us-east-1", "us-west-2"].map(price),
      }),
    );
    const dearer = BUDGETS.parse(
      JSON.parse((await cost("budget", config, "--prices", prices, "--json")).out),
    );
    const total = ({ lines }: typeof dearer) => lines[0]?.estimate?.expected.amount ?? 0;
    expect(total(dearer)).toBeGreaterThan(total(listed) + 600);
    const people = await cost("budget", config);
    expect(people.out).toContain("Budgets against the estimate");
    expect(people.out).toMatch(/owner platform-team +\$200\.00 .* exceeded \(expected at 100 %\)/);
  }, 180_000);

  it.each([
    ["a bill of no rows", focusCsv([]), "bill/no-rows"],
    ["a bill that is none", "a,b\n1,2\n", "bill/columns-missing"],
    ["a bill in euros", focusCsv([{ BillingCurrency: "EUR" }]), "bill/not-in-dollars"],
  ])("refuses %s", async (_, text, code) => {
    const result = await cost("budget", config, "--bill", await file("bad.csv", text), "--json");
    expect(result.code).toBe(2);
    const [problem] = JSON.parse(result.out).error.problems;
    expect(problem.code).toBe(code);
    for (const key of ["where", "given", "wanted", "fix"]) expect(problem[key], key).toMatch(/\S/);
  });

  it("refuses budgets of an environment and of a team that there are not", async () => {
    const wrong = await folderWith(
      BUDGETED.replace("staging: 100_000", "stagin: 100_000").replace("search: 50", "serach: 50"),
    );
    try {
      const { code, out } = await cost("budget", wrong, "--json");
      expect(code).toBe(2);
      const codes = JSON.parse(out).error.problems.map((problem: { readonly code: string }) => problem.code);
      expect(codes).toEqual(
        expect.arrayContaining(["config/budget-of-unknown-environment", "config/budget-of-unknown-owner"]),
      );
    } finally {
      await rm(wrong, { recursive: true, force: true });
    }
  });

  it("refuses what is no share, no month, and options that count for nothing", async () => {
    const path = await bill("october.csv", ALL_SEEN);
    for (const wrong of [
      ["--fail-at", "most"],
      ["--fail-at", "0"],
      ["--month", "October"],
      ["--month", "2026-10"],
      ["--bill", path, "--prices", folder],
      ["--bill", join(folder, "nowhere.csv")],
      ["--unseen", "produktion"],
    ]) {
      const { code, out } = await cost("budget", config, ...wrong, "--json");
      expect(code, wrong.join(" ")).toBe(2);
      expect(JSON.parse(out).error, wrong.join(" ")).toMatchObject({ fault: "input" });
    }
  });
});

describe("trireme cost compare", () => {
  it("gives programs the document that is promised, and people the same lines", async () => {
    const path = await bill("october.csv", ALL_SEEN);
    const asked = ["compare", config, "--bill", path, "--by", "environment", "--by", "aws-service"];
    const { code, out } = await cost(...asked, "--json");
    expect(code).toBe(0);
    const { shares, total } = COMPARISON.parse(JSON.parse(out));
    expect(shares.map(({ by }) => by)).toEqual(["environment", "aws-service"]);
    expect(total.billed).toBe("180");
    const staging = shares[0]?.lines.find(({ name }) => name === "staging");
    expect(staging).toMatchObject({ billed: "3", verdict: "below" });
    const people = await cost(...asked, "--env", "staging");
    expect(people.code).toBe(0);
    expect(people.out).toMatch(/^staging, 2026-10, US dollars\./);
    expect(people.out).toMatch(
      / {4}staging +\$[\d,.]+ +\$[\d,.]+ +\$[\d,.]+ +\$0\.08 +\$3\.00 +-\$[\d,.]+ \(-100\.0 %\), below the interval/,
    );
    expect(people.out).toMatch(/AmazonCloudWatch .* in the estimate only/);
    expect(people.out).toMatch(
      /warning {2}cost\/in-the-estimate-only\n +by aws-service \d+ lines, [\d.]+ US dollars expected that was not billed/,
    );
    expect(people.out).toContain("not compared  other environments, or nobody's: $177.00 (3 charges)");
  }, 180_000);

  it("takes its prices, and ends with 1 where charges are in another currency", async () => {
    const path = await bill("mixed.csv", [
      ...ALL_SEEN,
      { ...LAST_DAY, BillingCurrency: "EUR", BilledCost: "9" },
    ]);
    const price = { item: "nat/hour", unit: "hours", region: "us-east-1", price: "1", source: "ours" };
    const prices = await file(
      "nat.json",
      JSON.stringify({
        version: 1,
        currency: "USD",
        sources: { ours: { date: "2026-11-01", grade: "listed", text: "agreed with AWS" } },
        prices: [price],
      }),
    );
    const of = async (...more: readonly string[]) => {
      const { code, out } = await cost(
        "compare",
        config,
        "--env",
        "development",
        "--bill",
        path,
        "--json",
        ...more,
      );
      expect(code).toBe(1);
      return COMPARISON.parse(JSON.parse(out));
    };
    const [listed, dearer] = [await of(), await of("--prices", prices)];
    expect(listed.findings).toContainEqual(expect.objectContaining({ code: "bill/other-currency", rows: 1 }));
    expect(dearer.total.estimate?.expected).toBeGreaterThan((listed.total.estimate?.expected ?? 0) + 300);
  }, 180_000);

  it("refuses what it cannot compare, and a command line without a bill", async () => {
    const path = await bill("october.csv", ALL_SEEN.slice(0, 2));
    for (const wrong of [
      [],
      ["--bill", await file("empty.csv", focusCsv([]))],
      ["--bill", path, "--by", "colour"],
      ["--bill", path, "--env", "produktion"],
      ["--bill", path, "--env", "staging"],
      ["--bill", path, "--month", "2026-09"],
    ]) {
      const { code, out } = await cost("compare", config, ...wrong, "--json");
      expect(code, wrong.join(" ")).toBe(2);
      expect(JSON.parse(out).error, wrong.join(" ")).toMatchObject({ fault: "input" });
    }
  }, 180_000);
});

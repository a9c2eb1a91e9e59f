import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Charge, focusCsv, folderOf } from "../../bill/testing/focusCsv.ts";
import { type Estimate, shippedPrices } from "../../cost/index.ts";
import { exactly, ManualClock } from "../../lib/index.ts";
import { BUDGETED } from "../testing/budgetConfiguration.ts";
import { folderWith } from "../testing/configurations.ts";
import { billedServiceOf, isRecalledName, usualServiceName } from "./awsServices.ts";
import { type CostCompareOptions, costCompare } from "./compare.ts";
import { comparedFindings, comparedLines } from "./compareLines.ts";
import { unpricedFindings } from "./unpriced.ts";

const clock = new ManualClock(Date.UTC(2026, 10, 10));
const whole = (amount: string, more: Charge = {}): Charge => ({
  ChargePeriodStart: "2026-10-31",
  ChargePeriodEnd: "2026-11-01",
  BilledCost: amount,
  EffectiveCost: amount,
  ...more,
});

let configuration: string;
beforeAll(async () => {
  configuration = await folderWith(BUDGETED);
});
afterAll(() => rm(configuration, { recursive: true, force: true }));

async function compare(charges: readonly Charge[], more: Partial<CostCompareOptions> = {}) {
  await using files = await folderOf({ "bill.csv": focusCsv(charges) });
  return await costCompare({
    path: configuration,
    bill: [files.path("bill.csv")],
    environment: "production",
    clock,
    ...more,
  });
}

type Result = Awaited<ReturnType<typeof compare>>;

function line({ shares }: Result, by: string, name: string) {
  return shares.find((share) => share.by === by)?.lines.find((each) => each.name === name);
}

describe("an estimate beside the bill", () => {
  it("has every line of either side, by all that both know, and each share adds up to the total", async () => {
    const result = await compare(
      [
        whole("500", { EffectiveCost: "400" }),
        whole("9000", { ServiceName: "Amazon Elasticsearch Service", Tags: '{"owner": "search"}' }),
        whole("7", { ServiceName: "Amazon Quantum Ledger Database", Tags: "" }),
        whole("3", { SubAccountId: "222222222222" }),
        whole("11", { ChargeCategory: "Tax", PricingCategory: "" }),
        whole("-5", { ChargeCategory: "Credit", PricingCategory: "" }),
        whole("-2", { ChargeClass: "Correction", PricingCategory: "" }),
      ],
      { by: ["environment", "aws-service", "service", "owner", "cost-centre", "region"] },
    );
    expect(result.total).toMatchObject({ billed: "9507", amortized: "9407", charges: 3 });
    expect(line(result, "aws-service", "Amazon Quantum Ledger Database")).toMatchObject({
      estimate: null,
      billed: "7",
      difference: 7,
      percent: null,
      verdict: "bill only",
    });
    expect(line(result, "aws-service", "Amazon DynamoDB")).toMatchObject({
      billed: null,
      charges: 0,
      percent: -100,
      verdict: "estimate only",
    });
    // By its old name it is the service that it is.
    expect(line(result, "aws-service", "Amazon OpenSearch Service")).toMatchObject({ billed: "9000" });
    // Against what it costs amortized, not against what was paid ahead.
    const compute = line(result, "aws-service", "Amazon Elastic Compute Cloud");
    expect(compute).toMatchObject({ billed: "500", amortized: "400" });
    expect(compute?.difference).toBeCloseTo(400 - (compute?.estimate?.expected ?? 0), 5);
    expect(line(result, "environment", "production")).toMatchObject({ charges: 3, verdict: "above" });
    expect(line(result, "owner", "search")?.verdict).toBe("above");
    expect(result.shares).toHaveLength(6);
    for (const { by, lines } of result.shares) {
      const sum = (of: (each: (typeof lines)[number]) => number) =>
        lines.reduce((all, each) => all + of(each), 0);
      expect(
        sum(({ difference }) => difference),
        by,
      ).toBeCloseTo(result.total.difference, 3);
      expect(
        sum(({ charges }) => charges),
        by,
      ).toBe(result.total.charges);
    }
    // What no estimate has is counted: taxes, credits and refunds each by itself, and what is not this environment's.
    const rest = Object.fromEntries(
      result.notCompared.map(({ what, billed, charges }) => [what, [billed, charges]]),
    );
    expect(rest).toEqual({
      tax: ["11", 1],
      credit: ["-5", 1],
      refund: ["-2", 1],
      "other environments, or nobody's": ["3", 1],
    });
    expect(result.findings.map(({ code, given }) => [code, given.split(":")[0]])).toContainEqual([
      "cost/on-the-bill-only",
      "by aws-service 2 lines, 9007.00 US dollars amortized that no estimate has",
    ]);
  }, 180_000);

  it("scales only when told to, by the days of the month that are on the bill", async () => {
    const ten = Array.from({ length: 10 }, (_, index) => ({
      ChargePeriodStart: new Date(Date.UTC(2026, 9, index + 1)).toISOString(),
      ChargePeriodEnd: new Date(Date.UTC(2026, 9, index + 2)).toISOString(),
    }));
    const [plain, scaled] = [await compare(ten), await compare(ten, { scale: true })];
    expect(plain).toMatchObject({ scaled: 1, days: { seen: 10, of: 31 } });
    expect(plain.findings.map(({ code }) => code)).toContain("bill/part-of-a-month");
    expect(scaled.findings.map(({ code }) => code)).not.toContain("bill/part-of-a-month");
    expect(scaled.scaled).toBeCloseTo(10 / 31, 12);
    expect(scaled.total.estimate?.expected).toBeCloseTo(((plain.total.estimate?.expected ?? 0) * 10) / 31, 4);
    expect(scaled.total.billed).toBe("1");
    const undated = { ChargePeriodStart: "2026-10-01", ChargePeriodEnd: "2026-11-01" };
    await expect(compare([undated], { scale: true })).rejects.toMatchObject({
      problems: [{ code: "bill/no-usage" }],
    });
  }, 180_000);

  it("refuses an environment that is not on the bill", async () => {
    await expect(compare([whole("1", { SubAccountId: "222222222222" })])).rejects.toMatchObject({
      problems: [{ code: "bill/environment-not-there" }],
    });
  }, 180_000);
});

describe("lines of an estimate and a bill", () => {
  const component = (item: string, dollars: bigint) => ({
    name: item,
    unit: "hours",
    quantity: exactly(1),
    unitPrice: 1n,
    monthly: exactly(dollars * 1_000_000n),
    assumed: false,
    item,
    grade: "listed" as const,
  });
  const made = {
    resources: [
      {
        address: "a",
        type: "a",
        region: "us-east-1",
        environment: "production",
        service: "",
        owner: "",
        costCentre: "",
        monthly: exactly(3_000_000n),
        components: [component("nat/hour", 1n), component("new-thing/hour", 2n)],
      },
    ],
    unpriced: [
      { address: "x", type: "t", region: "us-east-1", code: "cost/unknown-type", reason: "no such type" },
      { address: "y", type: "t", region: "us-east-1", code: "cost/unknown-type", reason: "no such type" },
    ],
  } as unknown as Estimate;

  it("match what has no tag with what is billed without one", () => {
    const billed = {
      name: null,
      claim: "untagged",
      kind: "usage",
      billed: 1n,
      effective: 3n * 10n ** 18n,
      charges: 4,
    } as const;
    expect(comparedLines("owner", made, 1, [billed])).toMatchObject([
      { name: null, claim: "untagged", charges: 4, difference: 0, verdict: "inside" },
    ]);
    const tax = { ...billed, claim: "shared: tax", kind: "tax" } as const;
    expect(comparedLines("owner", made, 1, [tax])).toMatchObject([{ verdict: "estimate only" }]);
  });

  it("are findings with counts where they match nothing, and where they have no price", () => {
    const lines = comparedLines("aws-service", made, 1, []);
    expect(lines.map(({ name }) => name)).toEqual([
      "price book: new-thing/hour",
      "Amazon Elastic Compute Cloud",
    ]);
    expect(comparedFindings("aws-service", lines)).toMatchObject([
      {
        code: "cost/in-the-estimate-only",
        severity: "warning",
        given: expect.stringContaining("by aws-service 2 lines, 3.00 US dollars"),
      },
    ]);
    expect(unpricedFindings(made)).toMatchObject([
      {
        code: "cost/unpriced",
        severity: "error",
        given: "2 resources without a price, x the first: t: no such type",
      },
    ]);
  });
});

describe("the service that bills an item", () => {
  it("is known of every item of the price book", () => {
    const items = [...new Set(shippedPrices().map(({ item }) => item))];
    expect(items.length).toBeGreaterThan(100);
    expect(items.filter((item) => billedServiceOf(item) === undefined)).toEqual([]);
  });

  it("has one name, and says which are recalled", () => {
    expect(usualServiceName("Amazon EventBridge")).toBe("CloudWatch Events");
    expect(usualServiceName("Amazon Simple Storage Service")).toBe("Amazon Simple Storage Service");
    expect(isRecalledName("Amazon ElastiCache")).toBe(true);
    // Endpoints are recalled to be VPC's; the name itself is on a bill.
    expect(isRecalledName("Amazon Virtual Private Cloud")).toBe(false);
    expect(isRecalledName("Amazon Quantum Ledger Database")).toBe(false);
  });
});

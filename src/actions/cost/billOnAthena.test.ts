import { rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openBill } from "../../bill/index.ts";
import { FakeAthena } from "../../bill/testing/fakeAthena.ts";
import { focusCsv, folderOf } from "../../bill/testing/focusCsv.ts";
import { ManualClock } from "../../lib/index.ts";
import { BUDGETED } from "../testing/budgetConfiguration.ts";
import { folderWith, SOUND } from "../testing/configurations.ts";
import { costBill } from "./bill.ts";
import { type CostBillOnAthenaOptions, costBillOnAthena } from "./billOnAthena.ts";

const MANAGEMENT = "444444444444";
const NOVEMBER = {
  BillingPeriodStart: "2026-11-01",
  BillingPeriodEnd: "2026-12-01",
  ChargePeriodStart: "2026-11-02",
  ChargePeriodEnd: "2026-11-03",
};
const BILL = focusCsv([
  { BilledCost: "0.1" },
  { BilledCost: "0.2", SubAccountId: "222222222222", Tags: "" },
  { BilledCost: "7", SubAccountId: "777777777777", Tags: "", ServiceName: "AWS Key Management Service" },
  { BilledCost: "0.0000008", ServiceName: "AWS Lambda", ...NOVEMBER },
  { BilledCost: "3", BillingCurrency: "EUR" },
]);

let athena: FakeAthena;
let endpoint: string;
let files: Awaited<ReturnType<typeof folderOf>>;
let bill: Awaited<ReturnType<typeof openBill>>;
let config: string;
let clock: ManualClock;
beforeEach(async () => {
  files = await folderOf({ "bill.csv": BILL });
  bill = await openBill([files.folder]);
  athena = new FakeAthena((sql) => bill.rows(inDuckDb(sql)));
  athena.account = MANAGEMENT;
  endpoint = await athena.start();
  config = await folderWith(BUDGETED);
  clock = new ManualClock(Date.UTC(2026, 11, 1));
});
afterEach(async () => {
  await athena.stop();
  await bill[Symbol.asyncDispose]();
  await files[Symbol.asyncDispose]();
  await rm(config, { recursive: true, force: true });
});

/** What Athena was asked, in the words of the database that has the bill here. Anything else of Athena's fails there. */
function inDuckDb(sql: string): string {
  return sql
    .replaceAll(/element_at\(Tags, ('[^']*')\)/g, "Tags[$1]")
    .replaceAll('"shop_organization_costs"."focus"', "bill")
    .replaceAll(/\bbilling_period\b/g, "strftime(BillingPeriodStart, '%Y-%m')");
}

function ask(more: Partial<CostBillOnAthenaOptions> = {}) {
  const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
  return costBillOnAthena({
    config,
    currency: "USD",
    clock,
    target: { endpoint, credentials, appId: "trireme-planning" },
    ...more,
  });
}

describe("a bill on Athena as a verb", () => {
  it("has the figures of the same bill in files, asked where the organization's stack has put it", async () => {
    const { source, findings, seconds, ...figures } = await ask();
    const inFiles = await costBill({ paths: [files.folder], config, currency: "USD", clock });
    const { source: _, findings: __, seconds: ___, ...same } = inFiles;
    expect(figures).toEqual(same);
    expect(figures).toMatchObject({ billed: "7.3000008", leftOut: [{ billed: "3" }] });
    expect(figures.shares[1]?.parts.map(({ name, claim }) => name ?? claim)).toEqual([
      "shared: organization",
      "staging",
      "production",
    ]);
    expect(athena.asked[0]?.question).toMatchObject({
      WorkGroup: "shop-organization-costs",
      QueryExecutionContext: { Database: "shop_organization_costs" },
    });
    expect(source).toMatchObject({ account: MANAGEMENT, region: "us-east-1", table: "focus", endpoint });
    expect(source.caller).toBe(`arn:aws:iam::${MANAGEMENT}:user/ada`);
    expect(findings).toMatchObject([{ code: "bill/form-not-checked", severity: "note" }]);
    expect(seconds).toBeGreaterThan(0);
  });

  it("says what was read and what that costs: whole megabytes, ten of each query at least", async () => {
    athena.scannedBytes = 12_000_001;
    const { scan } = (await ask()).source;
    expect(scan).toMatchObject({ scannedBytes: 60_000_005, price: { usd: 0.000325, usdPerTb: 5 } });
    expect(scan.queries.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4].map((n) => `query-${n}`));
    athena.scannedBytes = 1;
    expect((await ask({ by: [] })).source.scan.price?.usd).toBe(0.0001);
    // No price of that region, and none borrowed from another.
    expect((await ask({ by: [], region: "af-south-1" })).source.scan.price).toBeNull();
    athena.scannedBytes = undefined;
    expect((await ask({ by: [] })).source.scan).toMatchObject({ scannedBytes: null, price: null });
  });

  it("reads no other month than the one that is asked for", async () => {
    expect(await ask({ month: "2026-11" })).toMatchObject({ billed: "0.0000008", charges: 1 });
    expect(athena.started).toHaveLength(5);
    for (const sql of athena.started) expect(sql).toContain("billing_period = '2026-11'");
    await expect(ask({ month: "2026-09" })).rejects.toMatchObject({
      problems: [{ code: "bill/no-rows", where: "--month", given: expect.stringContaining("2026-09") }],
    });
  });

  it("starts no query with credentials of another account, and takes one that is named", async () => {
    athena.account = "999999999999";
    await expect(ask()).rejects.toMatchObject({
      code: "account-mismatch",
      message: expect.stringMatching(/of account 999999999999 .* in account 444444444444/),
    });
    expect(athena.asked).toEqual([]);
    expect((await ask({ account: "999999999999" })).source.account).toBe("999999999999");
  });

  it("asks for what no configuration says, all at once, before anything is called", async () => {
    const without = await folderWith(SOUND);
    try {
      await expect(ask({ config: without, workgroup: "a b", table: "x;y" })).rejects.toMatchObject({
        problems: ["--account", "--region", "--workgroup", "--database", "--table"].map((where) => ({
          code: "bill/athena-name",
          where,
        })),
      });
    } finally {
      await rm(without, { recursive: true, force: true });
    }
    expect(athena.asked).toEqual([]);
  });

  it("tells a table without rows from a bill of nothing, and why Athena failed", async () => {
    athena.end = {
      State: "CANCELLED",
      StateChangeReason: "Query cancelled: bytes scanned limit was exceeded",
    };
    await expect(ask()).rejects.toMatchObject({
      code: "athena-query-cancelled",
      message: expect.stringMatching(/cancelled after it had read 25 MB: .*limit was exceeded/),
    });
    const empty = new FakeAthena(() => [], ["currency", "month", "billed", "effective", "charges"]);
    empty.account = MANAGEMENT;
    const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
    const target = { endpoint: await empty.start(), credentials, appId: "trireme-planning" } as const;
    await expect(ask({ target })).rejects.toMatchObject({
      problems: [{ code: "bill/no-rows", where: "--table" }],
    });
    await empty.stop();
  });

  it("asks to be asked again where the export was written between two questions", async () => {
    let asked = 0;
    const moving = new FakeAthena(async (sql) => {
      asked += 1;
      const rows = await bill.rows(inDuckDb(sql));
      return asked > 3 ? rows.slice(1) : rows;
    });
    moving.account = MANAGEMENT;
    moving.pageRows = 100;
    const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
    const target = { endpoint: await moving.start(), credentials, appId: "trireme-planning" } as const;
    await expect(ask({ target })).rejects.toMatchObject({
      code: "bill-changed-meanwhile",
      fault: "environment",
    });
    await moving.stop();
  });
});

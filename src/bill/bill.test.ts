import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../lib/index.ts";
import { amountOf, amountText, sumAmounts } from "./amount.ts";
import { monthsOf, partsOf, reconciled, totalOf } from "./ask.ts";
import { checkBill } from "./check.ts";
import { openBill } from "./openBill.ts";
import { CHARGE, focusCsv, folderOf } from "./testing/focusCsv.ts";

const SAMPLE = join(import.meta.dirname, "testing", "focus-1.0-sample.csv");
const USD = { currency: "USD" };

async function problemsOf(paths: readonly string[]) {
  try {
    await using _bill = await openBill(paths);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

/** The sample as Parquet: as text, or typed as AWS exports it. */
async function asParquet(path: string, select: string, compression: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT ${select} FROM read_csv('${SAMPLE}', all_varchar = true, nullstr = ['NULL', ''])) TO '${path}' (FORMAT parquet, COMPRESSION ${compression})`,
  );
  connection.closeSync();
  instance.closeSync();
}

const AS_AWS = `* REPLACE (BilledCost::DOUBLE AS BilledCost, EffectiveCost::DOUBLE AS EffectiveCost,
  BillingPeriodStart::TIMESTAMP AS BillingPeriodStart, BillingPeriodEnd::TIMESTAMPTZ AS BillingPeriodEnd,
  from_json(Tags, '"MAP(VARCHAR,VARCHAR)"') AS Tags)`;

describe("amounts", () => {
  it("are read and written without loss, and add up in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })), (amounts) => {
        expect(amounts.map((amount) => amountOf(amountText(amount)))).toEqual(amounts);
        expect(sumAmounts(amounts.toReversed())).toBe(sumAmounts(amounts));
      }),
    );
    expect(amountText(amountOf("-0.00000080000"))).toBe("-0.0000008");
  });

  it.each(["", "1e-7", "1,5", "NaN", "0.1234567890123456789"])("refuse %j", (text) => {
    expect(() => amountOf(text)).toThrow(RangeError);
  });
});

describe("a bill", () => {
  it("has the same figures as CSV, packed CSV and Parquet of three packings, text or typed", async () => {
    const csv = await readFile(SAMPLE);
    await using files = await folderOf({
      "a.csv.gz": gzipSync(csv),
      "a.csv.zst": zstdCompressSync(csv),
      "bom.csv": Buffer.concat([Buffer.from("\uFEFF"), csv]),
    });
    await asParquet(files.path("a.snappy.parquet"), AS_AWS, "snappy");
    await asParquet(files.path("a.zstd.parquet"), AS_AWS, "zstd");
    await asParquet(files.path("a.gzip.parquet"), "*", "gzip");
    const all = [
      SAMPLE,
      ...["a.csv.gz", "a.csv.zst", "bom.csv", "a.snappy.parquet", "a.zstd.parquet", "a.gzip.parquet"].map(
        files.path,
      ),
    ];
    const figures = [];
    for (const path of all) {
      await using bill = await openBill([path]);
      figures.push({
        months: await monthsOf(bill),
        tags: await partsOf(bill, "tag:environment", USD),
        findings: (await checkBill(bill)).map(({ code, column, rows, first }) => [
          code,
          column,
          rows,
          first?.row,
        ]),
      });
    }
    for (const each of figures) expect(each).toEqual(figures[0]);
    // By hand: the amounts of the file's text, in decimal.
    const billed = csv
      .toString()
      .split("\n")
      .slice(1)
      .flatMap((line) => /^[^,]*,([^,]+),/.exec(line)?.[1] ?? []);
    expect(billed).toHaveLength(66);
    expect(sumAmounts(figures[0]?.months.map((month) => month.billed) ?? [])).toBe(
      sumAmounts(billed.map(amountOf)),
    );
  }, 120_000);

  it("adds up exactly, however it is taken apart", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            BilledCost: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map(amountText),
            EffectiveCost: fc.bigInt({ min: 0n, max: 10n ** 22n }).map(amountText),
            ServiceName: fc.constantFrom("AWS Lambda", "AWS Support (Business)", "it's; -- \u00e4"),
            ChargeCategory: fc.constantFrom("Usage", "Tax", "Credit"),
            Tags: fc.constantFrom("", "{}", '{"owner":"a"}', '{"user:owner":"b"}', '{"owner":""}'),
          }),
          { minLength: 1, maxLength: 30 },
        ),
        async (charges) => {
          await using files = await folderOf({ "bill.csv": focusCsv(charges) });
          await using bill = await openBill([files.path("bill.csv")]);
          const whole = await totalOf(bill, USD);
          expect(whole.billed).toBe(sumAmounts(charges.map(({ BilledCost }) => amountOf(BilledCost))));
          for (const by of ["owner", "aws-service", "charge", "tag:owner", "month"] as const) {
            const parts = reconciled(by, await partsOf(bill, by, USD), whole);
            expect(parts.reduce((sum, part) => sum + part.charges, 0)).toBe(charges.length);
          }
        },
      ),
      { numRuns: 8 },
    );
  }, 60_000);

  it("whose parts do not make up the whole is not shown", () => {
    const whole = { billed: 5n, effective: 5n, charges: 2 };
    const part = { name: "a", claim: null, billed: 5n, effective: 4n, charges: 1 };
    expect(() => reconciled("owner", [part], whole)).toThrow(/adds up to/);
  });

  it("shows what nobody signed for as untagged, and what is everybody's as shared", async () => {
    await using files = await folderOf({
      "bill.csv": focusCsv([
        { BilledCost: "1" },
        { BilledCost: "2", Tags: "" },
        { BilledCost: "4", Tags: "", ChargeCategory: "Tax", PricingCategory: "" },
        { BilledCost: "8", Tags: "", ServiceName: "AWS Support (Business)" },
        { BilledCost: "16", Tags: "", SubAccountId: "222222222222" },
        { BilledCost: "-32", Tags: "", ChargeCategory: "Credit" },
        { BilledCost: "64", Tags: "", ChargeCategory: "Purchase", ChargeFrequency: "Recurring" },
        { BilledCost: "128", Tags: "", SubAccountId: "" },
        { BilledCost: "256", Tags: '{"user_owner": "search"}' },
      ]),
    });
    await using bill = await openBill([files.path("bill.csv")]);
    const accounts = { environments: { "111111111111": "production" }, shared: ["222222222222"] };
    const named = async (by: "owner" | "environment") =>
      Object.fromEntries(
        (await partsOf(bill, by, USD, accounts)).map(({ name, claim, billed }) => [
          name ?? `(${claim})`,
          amountText(billed),
        ]),
      );
    expect(await named("owner")).toEqual({
      "platform-team": "1",
      search: "256",
      "(untagged)": "2",
      "(shared: tax)": "4",
      "(shared: support)": "8",
      "(shared: organization)": "16",
      "(shared: credits and adjustments)": "-32",
      "(shared: purchases)": "64",
      "(shared: no account)": "128",
    });
    // The account is production's alone: all that it costs is production's.
    expect(await named("environment")).toEqual({
      production: String(1 + 2 + 4 + 8 - 32 + 64 + 256),
      "(shared: organization)": "16",
      "(shared: no account)": "128",
    });
  });

  it("counts a file once that was given twice, and says so", async () => {
    const csv = focusCsv([{}, { ResourceId: "i-2" }]);
    await using files = await folderOf({ "a.csv": csv, "b.csv": csv, "notes.txt": "" });
    await using bill = await openBill([files.folder]);
    expect((await totalOf(bill, USD)).charges).toBe(2);
    expect(bill.found.passedOver).toHaveLength(1);
    expect(await checkBill(bill)).toMatchObject([{ code: "bill/same-file", severity: "warning" }]);
  });

  it("tells overlapping exports by their rows, and a few equal charges from them", async () => {
    const rows = Array.from({ length: 8 }, (_, index) => ({ ResourceId: `i-${index}` }));
    const others = Array.from({ length: 8 }, (_, index) => ({ ResourceId: `j-${index}` }));
    await using files = await folderOf({
      "first.csv": focusCsv(rows.slice(0, 6)),
      "later.csv": focusCsv(rows),
      "other.csv": focusCsv([...others, rows[7] ?? {}]),
    });
    await using overlapping = await openBill([files.path("first.csv"), files.path("later.csv")]);
    expect(await checkBill(overlapping)).toMatchObject([
      { code: "bill/rows-in-two-files", severity: "error", rows: 12, first: { row: 1 } },
    ]);
    expect((await totalOf(overlapping, USD)).charges).toBe(14);
    await using nearly = await openBill([files.path("later.csv"), files.path("other.csv")]);
    expect(await checkBill(nearly)).toMatchObject([
      { code: "bill/rows-in-two-files", severity: "warning", rows: 2, first: { row: 8 } },
    ]);
  });

  it("tells two exports of one month by their folders", async () => {
    await using files = await folderOf({});
    for (const run of ["20261101", "20261102"]) {
      await mkdir(files.path(`BILLING_PERIOD=2026-10/${run}`), { recursive: true });
      await writeFile(files.path(`BILLING_PERIOD=2026-10/${run}/1.csv`), focusCsv([{ SkuId: run }]));
    }
    await using bill = await openBill([files.folder]);
    expect((await checkBill(bill)).map(({ code, severity }) => [code, severity])).toEqual([
      ["bill/several-exports-of-a-month", "error"],
    ]);
  });

  it("is read from files of any name, and from no others", async () => {
    const name = "it's [1]* ; DROP VIEW bill; --.csv";
    await using files = await folderOf({ [name]: focusCsv([{}]), "other.csv": focusCsv([{}, {}]) });
    await using bill = await openBill([files.path(name)]);
    expect((await totalOf(bill, USD)).charges).toBe(1);
    await expect(bill.rows(`SELECT * FROM read_csv('${files.path("other.csv")}')`)).rejects.toThrow(
      /disabled/,
    );
    await expect(bill.rows("SET enable_external_access = true")).rejects.toThrow(/locked|Cannot/);
    await expect(bill.rows("INSTALL httpfs")).rejects.toThrow();
  });

  it("refuses what is no bill, each file with its own fault", async () => {
    await using files = await folderOf({
      "empty.csv": "",
      "no-rows.csv": focusCsv([]),
      "cur.csv": "lineItem/UnblendedCost\n1\n",
      "semicolons.csv": focusCsv([{}]).replaceAll(",", ";"),
      "ragged.csv": `${focusCsv([{}])}1,2,3\n`,
      "longer.csv": focusCsv([{}]).replace(/\n$/, ",one more\n"),
      "renamed.parquet": focusCsv([{}]),
      "renamed.csv.gz": focusCsv([{}]),
      "short.parquet": "PAR1",
      "bill.xlsx": "x",
    });
    const codes = async (...names: string[]) =>
      (await problemsOf(names.map(files.path))).map(({ code, where }) => [
        code,
        where.slice(files.folder.length + 1),
      ]);
    expect(await codes("gone.csv", "empty.csv", "renamed.parquet", "renamed.csv.gz", "bill.xlsx")).toEqual([
      ["bill/file", "gone.csv"],
      ["bill/file", "empty.csv"],
      ["bill/file", "renamed.parquet"],
      ["bill/file", "renamed.csv.gz"],
      ["bill/file", "bill.xlsx"],
    ]);
    expect(await codes("cur.csv", "semicolons.csv", "short.parquet")).toEqual([
      ["bill/columns-missing", "cur.csv"],
      ["bill/columns-missing", "semicolons.csv"],
      ["bill/unreadable-file", "short.parquet"],
    ]);
    expect(await codes("ragged.csv", "longer.csv")).toEqual([
      ["bill/unreadable-file", "ragged.csv"],
      ["bill/unreadable-file", "longer.csv"],
    ]);
    expect(await codes("no-rows.csv")).toEqual([["bill/no-rows", "no-rows.csv"]]);
  });

  it("says which mandatory columns it lacks, and goes on where figures can be had", async () => {
    await using files = await folderOf({ "bill.csv": focusCsv([{}], ["ListCost", "PricingUnit"]) });
    await using bill = await openBill([files.path("bill.csv")]);
    expect(await checkBill(bill)).toMatchObject([
      {
        code: "bill/mandatory-columns",
        severity: "warning",
        given: expect.stringMatching(/ListCost, PricingUnit|PricingUnit, ListCost/),
      },
    ]);
    expect((await totalOf(bill, USD)).billed).toBe(amountOf(CHARGE.BilledCost ?? ""));
  });
});

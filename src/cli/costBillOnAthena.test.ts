import { rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BUDGETED } from "../actions/testing/budgetConfiguration.ts";
import { folderWith, SOUND } from "../actions/testing/configurations.ts";
import { FakeAthena } from "../bill/testing/fakeAthena.ts";
import { typed } from "./testing/typed.ts";

const SUMS = { billed: "12.500000000000", effective: "12.500000000000", charges: "3" };
/** Recorded: what each question was answered. */
function answers(sql: string) {
  if (sql.includes("AS currency")) return [{ currency: "USD", month: "2026-10", ...SUMS }];
  if (!sql.includes("AS name")) return [SUMS];
  return [
    { name: null, claim: "untagged", billed: "2.5", effective: "2.5", charges: "1" },
    { name: "shop", claim: null, billed: "10", effective: "10", charges: "2" },
  ];
}

let athena: FakeAthena;
let config: string;
let endpoint: string;
beforeEach(async () => {
  athena = new FakeAthena(answers);
  athena.account = "444444444444";
  athena.looks = 0;
  endpoint = await athena.start();
  config = await folderWith(BUDGETED);
  // As the SDKs read where AWS is, and who calls.
  vi.stubEnv("AWS_ENDPOINT_URL", endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await athena.stop();
  await rm(config, { recursive: true, force: true });
});

const bill = (...args: readonly string[]) => typed("cost", "bill", ...args);

describe("trireme cost bill --athena", () => {
  it("tells the bill, what was read for it and at what price, as whom, and how far that was tried", {
    timeout: 120_000,
  }, async () => {
    const { code, out } = await bill("--athena", "--config", config, "--by", "owner");
    expect(code, out).toBe(0);
    expect(out).toContain("USD, 2026-10: 12.50 billed, 12.50 amortized, 3 charges");
    expect(out).toContain("by owner, 20 % untagged");
    expect(out).toContain(
      'Athena in us-east-1 of account 444444444444, workgroup shop-organization-costs: "shop_organization_costs"."focus" (real code path, never run on AWS).',
    );
    expect(out).toContain(
      `Asked as arn:aws:iam::444444444444:user/ada, at ${endpoint} and not at AWS's own address.`,
    );
    expect(out).toMatch(
      /3 queries read 75 MB: \$0\.000375, at \$5 a TB and 10 MB a query at least \(recalled: /,
    );
    expect(out).toContain("note  bill/form-not-checked");
    const { source, billed } = JSON.parse(
      (await bill("--athena", "--config", config, "--by", "owner", "--json")).out,
    );
    expect({ billed, bytes: source.scan.scannedBytes }).toEqual({ billed: "12.5", bytes: 75_000_000 });
  });

  it("says that there is no price where the book has none", async () => {
    const { code, out } = await bill("--athena", "--config", config, "--region", "af-south-1");
    expect(code, out).toBe(0);
    expect(out).toContain("no price, for the price book has none of Athena in af-south-1.");
  });

  it.each([
    [["--athena", "bill.csv"], "<path...>"],
    [["--table", "focus", "bill.csv"], "--table"],
    [[], "<path...>"],
    [["--athena", "--table", "a;b"], "--table"],
    [["--athena", "--account", "12"], "--account"],
  ])("refuses %j", async (args, where) => {
    const { code, out } = await bill(...args, "--config", config, "--json");
    expect(code).toBe(2);
    const [problem] = JSON.parse(out).error.problems;
    expect(problem.where).toBe(where);
    for (const key of ["code", "given", "wanted", "fix"]) expect(problem[key], key).toMatch(/\S/);
    expect(athena.asked).toEqual([]);
  });

  it("asks nothing of another account, and names both", async () => {
    athena.account = "111111111111";
    const { code, err } = await bill("--athena", "--config", config);
    expect(code).toBe(3);
    expect(err).toMatch(
      /of account 111111111111 .*; the bill is in account 444444444444\. Athena was asked nothing/,
    );
    expect(athena.asked).toEqual([]);
    const without = await folderWith(SOUND);
    const { out } = await bill("--athena", "--config", without, "--json");
    expect(JSON.parse(out).error.problems).toHaveLength(5);
    await rm(without, { recursive: true, force: true });
  });

  it("ends with Athena's reason and what to do, where a query fails", async () => {
    athena.end = {
      State: "FAILED",
      StateChangeReason: "TABLE_NOT_FOUND: line 2:6: Table 'x' does not exist",
    };
    const { code, err } = await bill("--athena", "--config", config);
    expect(code).toBe(3);
    expect(err).toContain("TABLE_NOT_FOUND: line 2:6");
    expect(err).toContain("Correct --database and --table");
  });
});

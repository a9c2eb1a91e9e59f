import { describe, expect, it } from "vitest";
import { athenaDialect, DUCKDB } from "./dialect.ts";
import { type BillDimension, breakdownQuery, currenciesQuery, totalQuery } from "./questions.ts";
import { spendingQuery } from "./spending.ts";

const ATHENA = athenaDialect("shop_organization_costs", "focus");
const BY: readonly BillDimension[] = ["aws-service", "month", "environment", "owner", "tag:it's"];
const ACCOUNTS = { environments: { "111111111111": "production" }, shared: ["222222222222"] };
const OCTOBER = { currency: "USD", month: "2026-10" };

describe("questions to a bill", () => {
  it("are one text, but for what the two dialects say apart", () => {
    const apart = (sql: string) =>
      sql
        .replaceAll(/element_at\(Tags, ('(?:[^']|'')*')\)|Tags\[('(?:[^']|'')*')\]/g, "TAG $1$2")
        .replaceAll(/CAST\((BilledCost|EffectiveCost) AS DECIMAL\(38, 12\)\)/g, "$1")
        .replaceAll(/(?:strftime|date_format)\(([^,]*), '%Y-%m-%dT%H:(?:%M|%i):(?:%S|%s)'\)/g, "TIME $1")
        .replaceAll(/strftime\(BillingPeriodStart, '%Y-%m'\)|\bbilling_period\b/g, "MONTH")
        .replaceAll(/FROM (bill|"shop_organization_costs"\."focus")/g, "FROM TABLE");
    for (const ask of [
      ...BY.map((by) => (dialect: typeof DUCKDB) => breakdownQuery(dialect, by, OCTOBER, ACCOUNTS)),
      (dialect: typeof DUCKDB) => totalQuery(dialect, OCTOBER),
      (dialect: typeof DUCKDB) => spendingQuery(dialect, "owner", OCTOBER, ACCOUNTS),
      currenciesQuery,
    ]) {
      expect(apart(ask(ATHENA))).toBe(apart(ask(DUCKDB)));
      expect(ask(ATHENA)).not.toBe(ask(DUCKDB));
    }
  });

  it("read one month's partition where a month is asked for", () => {
    expect(totalQuery(ATHENA, OCTOBER)).toContain("billing_period = '2026-10'");
  });

  it("keep what a user wrote inside of quotes, and refuse names that no catalogue has", () => {
    expect(breakdownQuery(ATHENA, "tag:x') OR 1=1 --", OCTOBER)).toContain(
      "element_at(Tags, 'x'') OR 1=1 --')",
    );
    expect(() => breakdownQuery(DUCKDB, "tag:a\u0000b", OCTOBER)).toThrow(RangeError);
    expect(() => athenaDialect('a"; DROP TABLE b', "focus")).toThrow(RangeError);
  });
});

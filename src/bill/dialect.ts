import { literal } from "./sqlText.ts";

/** In what DuckDB's SQL over files and Athena's over the data export differ. All other text is the same. */
export interface Dialect {
  readonly name: "duckdb" | "athena";
  /** What a query reads, as SQL. */
  readonly table: string;
  /** Exact decimal of a column of money. */
  money(column: "BilledCost" | "EffectiveCost"): string;
  /** Value of one key of a map, null where it has none. */
  entry(map: string, key: string): string;
  /** Billing period as `2026-10`. */
  readonly month: string;
  /** True for charges of that billing period. */
  inMonth(month: string): string;
  /** A time as text of ISO 8601 without a zone. */
  time(expression: string): string;
}

/** The view that `openBill` makes. Columns are of their types already. */
export const DUCKDB: Dialect = {
  name: "duckdb",
  table: "bill",
  money: (column) => column,
  entry: (map, key) => `${map}[${literal(key)}]`,
  month: "strftime(BillingPeriodStart, '%Y-%m')",
  inMonth: (month) => `strftime(BillingPeriodStart, '%Y-%m') = ${literal(month)}`,
  time: (expression) => `strftime(${expression}, '%Y-%m-%dT%H:%M:%S')`,
};

/**
 * The table of the organization's export (`BillStore`): money as `double`, which becomes a decimal of twelve places, and
 * months as partitions, so that a question of one month reads one month.
 * Columns are FOCUS's, which Athena takes in any case, and has in lower case; money is `double` there.
 * Sources: https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-focus-1-2-aws-columns.html and
 * https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-focus-1-0-aws-columns.html, read November 2026;
 * that `Tags` is a map of texts, and https://docs.aws.amazon.com/athena/latest/ug/functions-env3.html (Trino's
 * functions): recalled.
 */
export function athenaDialect(database: string, table: string): Dialect {
  return {
    name: "athena",
    table: `"${identifier(database)}"."${identifier(table)}"`,
    money: (column) => `CAST(${column} AS DECIMAL(38, 12))`,
    entry: (map, key) => `element_at(${map}, ${literal(key)})`,
    month: "billing_period",
    inMonth: (month) => `billing_period = ${literal(month)}`,
    time: (expression) => `date_format(${expression}, '%Y-%m-%dT%H:%i:%s')`,
  };
}

/** Names in the catalogue of Athena. Source: https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html, recalled. */
const CATALOGUE_NAME = /^[A-Za-z0-9_]{1,255}$/;

/** Whether Athena could have a database or a table of that name. */
export function isCatalogueName(name: string): boolean {
  return CATALOGUE_NAME.test(name);
}

function identifier(name: string): string {
  if (!isCatalogueName(name)) throw new RangeError(`"${name}" is no name of a catalogue`);
  return name;
}

import { type Amount, amountOf } from "./amount.ts";
import type { BillTable, Sums } from "./ask.ts";
import type { Dialect } from "./dialect.ts";
import type { Row } from "./engine.ts";
import {
  type BillAccounts,
  type BillDimension,
  claimed,
  NO_ACCOUNTS,
  named,
  type Selection,
  where,
} from "./questions.ts";

/**
 * What kind of charge it is. `refund`: money back for a charge that was billed before, told from a `credit`, which is a
 * gift or a discount that ends. `adjustment`: any other correction of an earlier bill.
 * FOCUS has `Credit`, `Adjustment` and, of corrections, `ChargeClass`: https://focus.finops.org/focus-specification/v1-2/;
 * that AWS writes its refunds as one of the last two is recalled.
 */
export type ChargeKind = "usage" | "purchase" | "tax" | "adjustment" | "credit" | "refund";
const KINDS: readonly ChargeKind[] = ["usage", "purchase", "tax", "adjustment", "credit", "refund"];

/** When something was used, day by day. Times are milliseconds since 1970, UTC. */
export interface UsedDays {
  /** Start of the first charge and end of the last. */
  readonly from: number;
  readonly to: number;
  /** Midnights that begin the first and the last day of use. */
  readonly firstDay: number;
  readonly lastDay: number;
  /** Days on which it was used. */
  readonly days: number;
  /** Of the days between these two, and of the last. */
  readonly between: Amount;
  readonly last: Amount;
}

/** What one SKU, or one kind of charge that is no usage, comes to. */
export interface Spending extends Sums {
  /** Null: no such name on the charges. Then `claim` says why. */
  readonly name: string | null;
  readonly claim: string | null;
  readonly kind: ChargeKind;
  /** Undefined where it is no usage, or where a charge is for longer than a day: then no day of it is known. */
  readonly used?: UsedDays;
}

/** What was spent, taken apart by names, kinds and SKUs; without a dimension all of it under the name null. */
export async function spendingOf(
  table: BillTable,
  by: BillDimension | undefined,
  selection: Selection,
  accounts?: BillAccounts,
): Promise<readonly Spending[]> {
  const rows = await table.rows(spendingQuery(table.dialect, by, selection, accounts));
  return rows.map((row) => {
    const { kind, used } = { kind: kindOf(row.kind), used: usedDays(row) };
    return {
      name: row.name ?? null,
      claim: row.claim ?? null,
      kind,
      billed: amountOf(row.billed ?? "0"),
      effective: amountOf(row.effective ?? "0"),
      charges: Number(row.charges ?? 0),
      ...(kind !== "usage" || used === undefined ? {} : { used }),
    };
  });
}

function kindOf(text: string | null | undefined): ChargeKind {
  const found = KINDS.find((each) => each === text);
  if (found === undefined) throw new RangeError(`"${text}" is no kind of charge`);
  return found;
}

function usedDays(row: Row): UsedDays | undefined {
  if (row.long !== "false") return undefined;
  const [from, to, firstDay, lastDay] = [row.starts, row.ends, row.first_day, row.last_day].map((text) =>
    Date.parse(`${text}Z`),
  );
  if (from === undefined || to === undefined || firstDay === undefined || lastDay === undefined)
    return undefined;
  if (![from, to, firstDay, lastDay].every(Number.isFinite)) return undefined;
  return {
    from,
    to,
    firstDay,
    lastDay,
    days: Number(row.used_days ?? 0),
    between: amountOf(row.between_days ?? "0"),
    last: amountOf(row.last_of_it ?? "0"),
  };
}

/** A correction of an earlier month is no use of this one, whichever way it goes. */
const KIND = `CASE WHEN ChargeCategory = 'Credit' THEN 'credit'
      WHEN BilledCost < 0 AND (ChargeCategory = 'Adjustment' OR ChargeClass = 'Correction') THEN 'refund'
      WHEN ChargeCategory = 'Tax' THEN 'tax'
      WHEN ChargeCategory = 'Adjustment' OR ChargeClass = 'Correction' THEN 'adjustment'
      WHEN ChargeCategory = 'Usage' THEN 'usage'
      WHEN ChargeCategory = 'Purchase' THEN 'purchase'
      ELSE 'adjustment' END`;

/**
 * Usage by SKU, which is the same in every tier of a price; the rest by kind. One row for each, with the days of its use:
 * a month of ten million charges comes to a few thousand rows.
 */
export function spendingQuery(
  dialect: Dialect,
  by: BillDimension | undefined,
  selection: Selection,
  accounts: BillAccounts = NO_ACCOUNTS,
): string {
  const name = by === undefined ? "CAST(NULL AS VARCHAR)" : named(dialect, by, accounts);
  const claim = by === undefined ? "CAST(NULL AS VARCHAR)" : claimed(by, name, accounts);
  const own = "name, claim, kind, sku, long";
  const sum = (expression: string) => `CAST(SUM(${expression}) AS VARCHAR)`;
  return `WITH charges AS (
    SELECT ${name} AS name, ${claim} AS claim, ${KIND} AS kind,
      CASE WHEN ChargeCategory = 'Usage' THEN COALESCE(SkuId, SkuPriceId, ChargeDescription, '') || ' ' || COALESCE(ServiceName, '') END AS sku,
      COALESCE(date_diff('hour', ChargePeriodStart, ChargePeriodEnd) > 24, TRUE) AS long,
      ChargePeriodStart AS starts, ChargePeriodEnd AS ends, ${dialect.money("BilledCost")} AS billed, ${dialect.money("EffectiveCost")} AS effective
    FROM ${dialect.table}
    WHERE ${where(dialect, selection, accounts)}
  ), days AS (
    SELECT ${own}, date_trunc('day', starts) AS on_day, MIN(starts) AS starts, MAX(ends) AS ends,
      SUM(billed) AS billed, SUM(effective) AS effective, COUNT(*) AS charges
    FROM charges GROUP BY ${own}, date_trunc('day', starts)
  ), placed AS (
    SELECT *, MIN(on_day) OVER (PARTITION BY ${own}) AS first_day, MAX(on_day) OVER (PARTITION BY ${own}) AS last_day
    FROM days
  )
  SELECT ${own}, ${sum("billed")} AS billed, ${sum("effective")} AS effective, CAST(SUM(charges) AS VARCHAR) AS charges,
    ${dialect.time("MIN(starts)")} AS starts, ${dialect.time("MAX(ends)")} AS ends,
    ${dialect.time("first_day")} AS first_day, ${dialect.time("last_day")} AS last_day,
    CAST(COUNT(*) AS VARCHAR) AS used_days,
    ${sum("CASE WHEN on_day > first_day AND on_day < last_day THEN billed END")} AS between_days,
    ${sum("CASE WHEN on_day = last_day THEN billed END")} AS last_of_it
  FROM placed GROUP BY ${own}, first_day, last_day`;
}

import { TriremeError } from "../lib/index.ts";
import { type Amount, amountOf, amountText, sumAmounts } from "./amount.ts";
import type { Dialect } from "./dialect.ts";
import type { Row } from "./engine.ts";
import {
  type BillAccounts,
  type BillDimension,
  breakdownQuery,
  currenciesQuery,
  type Selection,
  totalQuery,
} from "./questions.ts";

/** A bill that can be asked: files in DuckDB, or the data export by Athena. */
export interface BillTable {
  readonly dialect: Dialect;
  rows(sql: string): Promise<readonly Row[]>;
}

export interface Sums {
  /** What is on the invoice. */
  readonly billed: Amount;
  /** The same with what was paid ahead spread over what it is for: amortized. */
  readonly effective: Amount;
  readonly charges: number;
}

export interface MonthOfBill extends Sums {
  /** Null: the charges say none that can be read. */
  readonly currency: string | null;
  readonly month: string | null;
}

export interface BillPart extends Sums {
  /** Null: no such name on the charges. Then `claim` says why. */
  readonly name: string | null;
  /** `untagged`, `shared: tax` and the like; of a column `none`. */
  readonly claim: string | null;
}

/** @param only one month: where reading is paid for, the others are not looked at. @default all */
export async function monthsOf(table: BillTable, only?: string): Promise<readonly MonthOfBill[]> {
  const rows = await table.rows(currenciesQuery(table.dialect, only));
  return rows
    .map((row) => ({ currency: row.currency ?? null, month: row.month ?? null, ...sumsOf(row) }))
    .sort((a, b) => text(a).localeCompare(text(b), "en"));
}

function text({ currency, month }: MonthOfBill): string {
  return `${month ?? ""} ${currency ?? ""}`;
}

/** Dearest first. The parts are asked for apart from the whole, and must add up to it. */
export async function partsOf(
  table: BillTable,
  by: BillDimension,
  selection: Selection,
  accounts?: BillAccounts,
): Promise<readonly BillPart[]> {
  const rows = await table.rows(breakdownQuery(table.dialect, by, selection, accounts));
  return rows
    .map((row) => ({ name: row.name ?? null, claim: row.claim ?? null, ...sumsOf(row) }))
    .sort((a, b) => Number(b.billed - a.billed) || ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
}

export async function totalOf(table: BillTable, selection: Selection): Promise<Sums> {
  const [row] = await table.rows(totalQuery(table.dialect, selection));
  return sumsOf(row ?? {});
}

/** Throws where parts do not make up the whole: then no figure of them is to be believed. */
export function reconciled(by: BillDimension, parts: readonly BillPart[], whole: Sums): readonly BillPart[] {
  for (const figure of ["billed", "effective"] as const) {
    const sum = sumAmounts(parts.map((part) => part[figure]));
    if (sum !== whole[figure]) {
      throw new TriremeError(
        `The bill by ${by} adds up to ${amountText(sum)} ${figure}, and all of it is ${amountText(whole[figure])}.`,
        { code: "bill-does-not-add-up", fault: "ours", fix: "Send us both figures and the command line." },
      );
    }
  }
  return parts;
}

/** A sum of no readable amount is null in SQL: nothing was billed that could be read, and the rules have said so. */
function sumsOf({ billed, effective, charges }: Row): Sums {
  return {
    billed: amountOf(billed ?? "0"),
    effective: amountOf(effective ?? "0"),
    charges: Number(charges ?? 0),
  };
}

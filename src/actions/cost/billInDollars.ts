import {
  amountText,
  type BillFinding,
  type MonthOfBill,
  type Selection,
  sumAmounts,
} from "../../bill/index.ts";
import { InputError } from "../../lib/index.ts";
import type { LeftOut } from "./billSelection.ts";

/** The currency of estimates and of budgets. AWS bills in others too, where an account is set to be invoiced so. */
const DOLLARS = "USD";

/** One month of a bill in US dollars, with what had to be left out. */
export interface BillInDollars {
  readonly selection: Selection & { readonly month: string };
  readonly leftOut: readonly LeftOut[];
  /** Errors: what is left out of that month is missing from every figure. */
  readonly findings: readonly BillFinding[];
}

/**
 * That month of the bill, or its last. Charges in other currencies are an error and not a reason to stop: what is in
 * dollars can still be judged, and the verdict is no pass. Throws `InputError` where nothing is in dollars, or the month
 * is not there.
 */
export function billInDollars(months: readonly MonthOfBill[], asked: string | undefined): BillInDollars {
  const names = months.flatMap(({ month }) => month ?? []);
  const month = asked ?? names.at(-1);
  if (month === undefined || !names.includes(month)) throw monthMissing(asked, [...new Set(names)]);
  const ofMonth = months.filter((each) => each.month === month);
  if (!ofMonth.some(({ currency }) => currency === DOLLARS)) throw noDollars(month, ofMonth);
  // Without a period they may be of any month, this one among them.
  const mine = months.filter((each) => each.month === month || each.month === null);
  const missing = mine.filter((each) => each.currency !== DOLLARS || each.month === null);
  return {
    selection: { currency: DOLLARS, month },
    leftOut: [
      ...missing.map((each) => leftOut(reasonOf(each), [each])),
      ...[
        ...Map.groupBy(
          months.filter((each) => !mine.includes(each)),
          (each) => each.month,
        ),
      ].map(([name, list]) => leftOut(`another month: ${name}`, list)),
    ],
    findings: missing.map((each) => ({
      code: each.currency === DOLLARS ? "bill/no-period" : "bill/other-currency",
      severity: "error",
      column: each.currency === DOLLARS ? "BillingPeriodStart" : "BillingCurrency",
      rows: each.charges,
      given: `${reasonOf(each)}: ${amountText(each.billed)}`,
      wanted: `charges of ${month} in US dollars: estimates and budgets are in nothing else, and no rate of exchange is known`,
      fix:
        each.currency === DOLLARS
          ? "Export the bill again: nothing tells whether these charges are of that month."
          : "Have the accounts invoiced in US dollars, or judge these charges by hand: no figure here has them.",
    })),
  };
}

function reasonOf({ currency, month }: MonthOfBill): string {
  const period = month === null ? "no billing period that can be read" : undefined;
  const money = currency === DOLLARS ? undefined : `currency: ${currency ?? "none that can be read"}`;
  return [money, period].filter((each) => each !== undefined).join(", ");
}

function leftOut(reason: string, list: readonly MonthOfBill[]): LeftOut {
  const currencies = new Set(list.map(({ currency }) => currency));
  return {
    reason,
    charges: list.reduce((sum, { charges }) => sum + charges, 0),
    billed: currencies.size === 1 ? amountText(sumAmounts(list.map(({ billed }) => billed))) : null,
  };
}

function monthMissing(asked: string | undefined, names: readonly string[]): InputError {
  return new InputError("bill", [
    {
      code: "bill/month-not-there",
      where: asked === undefined ? "BillingPeriodStart" : "--month",
      given: asked ?? "no billing period that can be read",
      wanted:
        names.length === 0 ? "a billing period on every charge" : `a month of the bill: ${names.join(", ")}`,
      fix: "Name one of them, or add the file of that month.",
    },
  ]);
}

function noDollars(month: string, list: readonly MonthOfBill[]): InputError {
  return new InputError("bill", [
    {
      code: "bill/not-in-dollars",
      where: "BillingCurrency",
      given: `${month} in ${list.map(({ currency, charges }) => `${currency ?? "no currency"} (${charges} charges)`).join(", ")}`,
      wanted: "US dollars: estimates and budgets are in nothing else, and no rate of exchange is known",
      fix: "Have the accounts invoiced in US dollars, or export the bill of one that is.",
    },
  ]);
}

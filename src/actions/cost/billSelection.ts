import { amountText, type MonthOfBill, type Selection, sumAmounts } from "../../bill/index.ts";
import { InputError, type InputProblem } from "../../lib/index.ts";

/** Which charges of a bill are meant, as somebody wrote it. */
export interface BillQuestion {
  /** `2026-10`. */
  readonly month?: string;
  /** `USD`. */
  readonly currency?: string;
}

/** Charges that are in no figure, with why. */
export interface LeftOut {
  readonly reason: string;
  readonly charges: number;
  /** Exact, in the charges' own currency; of several, null. */
  readonly billed: string | null;
}

/**
 * One currency, since amounts of two do not add up, and a month that is on the bill.
 * Throws `InputError` where it is not clear what is meant.
 */
export function selectionOf(
  months: readonly MonthOfBill[],
  { month, currency }: BillQuestion,
): { readonly selection: Selection; readonly leftOut: readonly LeftOut[] } {
  const currencies = [...new Set(months.map((each) => each.currency))].filter((each) => each !== null);
  const chosen = currency ?? (currencies.length === 1 ? currencies[0] : undefined);
  const names = [...new Set(months.map((each) => each.month))].filter((each) => each !== null);
  const problems = [
    ...currencyProblems(months, currencies, currency),
    ...(month === undefined || names.includes(month) ? [] : [monthMissing(month, names)]),
  ];
  if (problems.length > 0 || chosen === undefined) throw new InputError("bill", problems);
  const [others, strangers] = [
    months.filter((each) => each.currency !== chosen),
    months.filter((each) => each.currency === chosen && each.month === null && month !== undefined),
  ];
  return {
    selection: { currency: chosen, ...(month === undefined ? {} : { month }) },
    leftOut: [
      ...[...Map.groupBy(others, (each) => each.currency ?? "none that can be read")].map(([name, list]) =>
        leftOut(`currency: ${name}`, list),
      ),
      ...(strangers.length === 0 ? [] : [leftOut("no billing period that can be read", strangers)]),
    ],
  };
}

function leftOut(reason: string, list: readonly MonthOfBill[]): LeftOut {
  return {
    reason,
    charges: list.reduce((sum, { charges }) => sum + charges, 0),
    billed: amountText(sumAmounts(list.map(({ billed }) => billed))),
  };
}

function currencyProblems(
  months: readonly MonthOfBill[],
  currencies: readonly string[],
  asked: string | undefined,
): readonly InputProblem[] {
  const counted = (name: string) =>
    months.filter((each) => each.currency === name).reduce((sum, { charges }) => sum + charges, 0);
  const given = currencies.map((name) => `${name} (${counted(name)} charges)`).join(", ") || "none";
  if (asked !== undefined && !currencies.includes(asked)) {
    return [
      {
        code: "bill/currency-not-there",
        where: "--currency",
        given: asked,
        wanted: `a currency of the bill: ${given}`,
        fix: "Name one of them, or leave the option out.",
      },
    ];
  }
  if (asked !== undefined || currencies.length === 1) return [];
  return [
    {
      code: currencies.length === 0 ? "bill/no-currency" : "bill/mixed-currencies",
      where: "BillingCurrency",
      given,
      wanted: "one currency: amounts of two do not add up",
      fix:
        currencies.length === 0
          ? "Export the bill anew: no charge says what it is billed in."
          : `Ask for one, such as --currency ${currencies[0]}: the others are counted beside it.`,
    },
  ];
}

function monthMissing(month: string, names: readonly string[]): InputProblem {
  return {
    code: "bill/month-not-there",
    where: "--month",
    given: month,
    wanted: `a month of the bill: ${names.join(", ")}`,
    fix: "Name one of them, or add the file of that month.",
  };
}

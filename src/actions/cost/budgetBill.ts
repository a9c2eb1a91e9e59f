import {
  amountText,
  type BilledPeriod,
  type BillFinding,
  type BillTable,
  type ChargeKind,
  daysSeen,
  periodOf,
  type Selection,
  type Spending,
  spendingOf,
  spentOf,
  sumAmounts,
} from "../../bill/index.ts";
import type { Budgets, Platform } from "../../config/index.ts";
import type { Clock } from "../../lib/index.ts";
import { billAccounts } from "./billAccounts.ts";
import {
  amountsOf,
  type Bounds,
  type BudgetKind,
  type BudgetLine,
  budgetLine,
  NAMED_KINDS,
} from "./budgetLines.ts";

/** Spending that no budget counts. US dollars, exact. */
export interface Uncounted {
  /** Budgets of which kind do not count it; null: none does. */
  readonly kind: Exclude<BudgetKind, "total"> | null;
  /** A name without a budget, or why it has none: `untagged`, `shared: tax`, `credit`, `refund`. */
  readonly what: string;
  readonly billed: string;
  readonly charges: number;
}

export interface HeldAgainstBill {
  readonly lines: readonly BudgetLine[];
  readonly days: { readonly seen: number; readonly of: number };
  readonly uncounted: readonly Uncounted[];
  readonly findings: readonly BillFinding[];
}

/** Every budget against one month of a bill. */
export async function againstBill(
  table: BillTable,
  selection: Selection & { readonly month: string },
  {
    platform,
    budgets,
    bounds,
    clock,
  }: {
    readonly platform: Platform;
    readonly budgets: Budgets;
    readonly bounds: Bounds;
    readonly clock: Clock;
  },
): Promise<HeldAgainstBill> {
  const all = await spendingOf(table, undefined, selection);
  const period = periodOf(selection.month, all);
  const lines: BudgetLine[] = [];
  const uncounted: Uncounted[] = kindsLeftOut(all);
  if (budgets.totalUsd !== undefined) {
    const budget = { kind: "total", name: "all accounts", budget: budgets.totalUsd } as const;
    lines.push(budgetLine(budget, spentOf(all, period), bounds));
  }
  for (const kind of NAMED_KINDS) {
    const amounts = amountsOf(budgets, kind);
    if (amounts.length === 0) continue;
    const spendings = await spendingOf(table, kind, selection, billAccounts(platform));
    const byName = Map.groupBy(spendings, ({ name }) => name);
    for (const { name, monthlyUsd } of amounts) {
      const own = byName.get(name);
      const held =
        own === undefined
          ? { notSeen: whyNotSeen(kind, name, platform, selection.month, [...byName.keys()]) }
          : spentOf(own, period);
      lines.push(budgetLine({ kind, name, budget: monthlyUsd }, held, bounds));
    }
    const budgeted = new Set<string | null>(amounts.map(({ name }) => name));
    uncounted.push(
      ...withoutBudget(
        kind,
        spendings.filter(({ name }) => !budgeted.has(name)),
      ),
    );
  }
  return {
    lines,
    days: daysSeen(period),
    uncounted,
    findings: periodFindings(all, period, selection.month, clock),
  };
}

/** Why nothing of that name is on the bill, as far as the bill shows. */
function whyNotSeen(
  kind: (typeof NAMED_KINDS)[number],
  name: string,
  platform: Platform,
  month: string,
  names: readonly (string | null)[],
): string {
  const account = Object.entries(billAccounts(platform).environments).find(([, own]) => own === name)?.[0];
  if (kind === "environment" && account !== undefined) {
    return `no charge of its account ${account}, and none with the tag environment = ${name}, is on the bill of ${month}`;
  }
  const known = names.filter((each) => each !== null).sort();
  if (known.length === 0) {
    return `no charge carries the tag ${kind}: activate the tags for cost allocation (budgets.tagsActive), and give the bill a day`;
  }
  const some =
    known.length > 8 ? `${known.slice(0, 8).join(", ")} and ${known.length - 8} more` : known.join(", ");
  return `no charge carries the tag ${kind} = ${name}; on the bill are ${some}`;
}

const NOT_COUNTED: readonly ChargeKind[] = ["credit", "refund"];

function kindsLeftOut(spendings: readonly Spending[]): Uncounted[] {
  return NOT_COUNTED.flatMap((kind) => {
    const list = spendings.filter((each) => each.kind === kind);
    return list.length === 0 ? [] : [uncountedOf(null, kind, list)];
  });
}

function withoutBudget(kind: Exclude<BudgetKind, "total">, spendings: readonly Spending[]) {
  const counted = spendings.filter((each) => !NOT_COUNTED.includes(each.kind));
  return [...Map.groupBy(counted, ({ name, claim }) => name ?? `(${claim})`)]
    .map(([what, list]) => uncountedOf(kind, what, list))
    .sort((a, b) => Number(b.billed) - Number(a.billed) || (a.what < b.what ? -1 : 1));
}

function uncountedOf(kind: Uncounted["kind"], what: string, list: readonly Spending[]): Uncounted {
  return {
    kind,
    what,
    billed: amountText(sumAmounts(list.map(({ billed }) => billed))),
    charges: list.reduce((sum, { charges }) => sum + charges, 0),
  };
}

/** Where the bill does not say on which days it was spent, or ends before the month did. */
export function periodFindings(
  spendings: readonly Spending[],
  period: BilledPeriod,
  month: string,
  clock: Clock,
): readonly BillFinding[] {
  const over = clock.now() >= period.ends;
  const usage = spendings.filter(({ kind }) => kind === "usage");
  const undated = usage.filter(({ used }) => used === undefined);
  const worth = (list: readonly Spending[]) =>
    list.reduce((sum, { billed }) => sum + (billed < 0n ? -billed : billed), 0n);
  const { seen, of } = daysSeen(period);
  const findings: BillFinding[] = [];
  if (!over && undated.length > 0 && 2n * worth(undated) > worth(usage)) {
    findings.push({
      code: "bill/no-days",
      severity: "error",
      column: "ChargePeriodEnd",
      rows: undated.reduce((sum, { charges }) => sum + charges, 0),
      given: `usage of ${month} that is charged for longer than a day at once, and the month is not over`,
      wanted: "usage by hour or by day: no run-rate can be told of a month in one piece",
      fix: "Export the bill with the time granularity DAILY or HOURLY.",
    });
  }
  if (over && usage.length > undated.length && of - seen >= 2) {
    findings.push({
      code: "bill/ends-early",
      severity: "warning",
      given: `the last usage on the bill ends on day ${seen.toFixed(1)} of ${of} of ${month}, which is over`,
      wanted: "the whole month",
      fix: "Fetch the export again: AWS brings a month up to date until some days after it.",
    });
  }
  return findings;
}

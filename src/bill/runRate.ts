import { amountNumber, sumAmounts } from "./amount.ts";
import type { ChargeKind, Spending, UsedDays } from "./spending.ts";

const DAY_MS = 86_400_000;

/** Usage of some services comes onto the bill days after that of others. Three days: our choice, of what was seen (recalled). */
const LATE_MS = 3 * DAY_MS;

/** A billing period, and how far the bill has come in it. Milliseconds since 1970, UTC. */
export interface BilledPeriod {
  readonly starts: number;
  readonly ends: number;
  /** End of the last usage of anything. Undefined: no usage that can be placed on a day. */
  readonly seen?: number;
}

/** `2026-10`, and how far these charges have come in it. */
export function periodOf(month: string, spendings: readonly Spending[]): BilledPeriod {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const [starts, ends] = [Date.UTC(year, number - 1, 1), Date.UTC(year, number, 1)];
  const seen = spendings.reduce((last, { used }) => Math.max(last, used?.to ?? 0), 0);
  return { starts, ends, ...(seen > starts ? { seen: Math.min(seen, ends) } : {}) };
}

/** Days of the period that the bill has come. */
export function daysSeen({ starts, ends, seen = starts }: BilledPeriod) {
  return { seen: (seen - starts) / DAY_MS, of: (ends - starts) / DAY_MS };
}

/** What counts towards a budget. Credits and refunds do not, as in the budgets that we deploy (`constructs/costs/budgets.ts`). */
const COUNTED: readonly ChargeKind[] = ["usage", "purchase", "adjustment", "tax"];

/** US dollars, or whatever the bill is in. */
export interface Spent {
  readonly actual: number;
  /** What the month comes to at the pace so far. No forecast: it knows no season, no weekday and no plans. */
  readonly runRate: number;
}

/**
 * What was spent and what the month comes to if it goes on like that. Each part goes on in its own way:
 *
 * - *Usage* by the pace of its own SKU (`usageToGo`), not of the whole bill: what began on the 20th, or comes onto the
 *   bill two days late, would otherwise be spread over days that it was not there.
 * - *Purchases* (commitments, domains, licences) and *adjustments* happen once: they are counted and do not go on.
 *   A recurring fee of a commitment is on the bill once a month, whole.
 * - *Tax* keeps its share of the rest.
 * - *Credits and refunds* count in neither figure. They end, and what they hid begins to be paid on that day.
 */
export function spentOf(spendings: readonly Spending[], period: BilledPeriod): Spent {
  const sum = (...kinds: readonly ChargeKind[]) =>
    amountNumber(
      sumAmounts(spendings.filter(({ kind }) => kinds.includes(kind)).map(({ billed }) => billed)),
    );
  const [actual, tax, untaxed] = [sum(...COUNTED), sum("tax"), sum("usage", "purchase", "adjustment")];
  const more = spendings.reduce((all, each) => all + usageToGo(each, period), 0);
  const moreTax = untaxed > 0 && more > 0 ? (tax * more) / untaxed : 0;
  return { actual, runRate: actual + more + moreTax };
}

/**
 * What the rest of the month adds to the usage of one SKU.
 *
 * Used on every day, its pace is that of whole days: of the days between the first, on which it may have begun at any
 * hour, and the last, of which the bill may have a part only (an export by day says of a part that it is the day). With
 * fewer than three days it is that of the hours from its first charge to its last. It goes on from its own last day,
 * which may be three days before the last of the bill: then it is late, not over. The last day is taken at the pace, or
 * as billed where that is more.
 *
 * Used now and then, or not for more than three days, its pace is over all days from its first to the end of the bill. If
 * that was one day alone, it was a single job or a fee of the month, such as that of a hosted zone, and does not go on.
 * What was taken down, and a single job of the last three days, is over-counted by this; nothing is under-counted for
 * being new or late. In the first days of a month all of it is wide of the mark.
 *
 * Usage that is charged for longer than a day at once has no pace and does not go on.
 */
function usageToGo({ used, billed }: Spending, { starts, ends, seen }: BilledPeriod): number {
  if (used === undefined || seen === undefined || used.to >= ends) return 0;
  const total = amountNumber(billed);
  const from = Math.max(used.from, starts);
  const late = seen - used.to;
  const days = (used.lastDay - used.firstDay) / DAY_MS + 1;
  if (late > LATE_MS || used.days < days) {
    return days === 1 || seen <= from ? 0 : (total / (seen - from)) * (ends - seen);
  }
  if (days < 3) return used.to > from ? (total / (used.to - from)) * (ends - used.to) : 0;
  const pace = amountNumber(used.between) / (days - 2);
  return Math.max(pace - amountNumber(used.last), 0) + pace * daysAfter(used, ends);
}

function daysAfter({ lastDay }: UsedDays, ends: number): number {
  return Math.max(0, (ends - lastDay) / DAY_MS - 1);
}

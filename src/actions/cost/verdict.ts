import type { Finding, Platform, Unit } from "../../config/index.ts";
import {
  breakdown,
  dollars,
  type Estimate,
  estimate,
  type PriceBook,
  shippedBook,
} from "../../cost/index.ts";
import type { ResourceGraph } from "../../graph/index.ts";
import { exactly, type Interval, sumIntervals } from "../../lib/index.ts";
import { platformUsage } from "./platformUsage.ts";

/** How an estimate stands to its budget. `may exceed`: expected within, and above at the high end. */
export type BudgetVerdict = "within" | "may exceed" | "exceeds" | "no budget";

/** What a month of an environment costs, against what may be spent. US dollars. */
export interface UnitCost {
  readonly unit: string;
  readonly monthly: Interval;
  readonly budget?: number;
  readonly verdict: BudgetVerdict;
  /** Modelled: list prices times quantities that are known, told or assumed; never a bill. */
  readonly grade: "modelled";
  /** Of what is expected, what rests on usage that nobody gave. */
  readonly assumed: number;
  /** On prices that no list at hand has. */
  readonly recalled: number;
  /** On prices of another region. */
  readonly borrowed: number;
  /** By where it is, what it is for and who answers for it; the dearest first. */
  readonly shares: readonly {
    readonly by: "region" | "service" | "owner";
    readonly parts: readonly { readonly name: string; readonly monthly: Interval }[];
  }[];
  /** Days of the newest and of the oldest list that prices are from. */
  readonly priceBook: { readonly newest: string; readonly oldest: string };
  /** What has no price, by why. Nothing of it is in the figures. */
  readonly unpriced: readonly { readonly reason: string; readonly count: number; readonly first: string }[];
}

export function costOf(
  platform: Platform,
  unit: Unit,
  graph: ResourceGraph,
  book: PriceBook = shippedBook(),
): UnitCost {
  const { source, derived } = platformUsage(platform, unit);
  return unitCost(platform, unit.name, estimate(graph, { book, usage: [source], derived }));
}

function unitCost(platform: Platform, unit: string, made: Estimate): UnitCost {
  const monthly = dollars(made.monthly);
  const budget = platform.budgets?.environments.find(({ name }) => name === unit)?.monthlyUsd;
  const components = made.resources.flatMap((resource) => resource.components);
  const expected = (which: (component: (typeof components)[number]) => boolean) =>
    dollars(sumIntervals(components.filter(which).map((each) => exactly(each.monthly.expected)))).expected;
  const days = made.priceBook.sources.map(({ date }) => date).sort();
  return {
    unit,
    monthly,
    ...(budget === undefined ? {} : { budget }),
    verdict: verdictOf(monthly, budget),
    grade: "modelled",
    assumed: expected((component) => component.assumed),
    recalled: expected(({ grade }) => grade === "recalled"),
    borrowed: expected((component) => component.borrowed !== undefined),
    shares: (["region", "service", "owner"] as const).map((by) => ({
      by,
      parts: breakdown(made, by).map(({ name, monthly: share }) => ({ name, monthly: dollars(share) })),
    })),
    priceBook: { newest: made.priceBook.date, oldest: days[0] ?? "" },
    unpriced: [...Map.groupBy(made.unpriced, ({ type, reason }) => `${type}: ${reason}`)].map(
      ([reason, list]) => ({
        reason,
        count: list.length,
        first: list[0]?.address ?? "",
      }),
    ),
  };
}

function verdictOf({ expected, high }: Interval, budget: number | undefined): BudgetVerdict {
  if (budget === undefined) return "no budget";
  if (expected > budget) return "exceeds";
  return high > budget ? "may exceed" : "within";
}

/** `error` only where the least that it can cost is more than may be spent: the rest hangs on how it is used. */
export function costFindings({ unit, monthly, budget, verdict, unpriced }: UnitCost): readonly Finding[] {
  const missing = unpriced.map(
    ({ reason, count, first }): Finding => ({
      code: "cost/unpriced",
      severity: "warning",
      where: first,
      text: `${count === 1 ? "It has" : `${count} resources have`} no price, and the estimate of ${unit} is short of it: ${reason}.`,
      fix: "Add it to the price book (scripts/prices, npm run prices), or count it by hand.",
    }),
  );
  if (budget === undefined || verdict === "within" || verdict === "no budget") return missing;
  const range = `${money(monthly.low)} to ${money(monthly.high)}, ${money(monthly.expected)} expected`;
  return [
    ...missing,
    {
      code: verdict === "exceeds" ? "cost/exceeds-budget" : "cost/may-exceed-budget",
      severity: monthly.low > budget ? "error" : verdict === "exceeds" ? "warning" : "note",
      where: `budgets.environments.${unit}`,
      text: `${unit} costs ${range}, and ${money(budget)} a month may be spent.`,
      fix: `Raise the budget, or make it smaller: trireme cost estimate --env ${unit} --by type shows where it goes.`,
    },
  ];
}

function money(amount: number): string {
  return amount.toLocaleString("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
}

import type { Budgets } from "../../config/index.ts";
import type { Interval } from "../../lib/index.ts";

/** Whose a budget is. */
export type BudgetKind = "total" | "environment" | "cost-centre" | "owner";

/** Kinds whose budgets have names. */
export const NAMED_KINDS = ["environment", "cost-centre", "owner"] as const;

/**
 * `within`: below every threshold. `reached`: at one, and below the whole. `used up`: at the whole, to the cent and not
 * over. `exceeded`: over it. `may exceed`: what is expected is below the whole, and the estimate's high end over it.
 * `not seen`: nothing of that name is there, so nothing can be said. That is no pass.
 */
export type BudgetState = "within" | "reached" | "may exceed" | "used up" | "exceeded" | "not seen";

/** One of the amounts that a budget is held against. */
export interface BudgetFigure {
  /** US dollars. */
  readonly amount: number;
  /** Per cent of the budget, rounded down: 100 is 100. */
  readonly percent: number;
  /** Thresholds of the configuration that it is at or above. */
  readonly reached: readonly number[];
}

export interface BudgetLine {
  readonly kind: BudgetKind;
  readonly name: string;
  /** US dollars a month. */
  readonly budget: number;
  /** Spent so far. Null without a bill, or where nothing was seen. */
  readonly actual: BudgetFigure | null;
  /** What the month comes to at the pace so far (`bill/runRate.ts`). */
  readonly runRate: BudgetFigure | null;
  /** What a month is estimated at. Null where there is a bill. */
  readonly estimate: {
    readonly low: BudgetFigure;
    readonly expected: BudgetFigure;
    readonly high: BudgetFigure;
  } | null;
  readonly state: BudgetState;
  /** Whether it fails the run: at or above the share that was asked for, or not seen. */
  readonly failing: boolean;
  /** Of what was not seen: why. */
  readonly reason?: string;
}

/** What a budget is held against. */
export type Held =
  | { readonly actual: number; readonly runRate: number }
  | { readonly estimate: Interval }
  | { readonly notSeen: string };

export interface Bounds {
  readonly thresholds: readonly number[];
  /** Per cent. */
  readonly failAt: number;
  /** Names of budgets that may have nothing on the bill, because somebody said so: what is not deployed yet. */
  readonly unseen?: readonly string[];
}

export function budgetLine(
  { kind, name, budget }: Pick<BudgetLine, "kind" | "name" | "budget">,
  held: Held,
  { thresholds, failAt, unseen = [] }: Bounds,
): BudgetLine {
  const figure = (amount: number): BudgetFigure => ({
    amount: micro(amount) / MICRO,
    percent: Math.floor((1000 * micro(amount)) / micro(budget)) / 10,
    reached: thresholds.filter((threshold) => isAt(amount, threshold, budget)),
  });
  const line = { kind, name, budget, actual: null, runRate: null, estimate: null };
  if ("notSeen" in held) {
    return { ...line, state: "not seen", failing: !unseen.includes(name), reason: held.notSeen };
  }
  const judged = "estimate" in held ? [held.estimate.expected] : [held.actual, held.runRate];
  const most = Math.max(...judged);
  return {
    ...line,
    ...("estimate" in held
      ? {
          estimate: {
            low: figure(held.estimate.low),
            expected: figure(held.estimate.expected),
            high: figure(held.estimate.high),
          },
        }
      : { actual: figure(held.actual), runRate: figure(held.runRate) }),
    state: stateOf(most, "estimate" in held ? held.estimate.high : most, budget, thresholds),
    failing: isAt(most, failAt, budget),
  };
}

function stateOf(most: number, high: number, budget: number, thresholds: readonly number[]): BudgetState {
  if (micro(most) > micro(budget)) return "exceeded";
  if (micro(most) === micro(budget)) return "used up";
  if (micro(high) > micro(budget)) return "may exceed";
  return thresholds.some((threshold) => isAt(most, threshold, budget)) ? "reached" : "within";
}

const MICRO = 1e6;

/** To the micro-dollar, as estimates are: whole numbers, so that 160 of 200 is 80 % and not a hair less. */
function micro(dollars: number): number {
  return Math.round(dollars * MICRO);
}

function isAt(amount: number, share: number, budget: number): boolean {
  return 100 * micro(amount) >= share * micro(budget);
}

/** Amounts of that kind, by name. */
export function amountsOf(budgets: Budgets, kind: (typeof NAMED_KINDS)[number]) {
  return { environment: budgets.environments, "cost-centre": budgets.costCentres, owner: budgets.owners }[
    kind
  ];
}

import type { Interval } from "../../lib/index.ts";
import type { Block, Cell, Figure, Section, Standing } from "../../report/index.ts";
import type { BudgetVerdict, UnitCost } from "../cost/verdict.ts";
import type { RehearsalCost } from "./result.ts";

/** Of services and teams, those that a table names; the rest stand together. */
const SHOWN = 12;

const STANDINGS: Readonly<Record<BudgetVerdict, Standing>> = {
  within: "good",
  "may exceed": "attention",
  exceeds: "bad",
  "no budget": "open",
};

const HEADS = { region: "Region", service: "Service", owner: "Team" } as const;

/** What a month would cost on AWS, against what may be spent. */
export function costFigure({ rehearsed }: RehearsalCost): Figure {
  const { monthly, budget, verdict, recalled, unpriced } = rehearsed;
  const against =
    budget === undefined
      ? "No budget says what may be spent"
      : `${verdictText(verdict)} the budget of ${money(budget)}`;
  const short = unpriced.length === 0 ? "" : `; short of ${unpriced.length} things without a price`;
  return {
    label: "A month on AWS, estimated",
    value: money(monthly.expected),
    note: `${range(monthly)}. ${against}${short}`,
    // What is not in the figure could be what goes above the budget.
    standing: verdict === "within" && unpriced.length > 0 ? "attention" : STANDINGS[verdict],
    grade: "modelled",
    ...(recalled > 0 ? { recalled: true } : {}),
  };
}

/** What the estimate is made of, and what it rests on. */
export function costSection({ rehearsed, all }: RehearsalCost): Section {
  const { unit, monthly, assumed, recalled, borrowed, shares, priceBook } = rehearsed;
  const share = (amount: number) =>
    monthly.expected === 0
      ? "nothing"
      : `${money(amount)} (${Math.round((amount / monthly.expected) * 100)} %)`;
  return {
    title: "A month on AWS, estimated",
    blocks: [
      {
        kind: "prose",
        text: `List prices in US dollars, a month of 730 hours, times what is in the configuration, what it says of use, and, where it says nothing, what is assumed. Low and high are where those would put it; no bill was read. Of what is expected of ${unit}, ${share(assumed)} rest on assumed use, ${share(recalled)} on prices from memory, ${share(borrowed)} on prices of another region. The lists are of ${priceBook.oldest} to ${priceBook.newest}. Taxes, support, discounts and the free tiers of new accounts are not in it.`,
      },
      {
        kind: "table",
        caption: "By environment, against its budget",
        columns: [
          { head: "Environment" },
          { head: "Expected", of: "number" },
          { head: "Low", of: "number" },
          { head: "High", of: "number" },
          { head: "Budget", of: "number" },
          { head: "It is" },
        ],
        rows: all.map(({ unit: name, monthly: cost, budget, verdict }): readonly Cell[] => [
          name,
          money(cost.expected),
          money(cost.low),
          money(cost.high),
          budget === undefined ? "" : money(budget),
          { text: verdict, standing: STANDINGS[verdict], grade: "modelled" },
        ]),
      },
      ...shares.map((each): Block => shareTable(each, monthly)),
      unpricedBlock(rehearsed),
    ],
  };
}

function shareTable({ by, parts }: UnitCost["shares"][number], whole: Interval): Block {
  const rest = parts.slice(SHOWN);
  const sum = (which: keyof Interval) => rest.reduce((total, { monthly }) => total + monthly[which], 0);
  const named = parts.slice(0, SHOWN);
  const rows =
    rest.length === 0
      ? named
      : [
          ...named,
          {
            name: `${rest.length} more`,
            monthly: { low: sum("low"), expected: sum("expected"), high: sum("high") },
          },
        ];
  return {
    kind: "table",
    caption: `By ${by === "owner" ? "team" : by}`,
    columns: [
      { head: HEADS[by], ...(by === "region" ? { of: "code" as const } : {}) },
      { head: "Expected", of: "number" },
      { head: "Of all", of: "number" },
      { head: "Low", of: "number" },
      { head: "High", of: "number" },
    ],
    rows: rows.map(({ name, monthly }) => [
      name,
      money(monthly.expected),
      whole.expected === 0 ? "" : `${Math.round((monthly.expected / whole.expected) * 100)} %`,
      money(monthly.low),
      money(monthly.high),
    ]),
  };
}

function unpricedBlock({ unpriced }: UnitCost): Block {
  if (unpriced.length === 0) {
    return { kind: "prose", text: "Nothing is left out: every resource is priced, or free for a reason." };
  }
  return {
    kind: "table",
    caption: "Without a price, and in none of these figures",
    columns: [{ head: "First of them" }, { head: "How many", of: "number" }, { head: "Why" }],
    rows: unpriced.map(({ first, count, reason }) => [
      { text: first, form: "code", standing: "attention" },
      String(count),
      reason,
    ]),
  };
}

function verdictText(verdict: BudgetVerdict): string {
  return { within: "Within", "may exceed": "May exceed", exceeds: "Exceeds", "no budget": "Without" }[
    verdict
  ];
}

function range({ low, high }: Interval): string {
  return `${money(low)} to ${money(high)}`;
}

function money(dollars: number): string {
  return dollars.toLocaleString("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
}

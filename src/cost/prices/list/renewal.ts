import type { PriceBook } from "../book.ts";
import { type Price, tiersText } from "../price.ts";
import type { Compiled, NotRenewed } from "./compile.ts";
import { PRICE_RULES } from "./questions.ts";
import { covers } from "./rule.ts";

/** A price that is not what the book had. */
export interface PriceChange {
  readonly item: string;
  readonly region: string;
  readonly unit: string;
  /** As tiers are written: `0.09:10240 0.085`. Absent where the region had no price of its own. */
  readonly before?: string;
  readonly after: string;
  /** Of the last tier, or where that is the same of the one that moves most. Absent where there was none, or nothing. */
  readonly percent?: number;
}

/** A change that nobody would believe unseen. */
export interface DoubtfulPrice extends PriceChange {
  readonly reason: string;
}

/** What answers would do to a book. */
export interface Renewal {
  readonly changed: readonly PriceChange[];
  readonly doubtful: readonly DoubtfulPrice[];
  /** Prices that are as they were, now of the list's date. */
  readonly confirmed: number;
  readonly notRenewed: readonly NotRenewed[];
  readonly unreadable: readonly string[];
  /** Every price that was found, doubtful ones among them. */
  readonly prices: readonly Price[];
}

/** Times dearer or cheaper beyond which a price is asked about. The largest cut on record, DynamoDB's, was to a half. */
const MOST_TIMES = 5;

/**
 * Compares what the list has with the book, for these regions. Every price of the book in them, and every one that is
 * sold without regions, is renewed or stands in `notRenewed` with why.
 */
export function renewal(
  compiled: readonly Compiled[],
  { book, regions, services }: { book: PriceBook; regions: readonly string[]; services?: readonly string[] },
): Renewal {
  const prices = compiled.flatMap((each) => each.prices);
  const problems = compiled.flatMap((each) => each.problems);
  const found = new Set([...prices, ...problems].map(({ item, region }) => `${item} ${region}`));
  const changes = prices.flatMap((price) => changeOf(price, book));
  const missing = book.prices
    .filter(({ region }) => region === "global" || regions.includes(region))
    .filter(({ item, region }) => !found.has(`${item} ${region}`))
    .map((price) => missingOf(price, services));
  return {
    changed: changes.filter((change) => !("reason" in change)),
    doubtful: changes.filter((change) => "reason" in change),
    confirmed: prices.length - changes.length,
    notRenewed: [...problems, ...missing].sort(byItem),
    unreadable: compiled.flatMap((each) => each.unreadable),
    prices,
  };
}

function changeOf(price: Price, book: PriceBook): readonly (PriceChange | DoubtfulPrice)[] {
  const { item, region, unit } = price;
  const own = book.listed(item, region);
  const after = tiersText(price.tiers);
  const before = own === undefined ? undefined : tiersText(own.tiers);
  if (after === before) return [];
  const times = ratioOf(price, own ?? book.quote(item, region)?.price);
  const change = {
    item,
    region,
    unit,
    ...(before === undefined ? {} : { before }),
    after,
    ...(own === undefined || times === undefined ? {} : { percent: Math.round((times - 1) * 1000) / 10 }),
  };
  const reason = doubtOf(price, times, own === undefined);
  return [reason === undefined ? change : { ...change, reason }];
}

function doubtOf({ tiers }: Price, times: number | undefined, borrowed: boolean): string | undefined {
  if (tiers.every(({ price }) => price === 0n)) return "it would cost nothing";
  if (times === undefined || (times <= MOST_TIMES && times >= 1 / MOST_TIMES)) return undefined;
  const of = borrowed ? "what it costs in another region" : "what the book has";
  return times > 1
    ? `it would cost ${Math.round(times * 10) / 10} times ${of}`
    : `it would cost ${Math.round(times * 1000) / 10} per cent of ${of}`;
}

/** How many times dearer: of first and last tiers the one that moves more. */
function ratioOf({ tiers }: Price, other: Price | undefined): number | undefined {
  const ends = [
    [tiers.at(-1), other?.tiers.at(-1)],
    [tiers.find(({ price }) => price > 0n), other?.tiers.find(({ price }) => price > 0n)],
  ] as const;
  const ratios = ends.flatMap(([now, then]) =>
    now === undefined || then === undefined || then.price === 0n
      ? []
      : [Number(now.price) / Number(then.price)],
  );
  const size = (ratio: number) => (ratio === 0 ? Number.POSITIVE_INFINITY : Math.abs(Math.log(ratio)));
  return ratios.toSorted((a, b) => size(b) - size(a))[0];
}

function missingOf({ item, region }: Price, services: readonly string[] | undefined): NotRenewed {
  const rules = PRICE_RULES.filter((rule) => covers(rule, item));
  if (rules.length === 0) {
    return { item, region, code: "cost/no-rule", reason: "no rule says which product of the list it is" };
  }
  if (services !== undefined && !rules.some(({ service }) => services.includes(service))) {
    return { item, region, code: "cost/not-asked", reason: `${rules[0]?.service} was not asked for` };
  }
  const reason =
    region === "global" && rules.every(({ place }) => place !== "global")
      ? "the list has it by region only"
      : "no product of the list meets its rule there";
  return { item, region, code: "cost/not-in-list", reason };
}

function byItem(a: NotRenewed, b: NotRenewed): number {
  return a.item === b.item ? (a.region < b.region ? -1 : 1) : a.item < b.item ? -1 : 1;
}

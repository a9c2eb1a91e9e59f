import type { PriceBook } from "../book.ts";
import { type Price, type PriceSource, type Tier, tiersText } from "../price.ts";
import { type ListedProduct, NotListed, readProduct, tiersOfRates } from "./product.ts";
import type { PriceQuestion } from "./questions.ts";
import { isUnit, itemOf, meets, type PriceRule } from "./rule.ts";

/** A question and the documents that it was answered with. */
export interface AnsweredQuestion extends PriceQuestion {
  readonly products: readonly string[];
}

/** Why a price of the book could not be renewed. Stable. */
export type NotRenewedCode =
  | "cost/no-rule"
  | "cost/not-asked"
  | "cost/not-in-list"
  | "cost/several-prices"
  | "cost/list-unit"
  | "cost/list-price";

export interface NotRenewed {
  readonly item: string;
  readonly region: string;
  readonly code: NotRenewedCode;
  readonly reason: string;
}

/** What answers come to: prices by item and region, what could not be made one, and documents that are none. */
export interface Compiled {
  readonly prices: readonly Price[];
  readonly problems: readonly NotRenewed[];
  readonly unreadable: readonly string[];
}

interface Found {
  readonly rule: PriceRule;
  readonly product: ListedProduct;
}

/** Prices of what a question was answered with. `day` is today, `YYYY-MM-DD`. */
export function compileAnswer(answered: AnsweredQuestion, book: PriceBook, day: string): Compiled {
  const unreadable: string[] = [];
  const byItem = new Map<string, Found[]>();
  for (const text of answered.products) {
    try {
      const product = readProduct(text, day);
      for (const rule of answered.rules) {
        const item = meets(rule, product) ? itemOf(rule, product) : undefined;
        if (item !== undefined) byItem.set(item, [...(byItem.get(item) ?? []), { rule, product }]);
      }
    } catch (error) {
      if (!(error instanceof NotListed)) throw error;
      unreadable.push(`${answered.service}, ${answered.region}: ${error.message}`);
    }
  }
  const prices: Price[] = [];
  const problems: NotRenewed[] = [];
  for (const [item, found] of byItem) {
    for (const region of placesOf(item, answered.region, book)) {
      const made = priceOf(item, region, found, book, day);
      if ("code" in made) problems.push(made);
      else prices.push(made);
    }
  }
  return { prices, problems, unreadable };
}

/** What is sold without regions stands in the book under some of them too, and would hide the renewed price there. */
function placesOf(item: string, region: string, book: PriceBook): readonly string[] {
  return region === "global" ? [...new Set(["global", ...book.regionsOf(item)])] : [region];
}

function priceOf(
  item: string,
  region: string,
  found: readonly Found[],
  book: PriceBook,
  day: string,
): Price | NotRenewed {
  const not = (code: NotRenewedCode, reason: string): NotRenewed => ({ item, region, code, reason });
  const [first] = found;
  if (first === undefined) return not("cost/not-in-list", "the list has no product of it");
  const { unit, per = 1 } = first.rule;
  const foreign = found.flatMap(({ product }) =>
    product.rates.filter((rate) => !isUnit(unit, rate.unit)).map((rate) => rate.unit),
  );
  if (foreign.length > 0) {
    return not("cost/list-unit", `the list counts in ${some(foreign)}, the book in ${unit}`);
  }
  try {
    const keepsFree = book.listedAnywhere(item)?.tiers[0]?.price === 0n;
    const priced = found.map(({ product }) => {
      const tiers = tiersOfRates(product.rates, per);
      return { product, tiers: keepsFree ? tiers : withoutAllowance(tiers) };
    });
    const texts = new Set(priced.map(({ tiers }) => tiersText(tiers)));
    const [one] = priced;
    if (one === undefined || texts.size !== 1) {
      const skus = priced.map(({ product, tiers }) => `${product.sku} ${tiersText(tiers)}`);
      return not("cost/several-prices", `${found.length} products at different prices: ${some(skus)}`);
    }
    const { product, tiers } = one;
    return { item, unit, region, tiers, source: sourceOf(product, day), effective: product.effective };
  } catch (error) {
    if (!(error instanceof NotListed)) throw error;
    return not("cost/list-price", error.message);
  }
}

/**
 * Without what is free at first: an account has that once, and a price is charged for each resource. The prices that
 * follow begin at nothing, so that the figure is never below the bill. Free altogether stays as it is, to be asked about.
 */
function withoutAllowance(tiers: readonly Tier[]): readonly Tier[] {
  const paid = tiers.findIndex(({ price }) => price > 0n);
  return paid <= 0 ? tiers : tiers.slice(paid);
}

function sourceOf({ service, version, published }: ListedProduct, day: string): PriceSource {
  return {
    id: `aws-${service}-${version}`,
    date: published,
    grade: "listed",
    text: `AWS Price List, ${service}, version ${version}; asked for on ${day}`,
  };
}

function some(items: readonly string[]): string {
  const each = [...new Set(items)];
  return each.length <= 3 ? each.join(", ") : `${each.slice(0, 3).join(", ")} and ${each.length - 3} more`;
}

import { charge, type Interval, type MicroUsd, type PicoUsd } from "../../lib/index.ts";
import { type Quote, tierPrices } from "../prices/book.ts";

/** More than this of anything in a month is a mistake: a million million. It keeps a slip from becoming a figure. */
export const MOST = 1e12;

/** What a quantity costs, tier by tier: the low quantity at the low price, the high at the high. */
export function chargeQuote(quote: Quote, quantity: Interval): Interval<MicroUsd> {
  const of = (which: "low" | "expected" | "high") => {
    let left = quantity[which];
    let begin = 0;
    let total = 0n;
    for (const { upTo, price } of quote.price.tiers) {
      if (left <= 0) break;
      const part = upTo === undefined ? left : Math.min(left, upTo - begin);
      total += charge(tierPrices(price, quote.borrowed)[which], part);
      left -= part;
      begin = upTo ?? begin;
    }
    return total;
  };
  return { low: of("low"), expected: of("expected"), high: of("high") };
}

/** What a unit costs on average: the first tier's price where there are no others, or nothing of it. */
export function averagePrice(quote: Quote, quantity: number, monthly: MicroUsd): PicoUsd {
  const [first, ...others] = quote.price.tiers;
  if (first === undefined) return 0n;
  const expected = tierPrices(first.price, quote.borrowed).expected;
  if (others.length === 0 || quantity <= (first.upTo ?? Number.POSITIVE_INFINITY)) return expected;
  return (monthly * 1_000_000_000_000n) / BigInt(Math.max(1, Math.round(quantity * 1_000_000)));
}

import type { Interval } from "../../lib/index.ts";
import type { Price, PriceSource } from "./price.ts";
import { type Ratio, ratioOf } from "./ratio.ts";

/** A price as it is charged, or as it is guessed from another region's. */
export interface Quote {
  readonly price: Price;
  /** Present where the region has no price of its own: times what its prices differ from the other region's. */
  readonly borrowed?: Ratio;
}

/** Where no price of its own is known, the regions that it is taken from, in this order. */
const LENDERS = ["us-east-1", "eu-west-1", "us-west-2", "eu-central-1"];

/** Prices of what AWS sells, by item and region. */
export class PriceBook {
  readonly #byItem: ReadonlyMap<string, ReadonlyMap<string, Price>>;
  readonly #byFamily: ReadonlyMap<string, readonly string[]>;
  readonly #quotes = new Map<string, Quote | undefined>();
  readonly sources: readonly PriceSource[];

  /** Of two prices of an item in a region, the later in the list counts. */
  constructor(prices: readonly Price[]) {
    this.#byItem = new Map(
      [...Map.groupBy(prices, ({ item }) => item)].map(([item, list]) => [
        item,
        new Map(list.map((price) => [price.region, price])),
      ]),
    );
    this.#byFamily = Map.groupBy(this.#byItem.keys(), familyOf);
    this.sources = [...new Map(this.prices.map(({ source }) => [source.id, source])).values()].sort((a, b) =>
      a.id < b.id ? -1 : 1,
    );
  }

  /** Day of the newest list in it. */
  get date(): string {
    return (
      this.sources
        .map(({ date }) => date)
        .sort()
        .at(-1) ?? ""
    );
  }

  /** Every price, by item and region. */
  get prices(): readonly Price[] {
    return [...this.#byItem.values()].flatMap((regions) => [...regions.values()]);
  }

  /** Regions, or `global`, in which the item has a price of its own. */
  regionsOf(item: string): readonly string[] {
    return [...(this.#byItem.get(item)?.keys() ?? [])];
  }

  /** Some price of the item: its unit and the shape of its tiers are the same everywhere. */
  listedAnywhere(item: string): Price | undefined {
    return this.#byItem.get(item)?.values().next().value;
  }

  /** True when the item has a price somewhere. */
  has(item: string): boolean {
    return this.#byItem.has(item);
  }

  /** The price in that region and in no other. */
  listed(item: string, region: string): Price | undefined {
    const regions = this.#byItem.get(item);
    return regions?.get(region) ?? regions?.get("global");
  }

  /**
   * What to charge in a region: its own price, or another region's with what the two differ by in the prices of the
   * same family that both have. Undefined where neither is known.
   */
  quote(item: string, region: string): Quote | undefined {
    const key = `${item} ${region}`;
    if (!this.#quotes.has(key)) this.#quotes.set(key, this.#find(item, region));
    return this.#quotes.get(key);
  }

  #find(item: string, region: string): Quote | undefined {
    const own = this.listed(item, region);
    if (own !== undefined) return { price: own };
    for (const lender of LENDERS) {
      const price = this.#byItem.get(item)?.get(lender);
      if (price === undefined) continue;
      const borrowed = this.#ratio(item, region, lender);
      if (borrowed !== undefined) return { price, borrowed };
    }
    return undefined;
  }

  /** Of the nearest relatives that both regions have a price of, from the same series of classes outwards. */
  #ratio(item: string, region: string, lender: string): Ratio | undefined {
    const family = this.#byFamily.get(familyOf(item)) ?? [];
    const series = seriesOf(item);
    const circles: readonly (readonly [string, Iterable<string>])[] = [
      [`${series}*`, series === undefined ? [] : family.filter((other) => other.startsWith(series))],
      [`${familyOf(item)}/*`, family],
      ["all items", this.#byItem.keys()],
    ];
    for (const [basis, items] of circles) {
      const ratios = [...items].flatMap((other) => {
        const [here, there] = [this.#byItem.get(other)?.get(region), this.#byItem.get(other)?.get(lender)];
        const [a, b] = [here?.tiers.at(-1)?.price, there?.tiers.at(-1)?.price];
        return a === undefined || b === undefined || b === 0n ? [] : [Number(a) / Number(b)];
      });
      const ratio = ratioOf(ratios, { from: lender, basis });
      if (ratio !== undefined) return ratio;
    }
    return undefined;
  }
}

function familyOf(item: string): string {
  return item.slice(0, item.indexOf("/"));
}

/** `ec2/m7g.` of `ec2/m7g.large`: sizes of a series cost the same times their size. Undefined for what has no sizes. */
function seriesOf(item: string): string | undefined {
  const dot = item.lastIndexOf(".");
  return dot < 0 ? undefined : item.slice(0, dot + 1);
}

/** The three prices of a quote, in pico-dollars, of one tier. */
export function tierPrices(price: bigint, borrowed: Ratio | undefined): Interval<bigint> {
  if (borrowed === undefined) return { low: price, expected: price, high: price };
  const times = (factor: number) => (price * BigInt(Math.round(factor * 1_000_000))) / 1_000_000n;
  return { low: times(borrowed.low), expected: times(borrowed.expected), high: times(borrowed.high) };
}

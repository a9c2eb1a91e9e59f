import { findConfig } from "../../../config/index.ts";
import { type Price, type PriceBook, shippedBook, tiersText } from "../../../cost/index.ts";
import { type Clock, InputError } from "../../../lib/index.ts";
import { bookFrom, projectBook } from "./book.ts";

export interface CostPricesOptions {
  readonly path?: string;
  /** File or folder of prices, in place of the project's. */
  readonly prices?: string;
  readonly clock: Clock;
}

/** A list that prices of the book come from, and how old it is. */
export interface PriceListAge {
  readonly id: string;
  readonly date: string;
  readonly days: number;
  readonly grade: "listed" | "recalled";
  readonly text: string;
  readonly prices: number;
}

export interface CostPricesListResult {
  readonly date: string;
  readonly items: number;
  readonly prices: number;
  readonly recalled: number;
  readonly sources: readonly PriceListAge[];
  /** Prices by region, and those of them that are recalled. */
  readonly regions: readonly {
    readonly region: string;
    readonly prices: number;
    readonly recalled: number;
  }[];
}

/** What the price book has: how much of it is listed, how old each list is. */
export async function costPricesList(options: CostPricesOptions): Promise<CostPricesListResult> {
  const book = await openBook(options);
  const { prices } = book;
  const recalled = (list: readonly Price[]) =>
    list.filter(({ source }) => source.grade === "recalled").length;
  return {
    date: book.date,
    items: new Set(prices.map(({ item }) => item)).size,
    prices: prices.length,
    recalled: recalled(prices),
    sources: [...Map.groupBy(prices, ({ source }) => source.id).values()].flatMap((list) => {
      const [first] = list;
      if (first === undefined) return [];
      const days = Math.floor((options.clock.now() - Date.parse(first.source.date)) / 86_400_000);
      return [{ ...first.source, days, prices: list.length }];
    }),
    regions: [...Map.groupBy(prices, ({ region }) => region)]
      .map(([region, list]) => ({ region, prices: list.length, recalled: recalled(list) }))
      .sort((a, b) => (a.region < b.region ? -1 : 1)),
  };
}

export interface CostPricesShowResult {
  readonly item: string;
  readonly unit: string;
  readonly regions: readonly {
    readonly region: string;
    readonly price: string;
    readonly grade: "listed" | "recalled";
    readonly source: string;
    readonly date: string;
    readonly effective?: string;
  }[];
}

/** What an item of the price book costs, in each region that has a price of its own. Throws `InputError` for no item. */
export async function costPricesShow(
  options: CostPricesOptions & { readonly item: string },
): Promise<CostPricesShowResult> {
  const book = await openBook(options);
  const { item } = options;
  const unit = book.listedAnywhere(item)?.unit;
  if (unit === undefined) throw unknownItem(item, book);
  return {
    item,
    unit,
    regions: book
      .regionsOf(item)
      .toSorted()
      .flatMap((region) => {
        const price = book.listed(item, region);
        if (price === undefined) return [];
        const { source, tiers, effective } = price;
        return [
          {
            region,
            price: tiersText(tiers),
            grade: source.grade,
            source: source.id,
            date: source.date,
            ...(effective === undefined ? {} : { effective }),
          },
        ];
      }),
  };
}

function unknownItem(item: string, book: PriceBook): InputError {
  const family = item.slice(0, item.indexOf("/") + 1);
  const names = [...new Set(book.prices.map((price) => price.item))].sort();
  const near = names.filter((name) => family !== "" && name.startsWith(family));
  const families = [...new Set(names.map((name) => name.slice(0, name.indexOf("/") + 1)))];
  const wanted = near.length > 0 ? near : families;
  return new InputError("cost prices show", [
    {
      code: "cost/unknown-item",
      where: "<item>",
      given: item,
      wanted: `one of ${wanted.slice(0, 20).join(", ")}${wanted.length > 20 ? " and others" : ""}`,
      fix: "Name an item of the price book.",
    },
  ]);
}

async function openBook({ path, prices }: CostPricesOptions): Promise<PriceBook> {
  if (prices !== undefined) return bookFrom(prices);
  const file = await findConfig(path).catch((error: unknown) => {
    // Outside of any project there is what is shipped.
    if (path === undefined && error instanceof InputError) return undefined;
    throw error;
  });
  return file === undefined ? shippedBook() : projectBook(file);
}

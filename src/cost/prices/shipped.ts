import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PriceBook } from "./book.ts";
import { type Price, type PriceSource, tiersOf } from "./price.ts";

const DATA = join(import.meta.dirname, "data");
const FILES = ["services", "ec2", "rds"];

let shipped: readonly Price[] | undefined;

/** The prices that come with Trireme, made by `scripts/prices` from published lists. */
export function shippedPrices(): readonly Price[] {
  if (shipped !== undefined) return shipped;
  const sources = JSON.parse(readFileSync(join(DATA, "sources.json"), "utf8")) as Record<
    string,
    Omit<PriceSource, "id">
  >;
  const byId = new Map(Object.entries(sources).map(([id, source]) => [id, { id, ...source }]));
  shipped = FILES.flatMap((file) => pricesOf(readFileSync(join(DATA, `${file}.csv`), "utf8"), byId));
  return shipped;
}

export function shippedBook(): PriceBook {
  return new PriceBook(shippedPrices());
}

function pricesOf(text: string, sources: ReadonlyMap<string, PriceSource>): readonly Price[] {
  return text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [item = "", unit = "", region = "", price = "", sourceId = ""] = line.split(",");
      const source = sources.get(sourceId);
      if (source === undefined)
        throw new Error(`price of ${item} in ${region}: unknown source "${sourceId}"`);
      return { item, unit, region, tiers: tiersOf(price), source };
    });
}

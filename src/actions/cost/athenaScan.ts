import type { AthenaQuery } from "../../bill/index.ts";
import type { PriceBook } from "../../cost/index.ts";
import { charge, usd, usdPerUnit } from "../../lib/index.ts";

/** What Athena read, and what that costs. */
export interface AthenaScan {
  readonly queries: readonly AthenaQuery[];
  /** Null: of a query Athena did not say it. */
  readonly scannedBytes: number | null;
  /** Null: the price book has none for that region, or nobody knows what was read. */
  readonly price: {
    readonly usd: number;
    readonly usdPerTb: number;
    readonly grade: "listed" | "recalled";
    readonly source: string;
    readonly date: string;
  } | null;
}

/** A query is paid for by the whole megabyte, and as ten at least. https://aws.amazon.com/athena/pricing/, recalled. */
const MEGABYTE = 1_000_000;
const LEAST_MEGABYTES = 10;

export function athenaScan(queries: readonly AthenaQuery[], region: string, book: PriceBook): AthenaScan {
  const read = queries.flatMap(({ scannedBytes }) => (scannedBytes === null ? [] : [scannedBytes]));
  if (read.length < queries.length) return { queries, scannedBytes: null, price: null };
  const scannedBytes = read.reduce((sum, bytes) => sum + bytes, 0);
  const listed = book.listed("athena/scanned", region);
  const rate = listed?.tiers[0]?.price;
  if (listed === undefined || rate === undefined) return { queries, scannedBytes, price: null };
  const paid = read
    .map((bytes) => MEGABYTE * Math.max(LEAST_MEGABYTES, Math.ceil(bytes / MEGABYTE)))
    .reduce((sum, bytes) => sum + bytes, 0);
  const { grade, text: source, date } = listed.source;
  return {
    queries,
    scannedBytes,
    price: {
      // A TB of 10^12 bytes: of the two that bear the name, the one that makes it dearer.
      usd: usd(charge(rate, paid / 1e12)),
      usdPerTb: usdPerUnit(rate),
      grade,
      source,
      date,
    },
  };
}

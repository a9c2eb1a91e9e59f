import { z } from "zod";
import { InputError, type InputProblem } from "../../lib/index.ts";
import type { PriceBook } from "./book.ts";
import { type Price, tiersOf, tiersText } from "./price.ts";

/** Bytes of the largest file of prices that is read: all classes of thirty regions are a tenth of it. */
const LARGEST = 64 * 1024 * 1024;
const DAY = z.string().regex(/^20\d\d-\d\d-\d\d$/, "a day: YYYY-MM-DD");

const FILE = z.strictObject({
  version: z.literal(1),
  currency: z.literal("USD"),
  sources: z.record(
    z.string(),
    z.strictObject({ date: DAY, grade: z.enum(["listed", "recalled"]), text: z.string().min(1) }),
  ),
  prices: z.array(
    z.strictObject({
      item: z.string().regex(/^[a-z0-9]+\/\S+$/, "an item of the price book, such as nat/hour"),
      unit: z.string().min(1),
      region: z.string().regex(/^(global|[a-z]{2}(-[a-z]+)+-\d)$/, "an AWS region, or global"),
      price: z.string(),
      source: z.string(),
      effective: DAY.optional(),
    }),
  ),
});

/**
 * Reads a file of prices, as `cost prices update` writes it or as somebody writes their own. Throws `InputError` with
 * everything that is wrong in it. What `book` knows in another unit is wrong: its quantities would be too.
 */
export function readPriceFile(text: string, name: string, book: PriceBook): readonly Price[] {
  if (Buffer.byteLength(text) > LARGEST) throw rejected(name, "file", "more than 64 MB", "a file of prices");
  const parsed = FILE.safeParse(jsonOf(text, name));
  if (!parsed.success) {
    throw new InputError(
      name,
      parsed.error.issues.map(({ path, message }) =>
        problem(path.map(String).join(".") || "file", "something else", message),
      ),
    );
  }
  const problems: InputProblem[] = [];
  const seen = new Set<string>();
  const prices = parsed.data.prices.flatMap(({ source: id, price, effective, ...rest }, index): Price[] => {
    const at = `prices.${index}`;
    const source = parsed.data.sources[id];
    if (source === undefined) problems.push(problem(`${at}.source`, id, "a key of sources"));
    const key = `${rest.item} ${rest.region}`;
    if (seen.has(key)) problems.push(problem(at, key, "each item once in a region"));
    seen.add(key);
    const known = book.listedAnywhere(rest.item);
    if (known !== undefined && known.unit !== rest.unit) {
      problems.push(problem(`${at}.unit`, rest.unit, `${known.unit}, as ${rest.item} is counted`));
    }
    try {
      const tiers = tiersOf(price);
      if (source === undefined) return [];
      return [
        { ...rest, tiers, source: { id, ...source }, ...(effective === undefined ? {} : { effective }) },
      ];
    } catch (error) {
      problems.push(problem(`${at}.price`, price, (error as Error).message));
      return [];
    }
  });
  if (problems.length > 0) throw new InputError(name, problems);
  return prices;
}

/** The text of a file of prices: one price a line, so that a review shows which of them changed. */
export function priceFileText(prices: readonly Price[]): string {
  const sources = new Map(prices.map(({ source: { id, ...source } }) => [id, source] as const));
  const lines = prices
    .map(({ item, unit, region, tiers, source, effective }) =>
      JSON.stringify({
        item,
        unit,
        region,
        price: tiersText(tiers),
        source: source.id,
        ...(effective === undefined || effective === "" ? {} : { effective }),
      }),
    )
    .sort();
  const named = [...sources].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    "{",
    '  "version": 1,',
    '  "currency": "USD",',
    '  "sources": {',
    named.map(([id, source]) => `    ${JSON.stringify(id)}: ${JSON.stringify(source)}`).join(",\n"),
    "  },",
    '  "prices": [',
    lines.map((line) => `    ${line}`).join(",\n"),
    "  ]",
    "}",
    "",
  ].join("\n");
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw rejected(name, "file", (error as Error).message, "JSON");
  }
}

function rejected(name: string, where: string, given: string, wanted: string): InputError {
  return new InputError(name, [problem(where, given, wanted)]);
}

function problem(where: string, given: string, wanted: string): InputProblem {
  return {
    code: "cost/price-file",
    where,
    given,
    wanted,
    fix: "Correct it, or write the file anew: trireme cost prices update.",
  };
}

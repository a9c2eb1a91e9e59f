import type { CostEstimateResult } from "../actions/index.ts";

/** Parts shown by name; `--json` has them all. */
const PARTS_SHOWN = 20;
const UNPRICED_SHOWN = 20;

export function costEstimateText(result: CostEstimateResult): string {
  const { document, shares, types, assumed, recalled, borrowed, seconds } = result;
  const { monthly, free, unpriced, priceBook, notices, resources } = document;
  const lines = [`US dollars a month of 730 hours: ${interval(monthly)}`];
  for (const { by, parts } of shares) {
    const width = Math.max(...parts.slice(0, PARTS_SHOWN).map(({ name }) => name.length), 0);
    lines.push("", `  by ${by}`);
    for (const { name, monthly: ofPart } of parts.slice(0, PARTS_SHOWN)) {
      lines.push(`    ${name.padEnd(width)}  ${interval(ofPart)}`);
    }
    if (parts.length > PARTS_SHOWN) lines.push(`    and ${parts.length - PARTS_SHOWN} more`);
  }
  lines.push(
    "",
    `${types.priced} types priced (${resources.length} resources), ${types.free} free (${free.length}), ${types.unpriced} unpriced (${unpriced.length}).`,
    `Of what is expected, ${amount(assumed)} rest on assumed usage, ${amount(recalled)} on recalled prices, ${amount(borrowed)} on prices of another region.`,
    `Price book of ${priceBook.date}; lists from ${oldest(priceBook.sources)} on. Taxes, support, discounts and free tiers of new accounts are not in it.`,
  );
  for (const { address, component, reason } of unpriced.slice(0, UNPRICED_SHOWN)) {
    lines.push(`unpriced  ${address}${component === undefined ? "" : `, ${component}`}: ${reason}`);
  }
  if (unpriced.length > UNPRICED_SHOWN) lines.push(`unpriced  and ${unpriced.length - UNPRICED_SHOWN} more`);
  lines.push(...notices.map((notice) => `notice  ${notice}`), `${seconds.toFixed(1)} s`);
  return `${lines.join("\n")}\n`;
}

/** `expected, low to high`. */
function interval({ low, expected, high }: CostEstimateResult["document"]["monthly"]): string {
  return `${amount(expected).padStart(11)}  (${amount(low)} to ${amount(high)})`;
}

function amount(dollars: number): string {
  return dollars.toLocaleString("en-US", { style: "currency", currency: "USD" });
}

function oldest(sources: CostEstimateResult["document"]["priceBook"]["sources"]): string {
  return sources.map(({ date }) => date).sort()[0] ?? "";
}

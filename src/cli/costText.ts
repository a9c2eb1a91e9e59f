import type { CostDiffResult, CostEstimateResult, CostObjectivesResult } from "../actions/index.ts";

/** Parts shown by name; `--json` has them all. */
const PARTS_SHOWN = 20;
const UNPRICED_SHOWN = 20;
const NOBODYS_SHOWN = 5;

export function costEstimateText(result: CostEstimateResult): string {
  const { document, shares, types, assumed, recalled, borrowed, seconds } = result;
  const { monthly, free, unpriced, priceBook, notices, resources } = document;
  const lines = [`US dollars a month of 730 hours: ${interval(monthly)}`];
  for (const { by, parts, nobody } of shares) {
    const width = Math.max(...parts.slice(0, PARTS_SHOWN).map(({ name }) => name.length), 0);
    lines.push("", `  by ${by}`);
    for (const { name, monthly: ofPart } of parts.slice(0, PARTS_SHOWN)) {
      lines.push(`    ${name.padEnd(width)}  ${interval(ofPart)}`);
    }
    if (parts.length > PARTS_SHOWN) lines.push(`    and ${parts.length - PARTS_SHOWN} more`);
    lines.push(...nobodysLine(by, nobody, result.ours));
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

/** Why a share is nobody's. In a configuration of ours nothing else is (`stacks/synthesize.test.ts`). */
function nobodysLine(
  by: string,
  nobody: CostEstimateResult["shares"][number]["nobody"],
  ours: boolean,
): readonly string[] {
  if (nobody.length === 0) return [];
  const shown = nobody.slice(0, NOBODYS_SHOWN).map(({ type, expected }) => `${type} ${amount(expected)}`);
  const more = nobody.length - shown.length;
  const why = ours
    ? "is shared: AWS keeps no tags for these types, and bills them untagged"
    : `carries no tag ${by}`;
  return [`    (none) ${why}: ${shown.join(", ")}${more === 0 ? "" : ` and ${more} more`}`];
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

export function costDiffText({ before, after, delta, resources, unpriced, tooMuch }: CostDiffResult): string {
  const lines = [
    `before  ${interval(before)}`,
    `after   ${interval(after)}`,
    `change  ${interval(delta)}${tooMuch ? "  MORE THAN ALLOWED" : ""}`,
    "",
  ];
  const signs = { added: "+", removed: "-", changed: "~" } as const;
  for (const { address, change, delta: own } of resources.slice(0, PARTS_SHOWN)) {
    lines.push(`  ${signs[change]} ${interval(own)}  ${address}`);
  }
  if (resources.length > PARTS_SHOWN) lines.push(`  and ${resources.length - PARTS_SHOWN} more`);
  if (resources.length === 0) lines.push("Nothing costs more or less.");
  if (unpriced > 0)
    lines.push(`${unpriced} things have no price on one side or the other, and are not in it.`);
  return `${lines.join("\n")}\n`;
}

export function costObjectivesText(result: CostObjectivesResult): string {
  const { environment, monthly, objectives, seconds } = result;
  const lines = [`${environment}, US dollars a month: ${interval(monthly)}`, ""];
  for (const { objective, without, monthly: price, reason } of objectives) {
    lines.push(
      `  ${price === undefined ? "not told".padStart(11) : interval(price)}  ${objective}`,
      `               without ${without}${reason === undefined ? "" : `: ${reason}`}`,
    );
  }
  lines.push("", "Each by itself: they do not add up.", `${seconds.toFixed(1)} s`);
  return `${lines.join("\n")}\n`;
}

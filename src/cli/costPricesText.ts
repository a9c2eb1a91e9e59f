import type { CostPricesListResult, CostPricesShowResult, CostPricesUpdateResult } from "../actions/index.ts";

/** Lines of a kind shown; `--json` has them all. */
const SHOWN = 25;

export function costPricesUpdateText(result: CostPricesUpdateResult): string {
  const { file, written, regions, questions, calls, products, prices, changed, confirmed, seconds } = result;
  const { doubtful, notRenewed, lost, unreadable } = result;
  const lines = [
    `${questions} questions in ${calls} calls, ${products} products, for ${regions.join(", ")}`,
    written
      ? `${file} has ${prices} prices: ${changed.length} changed, ${confirmed} as they were, ${doubtful.length} doubtful.`
      : `${file} was not written: the list has no price that the book could take.`,
  ];
  lines.push(...shown(changed, (change) => `changed  ${changeText(change)}`));
  lines.push(
    ...shown(
      doubtful,
      ({ taken, reason, ...change }) =>
        `${taken ? "taken   " : "doubtful"} ${changeText(change)}: ${reason}${taken ? "" : `; not taken. Look it up, then: --accept ${change.item}`}`,
    ),
  );
  lines.push(
    ...shown(
      lost,
      ({ item, region, reason }) => `lost     ${item} in ${region}: ${reason}; its old price stays`,
    ),
  );
  lines.push(...shown(unreadable, (text) => `unread   ${text}`));
  const reasons = [...Map.groupBy(notRenewed, ({ code }) => code)];
  lines.push(`${notRenewed.length} prices were not renewed and stay as they were:`);
  for (const [code, list] of reasons) {
    const items = [...new Set(list.map(({ item }) => item))];
    const some = items.slice(0, 5).join(", ");
    lines.push(
      `  ${String(list.length).padStart(4)}  ${code}: ${list[0]?.reason ?? ""} (${some}${items.length > 5 ? ` and ${items.length - 5} more items` : ""})`,
    );
  }
  return `${[...lines, `${seconds.toFixed(1)} s`].join("\n")}\n`;
}

function shown<Item>(items: readonly Item[], text: (item: Item) => string): readonly string[] {
  const lines = items.slice(0, SHOWN).map(text);
  return items.length > SHOWN ? [...lines, `         and ${items.length - SHOWN} more`] : lines;
}

function changeText({
  item,
  region,
  unit,
  before = "nothing of its own",
  after,
  percent,
}: CostPricesUpdateResult["changed"][number]): string {
  const by = percent === undefined ? "" : ` (${percent > 0 ? "+" : ""}${percent} %)`;
  return `${item} in ${region}: ${before} becomes ${after} a unit of ${unit}${by}`;
}

export function costPricesListText(result: CostPricesListResult): string {
  const { date, items, prices, recalled, sources, regions } = result;
  const lines = [
    `${prices} prices of ${items} items, the newest list of ${date}; ${recalled} are recalled, not listed.`,
    "",
  ];
  const oldest = sources.toSorted((a, b) => b.days - a.days);
  const width = Math.max(...oldest.map(({ id }) => id.length));
  for (const { id, date: day, days, grade, text, prices: count } of oldest) {
    lines.push(
      `  ${id.padEnd(width)}  ${day}  ${String(days).padStart(5)} days  ${String(count).padStart(5)} prices  ${grade.padEnd(8)}  ${text}`,
    );
  }
  lines.push("");
  for (const { region, prices: count, recalled: guessed } of regions) {
    lines.push(`  ${region.padEnd(width)}  ${String(count).padStart(5)} prices, ${guessed} recalled`);
  }
  return `${[...lines, "", "Renew it: trireme cost prices update."].join("\n")}\n`;
}

export function costPricesShowText({ item, unit, regions }: CostPricesShowResult): string {
  const lines = [`${item}, US dollars for each of ${unit}`];
  for (const { region, price, grade, source, date, effective } of regions) {
    const since = effective === undefined ? "" : `, in force since ${effective}`;
    lines.push(`  ${region.padEnd(14)}  ${price}  (${grade}, ${source} of ${date}${since})`);
  }
  return `${lines.join("\n")}\n`;
}

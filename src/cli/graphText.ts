import type { ResourceGraph } from "../actions/index.ts";

/** Types shown by name; the rest are counted. */
const TYPES_SHOWN = 15;

export function graphText({ source, resources, edges, notices }: ResourceGraph): string {
  const managed = resources.filter(({ mode }) => mode === "managed");
  const data = resources.length - managed.length;
  const lines = [
    `${source.kind} ${source.name}`,
    `  ${managed.length} resources${data === 0 ? "" : `, ${data} data sources`}, ${edges.length} edges`,
  ];
  const unknownCount = managed.filter(({ instances }) => instances === "unknown").length;
  if (unknownCount > 0)
    lines.push(`  ${unknownCount} of them stand for a number of instances that is not known`);
  const types = tally(managed, ({ type }) => type).sort((a, b) => b[1] - a[1]);
  section(lines, "types", types.slice(0, TYPES_SHOWN));
  if (types.length > TYPES_SHOWN) lines.push(`    and ${types.length - TYPES_SHOWN} more types`);
  section(
    lines,
    "regions",
    tally(managed, ({ region }) => region ?? "not known"),
  );
  if (source.kind === "stacks")
    section(
      lines,
      "stacks",
      tally(managed, ({ stack }) => stack ?? ""),
    );
  if (source.kind === "plan") {
    section(
      lines,
      "changes",
      tally(managed, ({ change }) => change?.actions.join(", ") ?? "none"),
    );
  }
  section(
    lines,
    "edges",
    tally(edges, ({ kind }) => kind),
  );
  lines.push("");
  for (const { code, text, count, places } of notices) {
    const more = count > places.length ? ", …" : "";
    lines.push(`notice  ${count} × ${text}  [${code}]`, `        ${places.join(", ")}${more}`);
  }
  if (notices.length === 0) lines.push("No notices: all of the source is in the graph.");
  return `${lines.join("\n")}\n`;
}

function section(lines: string[], title: string, counts: readonly (readonly [string, number])[]): void {
  if (counts.length === 0) return;
  const width = Math.max(...counts.map(([name]) => name.length));
  lines.push(`  ${title}`, ...counts.map(([name, count]) => `    ${name.padEnd(width)}  ${count}`));
}

function tally<Item>(items: readonly Item[], nameOf: (item: Item) => string): [string, number][] {
  return [...Map.groupBy(items, nameOf)]
    .map(([name, group]): [string, number] => [name, group.length])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

import type { Block, Cell, Findings, Matrix, ReportDocument, Shares, Table, Timeline } from "./document.ts";
import { STANDING_WORDS } from "./glyphs.ts";
import { spoken } from "./seconds.ts";

/** The same report as Markdown: for a pull request, a terminal, a diff. Equal documents give equal bytes. */
export function renderMarkdown(document: ReportDocument): string {
  const { title, made, maker, verdict, facts, figures, sections } = document;
  const figureLines = figures.map(({ label, value, note, grade, recalled = false }) => {
    const more = [note, grade, recalled ? "recalled, not seen" : undefined].filter(
      (each) => each !== undefined,
    );
    return `${label}: ${value}${more.length === 0 ? "" : ` (${more.join("; ")})`}`;
  });
  const parts = [
    `# ${plain(title)}`,
    `**${plain(verdict.headline)}.** ${plain(verdict.text)}`,
    list(facts.map(({ term, value }) => `${term}: ${value}`)),
    list(figureLines),
    ...sections.flatMap((section) => [`## ${plain(section.title)}`, ...section.blocks.map(blockText)]),
    `Made by ${plain(maker)}, ${plain(made)}.`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "prose":
      return plain(block.text);
    case "list":
      return list(block.items);
    case "folded":
      return [`### ${plain(block.title)}`, ...block.blocks.map(blockText)].join("\n\n");
    case "table":
      return tableText(block);
    case "timeline":
      return timelineText(block);
    case "matrix":
      return matrixText(block);
    case "shares":
      return sharesText(block);
    case "findings":
      return findingsText(block);
  }
}

function tableText({ caption, columns, rows }: Table): string {
  const lines = rows.map((row) => columns.map((_, index) => cellText(row[index] ?? "")));
  return grid(
    caption,
    columns.map(({ head }) => plain(head)),
    lines,
  );
}

function cellText(cell: Cell): string {
  if (typeof cell === "string") return plain(cell);
  const { text, form, standing, grade } = cell;
  const words = form === "code" ? code(text) : plain(text);
  const stated = words === "" && standing !== undefined ? STANDING_WORDS[standing] : words;
  return [stated, grade ?? ""].filter((part) => part !== "").join(" ");
}

function timelineText({ caption, clock, bands, groups }: Timeline): string {
  const rows = groups.flatMap(({ label, spans }) =>
    spans.map((span) => [
      plain([label, span.label].filter((part) => part !== undefined).join(": ")),
      spoken(span.start),
      spoken(span.end - span.start),
      plain(
        [span.standing === "good" ? undefined : STANDING_WORDS[span.standing], span.detail]
          .filter((part) => part !== undefined)
          .join(", "),
      ),
    ]),
  );
  const held = bands.map(({ label, start, end }) => `${label}, from ${spoken(start)} to ${spoken(end)}`);
  return [grid(`${caption} (${clock})`, ["what", "from", "took", "seen"], rows), list(held)]
    .filter((part) => part !== "")
    .join("\n\n");
}

function matrixText({ caption, of, columns, groups }: Matrix): string {
  const rows = groups.flatMap((group) =>
    group.rows.map((row) => [
      `${plain(group.label)}: ${plain(row.label)}`,
      ...row.cells.map(({ text }) => plain(text)),
    ]),
  );
  return grid(caption, [of, ...columns].map(plain), rows);
}

function sharesText({ caption, of, parts }: Shares): string {
  const rows = parts.map(({ grade, count, meaning }) => [grade, String(count), plain(meaning)]);
  return grid(caption, ["grade", plain(of), "what it means"], rows);
}

function findingsText({ findings }: Findings): string {
  return findings
    .map(
      ({ severity, where, text, fix, code: id }) =>
        `- **${severity}** ${plain(where)}: ${plain(text)} ${plain(fix)} (${code(id)})`,
    )
    .join("\n");
}

function grid(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const table = [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
  return `*${plain(caption)}*\n\n${table}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${plain(item)}`).join("\n");
}

/** Text on one line in which nothing is Markdown or HTML. */
function plain(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*[\]|]/g, (sign) => `\\${sign}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}

function code(text: string): string {
  return `\`${oneLine(text).replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

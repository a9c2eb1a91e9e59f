/** Stands at the top of every page. */
const WRITTEN =
  "<!-- Written by `npm run reference` from the sources. A change here is lost: change the source. -->";

/** Text of a comment as one line of Markdown. What is not code must not become HTML. */
export function line(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll("<", "&lt;").replaceAll("*", "\\*")))
    .join("");
}

/** Text of a comment as paragraphs, a line each. */
export function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map(line)
    .join("\n\n");
}

export function code(text: string): string {
  return `\`${text}\``;
}

export function codes(texts: readonly string[]): string {
  return texts.map(code).join(", ");
}

/** A link's target within a page, as GitHub makes it of a heading. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

/** A table; empty when it has no rows. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [row(headings), `|${headings.map(() => "---|").join("")}`, ...rows.map(row)].join("\n");
}

/** Blocks with an empty line between them; what is empty or missing is left out. */
export function page(...blocks: readonly (string | undefined)[]): string {
  return `${[WRITTEN, ...blocks].filter((block) => block !== undefined && block !== "").join("\n\n")}\n`;
}

import type { Cell, MarkedCell, Table } from "./document.ts";
import { glyph, gradeBadge, STANDING_WORDS } from "./glyphs.ts";
import { type Markup, markup } from "./markup.ts";

/** Columns that still fit side by side on a narrow screen; more are stacked there, each cell with its heading. */
const SIDE_BY_SIDE = 3;

/**
 * Roles are written out because a narrow screen shows the rows as blocks, and some browsers then
 * forget that they are a table.
 */
export function tableMarkup({ caption, columns, rows }: Table): Markup {
  const stacking = columns.length > SIDE_BY_SIDE ? "stacking" : "plain";
  const kinds = columns.map(({ of }) => of ?? "text");
  const heads = columns.map(
    ({ head }, index) =>
      markup`<th scope="col" role="columnheader" class="${kinds[index] ?? "text"}">${head}</th>`,
  );
  const bodies = rows.map((row) => {
    const cells = columns.map(({ head }, index) => {
      const content = cellMarkup(row[index] ?? "");
      if (index === 0) return markup`<th scope="row" role="rowheader">${content}</th>`;
      return markup`<td role="cell" class="${kinds[index] ?? "text"}" data-head="${head}">${content}</td>`;
    });
    return markup`<tr role="row">${cells}</tr>\n`;
  });
  return markup`<table role="table" class="${stacking}"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">${bodies}</tbody></table>\n`;
}

function cellMarkup(cell: Cell): Markup {
  const { text, form, standing, grade }: MarkedCell = typeof cell === "string" ? { text: cell } : cell;
  const words = {
    code: () => markup`<code>${text}</code>`,
    message: () => markup`<span class="message">${text}</span>`,
    text: () => markup`${text}`,
  }[form ?? "text"]();
  if (standing === undefined && grade === undefined) return words;
  // One thing to lay out: stacked on a narrow screen, sign, words and grade stay beside each other.
  return markup`<span class="marked">${standing === undefined ? undefined : statedMarkup(standing, text)}${words}${grade === undefined ? undefined : gradeBadge(grade)}</span>`;
}

/** The sign, and its word for those who do not see it unless the text says as much. */
function statedMarkup(standing: NonNullable<MarkedCell["standing"]>, text: string): Markup {
  const word = text === "" ? markup`<span class="spoken">${STANDING_WORDS[standing]}</span>` : undefined;
  return markup`${glyph(standing)}${word}`;
}

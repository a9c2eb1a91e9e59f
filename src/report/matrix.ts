import type { Matrix, Standing } from "./document.ts";
import { glyph, STANDING_WORDS } from "./glyphs.ts";
import { type Markup, markup } from "./markup.ts";

/** A narrow screen shows the signs alone; their words stay for a screen reader, and the key below explains them. */
export function matrixMarkup({ caption, of, columns, groups }: Matrix): Markup {
  const heads = columns.map((head) => markup`<th scope="col"><div>${head}</div></th>`);
  const bodies = groups.map(({ label, rows }) => {
    const lines = rows.map((row) => {
      const cells = row.cells.map(
        ({ standing, text }) =>
          markup`<td class="${standing}"><div>${glyph(standing)}<span class="word">${text}</span></div></td>`,
      );
      return markup`<tr><th scope="row">${row.label}</th>${cells}</tr>\n`;
    });
    return markup`<tbody><tr class="group"><th scope="rowgroup" colspan="${columns.length + 1}">${label}</th></tr>\n${lines}</tbody>\n`;
  });
  const present = new Set(groups.flatMap(({ rows }) => rows).flatMap(({ cells }) => cells.map(standingOf)));
  const order: readonly Standing[] = ["good", "attention", "bad", "open"];
  const key = order
    .filter((standing) => present.has(standing))
    .map((standing) => markup`<li>${glyph(standing)}${STANDING_WORDS[standing]}</li>`);
  return markup`<table class="matrix"><caption>${caption}</caption>
<thead><tr><th scope="col">${of}</th>${heads}</tr></thead>
${bodies}</table>
<ul class="key">${key}</ul>\n`;
}

function standingOf({ standing }: { readonly standing: Standing }): Standing {
  return standing;
}

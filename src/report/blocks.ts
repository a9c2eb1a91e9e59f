import type { Block, Findings, Shares } from "./document.ts";
import { glyph, gradeBadge } from "./glyphs.ts";
import { type Markup, markup } from "./markup.ts";
import { matrixMarkup } from "./matrix.ts";
import { tableMarkup } from "./table.ts";
import { timelineMarkup } from "./timeline.ts";

export function blockMarkup(block: Block): Markup {
  switch (block.kind) {
    case "prose":
      return markup`<p>${block.text}</p>\n`;
    case "list":
      return markup`<ul>${block.items.map((item) => markup`<li>${item}</li>\n`)}</ul>\n`;
    case "folded":
      return markup`<details><summary><h3>${block.title}</h3></summary>\n${block.blocks.map(blockMarkup)}</details>\n`;
    case "table":
      return tableMarkup(block);
    case "timeline":
      return timelineMarkup(block);
    case "matrix":
      return matrixMarkup(block);
    case "shares":
      return sharesMarkup(block);
    case "findings":
      return findingsMarkup(block);
  }
}

/** One bar of the whole, and under it what each part is and means. */
function sharesMarkup({ caption, of, parts }: Shares): Markup {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const shown = parts.filter(({ count }) => count > 0);
  let left = 0;
  const bars = shown.map(({ grade, count }) => {
    const x = left;
    const width = (count / total) * 1000;
    left += width;
    return markup`<rect class="share ${grade}" x="${x.toFixed(1)}" width="${Math.max(1, width - 3).toFixed(1)}" height="10"/>`;
  });
  const rows = parts.map(
    ({ grade, count, meaning }) =>
      markup`<tr><th scope="row">${gradeBadge(grade)}</th><td class="number">${count.toLocaleString("en")}</td><td class="number">${percent(count, total)}</td><td>${meaning}</td></tr>\n`,
  );
  return markup`<table class="shares"><caption>${caption}<svg class="whole" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${bars}</svg></caption>
<thead><tr><th scope="col">Grade</th><th scope="col" class="number">${of}</th><th scope="col" class="number">Share</th><th scope="col">What it means</th></tr></thead>
<tbody>${rows}</tbody></table>\n`;
}

function percent(count: number, total: number): string {
  return total === 0 ? "0 %" : `${((count / total) * 100).toFixed(1)} %`;
}

const SEVERITIES = {
  error: { sign: "bad", word: "Error" },
  warning: { sign: "attention", word: "Warning" },
  note: { sign: "open", word: "Note" },
} as const;

function findingsMarkup({ findings }: Findings): Markup {
  const items = findings.map(({ severity, code, where, text, fix }) => {
    const { sign, word } = SEVERITIES[severity];
    return markup`<li class="finding ${sign}"><p class="finding-head">${glyph(sign)}<strong>${word}</strong> <code>${where}</code></p>
<p>${text}</p><p><strong>What to do:</strong> ${fix}</p><p class="detail"><code>${code}</code></p></li>\n`;
  });
  return markup`<ol class="findings">${items}</ol>\n`;
}

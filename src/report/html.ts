import { blockMarkup } from "./blocks.ts";
import type { Fact, Figure, ReportDocument, Section, Verdict } from "./document.ts";
import { glyph, gradeBadge, STANDING_WORDS, SYMBOLS } from "./glyphs.ts";
import { type Markup, markup } from "./markup.ts";
import { STYLE } from "./style.ts";

/** Nothing may be loaded, sent or run: the file holds all that it shows. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * The report as one HTML file that needs no network and no script. Equal documents give equal bytes.
 * Every text of the document is escaped.
 */
export function renderHtml(document: ReportDocument): string {
  const { kind, title, made, maker, verdict, facts, figures, sections } = document;
  const anchored = withAnchors(sections);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
${SYMBOLS}
<a class="skip" href="#report">Skip to the report</a>
<header>
<p class="kicker">${kind} report</p>
<h1>${title}</h1>
${verdictMarkup(verdict)}
${factsMarkup(facts)}
</header>
<div class="columns">
<nav aria-label="Contents"><p class="nav-head">Contents</p><ol>${anchored.map(({ anchor, section }) => markup`<li><a href="#${anchor}">${section.title}</a></li>\n`)}</ol></nav>
<main id="report" tabindex="-1">
${figuresMarkup(figures)}
${anchored.map(({ anchor, section }) => sectionMarkup(anchor, section))}</main>
</div>
<footer><p>Made by ${maker}, <time datetime="${made}">${readableTime(made)}</time>. This file loads nothing and runs nothing.</p></footer>
</body>
</html>
`;
  return page.html;
}

function verdictMarkup({ standing, headline, text }: Verdict): Markup {
  return markup`<div class="verdict ${standing}">${glyph(standing)}<div><p class="headline"><span class="spoken">Verdict, ${STANDING_WORDS[standing]}: </span>${headline}</p><p>${text}</p></div></div>`;
}

function factsMarkup(facts: readonly Fact[]): Markup | undefined {
  if (facts.length === 0) return undefined;
  return markup`<dl class="facts">${facts.map(({ term, value }) => markup`<div><dt>${term}</dt><dd>${value}</dd></div>\n`)}</dl>`;
}

function figuresMarkup(figures: readonly Figure[]): Markup | undefined {
  if (figures.length === 0) return undefined;
  const cards = figures.map(({ label, value, note, standing, grade, recalled = false }) => {
    const sign =
      standing === undefined
        ? undefined
        : markup`${glyph(standing)}<span class="spoken">${STANDING_WORDS[standing]}: </span>`;
    const proof = grade === undefined ? undefined : gradeBadge(grade);
    const memory = recalled ? markup`<span class="recalled">recalled, not seen</span>` : undefined;
    const marks =
      proof === undefined && memory === undefined
        ? undefined
        : markup`<dd class="marks">${proof}${memory}</dd>`;
    return markup`<div class="figure"><dt>${label}</dt><dd class="value">${sign}${value}</dd>${note === undefined ? undefined : markup`<dd class="note">${note}</dd>`}${marks}</div>\n`;
  });
  return markup`<section aria-labelledby="at-a-glance"><h2 id="at-a-glance">At a glance</h2>\n<dl class="figures">${cards}</dl></section>`;
}

function sectionMarkup(anchor: string, { title, blocks }: Section): Markup {
  return markup`<section aria-labelledby="${anchor}"><h2 id="${anchor}">${title}</h2>\n${blocks.map(blockMarkup)}</section>\n`;
}

/** An anchor for each section, made of its title, each used once and none of a symbol's name. */
function withAnchors(
  sections: readonly Section[],
): readonly { readonly anchor: string; readonly section: Section }[] {
  const taken = new Set<string>();
  return sections.map((section, index) => {
    const words = section.title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    const named = `s-${words.join("-").slice(0, 48)}`;
    const anchor = taken.has(named) || words.length === 0 ? `s_${index + 1}` : named;
    taken.add(anchor);
    return { anchor, section };
  });
}

/** `2026-11-22 21:10 UTC`; a text that is no instant stays as it is. */
function readableTime(made: string): string {
  const instant = Date.parse(made);
  if (Number.isNaN(instant)) return made;
  return `${new Date(instant).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

import type { Span, Timeline } from "./document.ts";
import { glyph, STANDING_WORDS } from "./glyphs.ts";
import { type Markup, markup } from "./markup.ts";
import { clockText, marks, markText, spoken } from "./seconds.ts";

/** A bar that is too short to see is drawn this wide, per cent of the track. */
const NARROWEST = 0.5;

/**
 * A table whose last column is drawn: who cannot see the bars reads when each span began and how
 * long it took.
 */
export function timelineMarkup(timeline: Timeline): Markup {
  const { caption, clock, bands, groups } = timeline;
  const spans = groups.flatMap((group) => group.spans);
  const end = Math.max(1, ...spans.map((span) => span.end), ...bands.map((band) => band.end));
  const ticks = marks(end);
  const ground = markup`${bands.map(
    (band) =>
      markup`<rect class="band" x="${percent(band.start, end)}" width="${percent(band.end - band.start, end)}" height="100%"/>`,
  )}${ticks.map((tick) => {
    const x = percent(tick, end);
    return markup`<line x1="${x}" x2="${x}" y2="100%"/>`;
  })}`;
  const axis = ticks.map((tick) => markup`<span style="left:${percent(tick, end)}">${markText(tick)}</span>`);
  const bodies = groups.map(({ label, spans: own }) => {
    const head =
      label === undefined
        ? undefined
        : markup`<tr role="row" class="group"><th role="rowheader" scope="rowgroup" colspan="4">${label}</th></tr>\n`;
    return markup`<tbody role="rowgroup">${head}${own.map((span) => rowMarkup(span, end, ground))}</tbody>\n`;
  });
  return markup`<table role="table" class="timeline"><caption>${caption} <span class="aside">${clock}</span></caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">What</th><th scope="col" role="columnheader" class="number">From</th><th scope="col" role="columnheader" class="number">Took</th><th scope="col" role="columnheader" class="axis"><span class="spoken">When, drawn to scale</span><div aria-hidden="true">${axis}</div></th></tr></thead>
${bodies}</table>
${keyMarkup(timeline)}`;
}

function percent(seconds: number, end: number): string {
  return `${((seconds / end) * 100).toFixed(2)}%`;
}

function rowMarkup(span: Span, end: number, ground: Markup): Markup {
  const { label, detail, start, standing } = span;
  const width = Math.max(NARROWEST, ((span.end - start) / end) * 100);
  const left = Math.min((start / end) * 100, 100 - width);
  const bar = markup`<rect class="bar ${standing}" x="${left.toFixed(2)}%" y="9" width="${width.toFixed(2)}%" height="13" rx="2"/>`;
  const sign =
    standing === "good"
      ? undefined
      : markup`${glyph(standing)}<span class="spoken">${STANDING_WORDS[standing]}: </span>`;
  const more = detail === undefined ? undefined : markup`<span class="detail">${detail}</span>`;
  return markup`<tr role="row"><th scope="row" role="rowheader">${sign}${label}${more}</th><td role="cell" class="number">${clockText(start)}</td><td role="cell" class="number">${spoken(span.end - start)}</td><td role="cell" class="track"><svg aria-hidden="true">${ground}${bar}</svg></td></tr>\n`;
}

function keyMarkup({ bands }: Timeline): Markup | undefined {
  if (bands.length === 0) return undefined;
  const entries = bands.map(
    ({ label, start, end }) =>
      markup`<li><svg class="swatch" aria-hidden="true"><rect class="band" width="100%" height="100%"/></svg>${label}, from ${clockText(start)} to ${clockText(end)}</li>`,
  );
  return markup`<ul class="key">${entries}</ul>\n`;
}

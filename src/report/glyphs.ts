import type { Grade } from "../lib/index.ts";
import type { Standing } from "./document.ts";
import { type Markup, markup } from "./markup.ts";

/** Words for how something stands: what is said must not hang on a colour or a sign. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  good: "as it must be",
  attention: "needs a look",
  bad: "wrong",
  open: "not looked at",
};

/**
 * Drawn once, used everywhere by name. Standings differ in shape; grades fill a circle by the
 * strength of what they claim about AWS.
 */
export const SYMBOLS: Markup = markup`<svg class="symbols" aria-hidden="true" width="0" height="0">
<symbol id="good" viewBox="0 0 16 16"><path d="M2.5 8.5 6.5 12.5 13.5 4" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></symbol>
<symbol id="attention" viewBox="0 0 16 16"><path d="M8 2 15 14H1Z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"/><path d="M8 6.4v3.4M8 11.6v.4" stroke="currentColor" stroke-width="1.7" stroke-linecap="round"/></symbol>
<symbol id="bad" viewBox="0 0 16 16"><path d="M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/></symbol>
<symbol id="open" viewBox="0 0 16 16"><path d="M3.5 8h9" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></symbol>
<symbol id="echoed" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.6"/></symbol>
<symbol id="validated" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 8V2a6 6 0 0 1 0 12Z" fill="currentColor"/></symbol>
<symbol id="modelled" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 8V2a6 6 0 1 1-6 6Z" fill="currentColor"/></symbol>
<symbol id="measured" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.8" fill="currentColor"/></symbol>
</svg>`;

/** The sign alone, for beside words. */
export function glyph(name: Standing | Grade): Markup {
  return markup`<svg class="glyph ${name}" aria-hidden="true"><use href="#${name}"/></svg>`;
}

/** A grade of proof with its sign and its word. */
export function gradeBadge(grade: Grade): Markup {
  return markup`<span class="grade">${glyph(grade)}${grade}</span>`;
}

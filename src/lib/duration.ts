/** Milliseconds in each unit that a duration may be written in. */
const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

type Unit = keyof typeof UNITS;

const TERM = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/y;

/** From the longest unit to the shortest, the order in which they are written. */
const LONGEST_FIRST: readonly Unit[] = ["d", "h", "m", "s", "ms"];

/**
 * Milliseconds of a duration such as `15m`, `1h30m`, `200ms` or `1.5h`.
 *
 * Units are `d h m s ms`, each at most once and from long to short, without spaces, so that a text has
 * one reading. Anything else, also a bare number, gives undefined: a number without a unit is how
 * minutes become seconds.
 */
export function parseDuration(text: string): number | undefined {
  let total = 0;
  let last = -1;
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length) {
    const term = TERM.exec(text);
    if (term === null) return undefined;
    const unit = term[2] as Unit;
    const rank = LONGEST_FIRST.indexOf(unit);
    if (rank <= last) return undefined;
    last = rank;
    total += Number(term[1]) * UNITS[unit];
  }
  // Fractions such as 0.1h are exact to the millisecond; binary arithmetic alone is not.
  return last < 0 ? undefined : Math.round(total);
}

/** The shortest exact text of a whole number of milliseconds, 0 or more: `5400000` is `1h30m`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds);
  if (!Number.isFinite(rest) || rest < 0) throw new RangeError(`not a duration: ${milliseconds}`);
  const terms: string[] = [];
  for (const unit of LONGEST_FIRST) {
    const count = Math.floor(rest / UNITS[unit]);
    if (count > 0) terms.push(`${count}${unit}`);
    rest -= count * UNITS[unit];
  }
  return terms.length === 0 ? "0s" : terms.join("");
}

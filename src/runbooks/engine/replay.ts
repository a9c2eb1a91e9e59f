import { isGoodEnd } from "../compile/index.ts";
import type { CallEntry, DatedRunEntry } from "./journal.ts";

/** What is known of a call from an earlier life of the run. */
export interface Known {
  readonly intended: Extract<CallEntry, { type: "call-intended" }>;
  /** Undefined: the run was cut off before the answer was on disk. */
  readonly ended: Exclude<CallEntry, { type: "call-intended" }> | undefined;
}

/**
 * The calls that a resumed run takes from the journal instead of making them again. What a step saw before it acted is
 * not among them unless it did act: a look of an hour ago says nothing about now. So a step that
 * - came to a good end is replayed whole;
 * - acted, and was cut off, is replayed to the end of what is known;
 * - acted, and was not confirmed in time, is replayed up to its act, and is read back anew with its whole budget;
 * - did not act, or was refused, is begun anew.
 */
export function replayable(entries: readonly DatedRunEntry[]): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  for (const step of stepsIn(entries)) {
    for (const entry of keptOf(entries.filter((each) => "step" in each && each.step === step))) {
      if (entry.type === "call-intended") known.set(entry.key, { intended: entry, ended: undefined });
      else {
        const intended = known.get(entry.key)?.intended;
        if (intended !== undefined) known.set(entry.key, { intended, ended: entry });
      }
    }
  }
  return known;
}

function stepsIn(entries: readonly DatedRunEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap((entry) => ("step" in entry ? [entry.step] : [])));
}

function keptOf(entries: readonly DatedRunEntry[]): readonly CallEntry[] {
  const calls = entries.filter((entry) => "key" in entry);
  const end = entries.findLast((entry) => entry.type === "step-ended");
  const endAt = end === undefined ? -1 : entries.lastIndexOf(end);
  // A step that ended badly and was begun anew in a later life has no end yet.
  const isOver = end !== undefined && !entries.slice(endAt).some((entry) => entry.type === "step-started");
  if (isOver && end.type === "step-ended" && isGoodEnd(end.outcome)) return calls;
  const life = lastLife(entries);
  const act = life.findLast((entry) => entry.type === "call-intended" && entry.part === "action");
  if (act?.type !== "call-intended") return [];
  const answer = life.find((entry) => entry.key === act.key && entry.type !== "call-intended");
  if (answer?.type === "call-failed" && !answer.doubt) return [];
  if (!isOver) return life;
  // Given up because nobody answered: the guard looks at it with fresh eyes.
  if (end?.type === "step-ended" && end.outcome === "failed" && answer?.type === "call-failed") return [];
  const upTo = answer ?? act;
  return life.slice(0, life.indexOf(upTo) + 1);
}

/**
 * Calls as the last beginning of the step saw them. A resumed run begins every step anew, and what it takes from the
 * journal is not written a second time: a key that is intended again replaces what is known by it, and all after it.
 */
function lastLife(entries: readonly DatedRunEntry[]): readonly CallEntry[] {
  let life: CallEntry[] = [];
  for (const entry of entries) {
    if (!("key" in entry)) continue;
    if (entry.type === "call-intended") {
      const at = life.findIndex(({ key }) => key === entry.key);
      if (at >= 0) life = life.slice(0, at);
    }
    life.push(entry);
  }
  return life;
}

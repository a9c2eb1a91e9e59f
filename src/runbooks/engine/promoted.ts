import { isGoodEnd } from "../compile/index.ts";
import { type DatedRunEntry, readRun, runsIn } from "./journal.ts";

/** Stages with which the last runbook of a failback ends. */
const LAST_STAGES: readonly string[] = ["latch", "names"];

/**
 * Stores whose writer was moved by the failovers of a folder and was not given back since. A failback gives back these and
 * no others. It is several runbooks: what one of them gave back is not asked for again, and all is over only with the last,
 * which lets the names return. In between somebody may stop, and begin it again tomorrow.
 */
export async function promotedStores(dir: string): Promise<ReadonlySet<string>> {
  const promoted = new Set<string>();
  for (const run of await runsIn(dir)) {
    const entries = await readRun(dir, run);
    for (const entry of entries) {
      if (entry.type !== "step-ended") continue;
      const [, how, store = ""] = /^(promote|return)-(.+)$/.exec(entry.step) ?? [];
      if (how === "promote" && entry.outcome === "confirmed") promoted.add(store);
      if (how === "return" && isGoodEnd(entry.outcome)) promoted.delete(store);
    }
    if (isLastOfFailback(entries)) promoted.clear();
  }
  return promoted;
}

function isLastOfFailback(entries: readonly DatedRunEntry[]): boolean {
  const [start] = entries;
  return (
    start?.type === "run-started" &&
    start.runbook.name === "failback" &&
    start.runbook.stages.some(({ id }) => LAST_STAGES.includes(id)) &&
    entries.some((entry) => entry.type === "run-ended" && entry.completed)
  );
}

import { type DrillChange, drillBefore, drillChanges, drillHistory, remember } from "./history.ts";
import { drillFile } from "./kept.ts";
import type { DrillRecord } from "./record.ts";

export interface DrillResult extends DrillRecord {
  /** Since the drill of the same loss before; absent for the first. */
  readonly since?: { readonly at: string; readonly changes: readonly DrillChange[] };
  readonly history: string;
}

/**
 * Holds a drill and keeps it, compared with the one of the same loss before.
 * @throws TriremeError `drill-history-damaged` before anything is begun
 */
export async function keepDrill(
  path: string | undefined,
  hold: () => Promise<DrillRecord>,
): Promise<DrillResult> {
  const history = await drillFile(path);
  const before = await drillHistory(history);
  const record = await hold();
  await remember(history, record);
  const last = drillBefore(before, record);
  const since = last === undefined ? {} : { since: { at: last.at, changes: drillChanges(last, record) } };
  return { ...record, ...since, history };
}

import type { Host } from "../../host/index.ts";
import { type RehearseOptions, rehearse } from "../rehearse/rehearse.ts";
import { type WrittenReport, writeReport } from "../rehearse/report.ts";
import type { RehearsalResult } from "../rehearse/result.ts";
import { type DrillChange, drillBefore, drillChanges, drillHistory, remember } from "./history.ts";
import { drillFile } from "./kept.ts";
import { type DrillKind, type DrillRecord, drillRecord } from "./record.ts";

export interface DrillResult extends DrillRecord {
  /** Since the drill of the same loss before; absent for the first. */
  readonly since?: { readonly at: string; readonly changes: readonly DrillChange[] };
  readonly history: string;
}

export interface Drilled {
  readonly drill: DrillResult;
  readonly rehearsal: RehearsalResult;
  readonly report: WrittenReport;
}

/**
 * Loses a region on the sandbox as a rehearsal does, plans what comes back with it before the failback as well, and keeps
 * what it came to in a history. One that was interrupted is kept as that, and never compared.
 *
 * @throws what `rehearse` throws, and TriremeError `drill-history-damaged` before anything is begun
 */
export async function drillRegion(
  {
    kind = "region",
    ...options
  }: Omit<RehearseOptions, "fault" | "planAfterReturn"> & { readonly kind?: DrillKind },
  host: Host,
): Promise<Drilled> {
  const file = await drillFile(options.path);
  const before = await drillHistory(file);
  const fault = kind === "partition" ? "partitioned" : "gone";
  const { result, stateDir } = await rehearse({ ...options, fault, planAfterReturn: true }, host);
  const report = await writeReport(stateDir, result);
  const record = drillRecord(result, kind);
  await remember(file, record);
  const last = drillBefore(before, record);
  const since = last === undefined ? {} : { since: { at: last.at, changes: drillChanges(last, record) } };
  return { drill: { ...record, ...since, history: file }, rehearsal: result, report };
}

import type { Host } from "../../host/index.ts";
import { type RehearseOptions, rehearse } from "../rehearse/rehearse.ts";
import { type WrittenReport, writeReport } from "../rehearse/report.ts";
import type { RehearsalResult } from "../rehearse/result.ts";
import { type DrillResult, keepDrill } from "./keep.ts";
import { drillRecord } from "./record.ts";

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
  }: Omit<RehearseOptions, "fault" | "planAfterReturn"> & { readonly kind?: "region" | "partition" },
  host: Host,
): Promise<Drilled> {
  const fault = kind === "partition" ? "partitioned" : "gone";
  const held: Omit<Drilled, "drill">[] = [];
  const drill = await keepDrill(options.path, async () => {
    const { result, stateDir } = await rehearse({ ...options, fault, planAfterReturn: true }, host);
    held.push({ rehearsal: result, report: await writeReport(stateDir, result) });
    return drillRecord(result, kind);
  });
  const [rest] = held;
  if (rest === undefined) throw new RangeError("a drill that was kept was not held");
  return { drill, ...rest };
}

import type { Sandbox } from "../../sandbox/index.ts";

/** With what the ids of faults begin that a drill sets, and that are its own to clear. */
export const DRILL_FAULT = "drill-";

/** Gives back whatever is lost: also what a run that was cut off had taken from a sandbox that outlived it. */
export async function giveBack(sandbox: Sandbox): Promise<void> {
  const { lostRegions, lostParts } = await sandbox.status();
  for (const region of lostRegions) await sandbox.restoreRegion(region);
  for (const part of lostParts) await sandbox.restorePart(part);
  for (const { id } of await sandbox.faults()) {
    if (id.startsWith(DRILL_FAULT)) await sandbox.clearFault(id);
  }
}

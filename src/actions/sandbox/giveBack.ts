import type { Sandbox } from "../../sandbox/index.ts";

/** Gives back whatever is lost: also what a run that was cut off had taken from a sandbox that outlived it. */
export async function giveBack(sandbox: Sandbox): Promise<void> {
  const { lostRegions, lostParts } = await sandbox.status();
  for (const region of lostRegions) await sandbox.restoreRegion(region);
  for (const part of lostParts) await sandbox.restorePart(part);
}

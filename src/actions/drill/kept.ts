import { dirname, join } from "node:path";
import { findConfig } from "../../config/index.ts";
import { drillHistory, historyFile } from "./history.ts";
import type { DrillRecord } from "./record.ts";

export interface DrillHistoryResult {
  readonly file: string;
  /** The oldest first. */
  readonly drills: readonly DrillRecord[];
}

/** All drills that were kept of a configuration. */
export async function drillsOf({ path }: { readonly path?: string }): Promise<DrillHistoryResult> {
  const file = await drillFile(path);
  return { file, drills: await drillHistory(file) };
}

/** Where the drills of the configuration at `path` are kept. */
export async function drillFile(path: string | undefined): Promise<string> {
  return historyFile(join(dirname(await findConfig(path ?? process.cwd())), ".trireme"));
}

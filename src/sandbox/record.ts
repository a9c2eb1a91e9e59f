import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeWhole } from "../lib/index.ts";
import { processExists, processStart } from "./processes.ts";

/** What `sandbox.json` says of the sandbox that runs in the background. */
const recordShape = z.strictObject({
  pid: z.number().int().positive(),
  /** Tells the process from a later one with the same id; absent where the system does not say. */
  processStart: z.string().optional(),
  endpoint: z.url(),
  startedAt: z.iso.datetime(),
});

export type SandboxRecord = z.infer<typeof recordShape>;

function recordFile(dir: string): string {
  return join(dir, "sandbox.json");
}

/** Writes the record so that a reader sees the old one or the new one, never half of it. */
export async function writeRecord(dir: string, record: SandboxRecord): Promise<void> {
  await writeWhole(recordFile(dir), `${JSON.stringify(record, null, 2)}\n`, 0o600);
}

/** The record of a process that is alive. A record that is stale or cannot be read is removed. */
export async function readRecord(dir: string): Promise<SandboxRecord | undefined> {
  const text = await readFile(recordFile(dir), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const record = parse(text);
  if (record !== undefined && (await alive(record))) return record;
  await removeRecord(dir);
  return undefined;
}

export async function removeRecord(dir: string): Promise<void> {
  await rm(recordFile(dir), { force: true });
}

export async function alive(record: SandboxRecord): Promise<boolean> {
  if (!processExists(record.pid)) return false;
  return record.processStart === undefined || (await processStart(record.pid)) === record.processStart;
}

function parse(text: string): SandboxRecord | undefined {
  try {
    return recordShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

import { randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../lib/index.ts";
import { processExists, processStart } from "./processes.ts";

const POLL_MS = 50;

/**
 * Does the work while nobody else does the same in this folder; a second starter waits and then finds
 * what the first has started. The lock of a process that has ended is taken over.
 */
export async function withStartLock<T>(dir: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  const file = join(dir, "starting.lock");
  const owner = `${process.pid} ${(await processStart(process.pid)) ?? ""}`;
  while (!(await claimed(file, owner))) {
    if (!(await ownerLives(file))) await rm(file, { force: true });
    else await clock.sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** A link to a file that is written already: nobody sees a lock without its owner. */
async function claimed(file: string, owner: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, owner);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function ownerLives(file: string): Promise<boolean> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  // Gone meanwhile: the next claim will tell.
  if (text === undefined) return true;
  const [pid = "", start = ""] = text.split(" ");
  if (!processExists(Number(pid))) return false;
  return start === "" || (await processStart(Number(pid))) === start;
}

import { link, mkdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "./clock.ts";
import { TriremeError } from "./errors.ts";
import { identify, lifeOf, type ProcessIdentity } from "./processIdentity.ts";

interface Holder {
  readonly process: ProcessIdentity;
  readonly operation: string;
  /** ISO 8601. */
  readonly since: string;
}

export interface RunLock {
  release(): Promise<void>;
}

const FILE = "run.lock";

/** A takeover takes milliseconds; a guard older than this was left by a crash. */
const GUARD_MS = 10_000;

/**
 * Claims a work root for one run: two runs would overwrite each other's
 * workspaces. The lock of a process that is gone is taken over.
 *
 * @throws TriremeError `run-locked`
 */
export async function acquireRunLock(workRoot: string, operation: string, clock: Clock): Promise<RunLock> {
  await mkdir(workRoot, { recursive: true });
  const path = join(workRoot, FILE);
  const holder: Holder = {
    process: await identify(process.pid),
    operation,
    since: new Date(clock.now()).toISOString(),
  };
  if (!(await claimed(path, holder))) {
    await takeOver(path, workRoot, clock);
    if (!(await claimed(path, holder))) throw refusal(workRoot, await holderOf(path));
  }
  return { release: () => rm(path, { force: true }) };
}

/** A link appears whole or not at all, and never over another one. */
async function claimed(path: string, holder: Holder): Promise<boolean> {
  const temporary = `${path}.${process.pid}.${claims++}`;
  await writeFile(temporary, JSON.stringify(holder), { mode: 0o600 });
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

let claims = 0;

/** Removes a dead holder's lock. Guarded, or two who judged the same lock dead could remove a third's live one. */
async function takeOver(path: string, workRoot: string, clock: Clock): Promise<void> {
  const guard = `${path}.takeover`;
  const age = await stat(guard).then(
    (found) => clock.now() - found.mtimeMs,
    () => 0,
  );
  if (age > GUARD_MS) await rmdir(guard).catch(() => undefined);
  const mine = await mkdir(guard).then(
    () => true,
    () => false,
  );
  if (!mine) throw refusal(workRoot, await holderOf(path));
  try {
    const holder = await holderOf(path);
    const life = holder === undefined ? "dead" : await lifeOf(holder.process);
    if (life !== "dead") throw refusal(workRoot, holder);
    await rm(path, { force: true });
  } finally {
    await rmdir(guard).catch(() => undefined);
  }
}

async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function refusal(workRoot: string, holder: Holder | undefined): TriremeError {
  const who =
    holder === undefined
      ? "another run"
      : `process ${holder.process.pid} on ${holder.process.host} (${holder.operation}) since ${holder.since}`;
  return new TriremeError(`${workRoot} is in use by ${who}`, {
    code: "run-locked",
    fault: "environment",
    fix: `Wait for it, or remove ${FILE} there if that process is certainly gone.`,
  });
}

import { readFile, rm } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { type Clock, identify, lifeOf, type ProcessIdentity, TriremeError } from "../lib/index.ts";
import type { OnEvent } from "./driver.ts";
import { StreamReport } from "./events.ts";
import type { Operation } from "./failure.ts";
import { createdAt, lockedOperation, lockOf, type StateLock } from "./stateLock.ts";
import { outputFile, recordsOf, replaceFile } from "./workspace.ts";

/** Which Terraform works in a workspace, kept on disk for whoever comes after us. */
interface RunRecord {
  readonly process: ProcessIdentity;
  readonly user: string;
  readonly operation: Operation;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** A Terraform that ended without our seeing it, and what its output proves. */
export interface AbandonedRun {
  readonly record: RunRecord;
  /** Time of the last line that it wrote while holding the state lock; undefined when it wrote none. */
  readonly lastUnderLock: string | undefined;
}

const RUNNING = "running.json";
const ABANDONED = "abandoned.json";
const ORPHAN_POLL_MS = 250;

export async function writeRunRecord(
  dir: string,
  pid: number,
  operation: Operation,
  clock: Clock,
): Promise<void> {
  const record: RunRecord = {
    process: await identify(pid),
    user: userInfo().username,
    operation,
    startedAt: new Date(clock.now()).toISOString(),
  };
  await replaceFile(join(recordsOf(dir), RUNNING), JSON.stringify(record), 0o600);
}

/**
 * Before a new operation: waits for a Terraform that an earlier, killed run of
 * ours left at work here, and tells what that one left behind.
 */
export async function settleOrphan(
  workspace: { readonly stack: string; readonly dir: string },
  clock: Clock,
  onEvent: OnEvent | undefined,
  signal: AbortSignal | undefined,
): Promise<AbandonedRun | undefined> {
  const path = join(recordsOf(workspace.dir), RUNNING);
  const record = await readJson<RunRecord>(path);
  if (record === undefined) return await readJson<AbandonedRun>(join(recordsOf(workspace.dir), ABANDONED));
  await untilGone(workspace.stack, record, clock, onEvent, signal);
  const abandoned = { record, lastUnderLock: await lastUnderLock(workspace.dir, record.operation) };
  await replaceFile(join(recordsOf(workspace.dir), ABANDONED), JSON.stringify(abandoned), 0o600);
  await rm(path, { force: true });
  return abandoned;
}

/** An operation got the lock and ended well: nothing of an abandoned run is left. */
export async function forgetAbandoned(dir: string): Promise<void> {
  await rm(join(recordsOf(dir), ABANDONED), { force: true });
}

/**
 * Whether a lock was certainly taken by that run of ours, which is certainly dead.
 * Its output has lines that Terraform writes only under the lock, from after the
 * lock was made, for the same operation, user and host: while they were written
 * nobody else could hold it. Anything less is no proof.
 */
export async function isOurStaleLock(lock: StateLock, abandoned: AbandonedRun): Promise<boolean> {
  const { record, lastUnderLock } = abandoned;
  const created = createdAt(lock);
  if (created === undefined || lastUnderLock === undefined) return false;
  return (
    lock.who === `${record.user}@${record.process.host}` &&
    record.process.host === hostname() &&
    lockedOperation(lock) === record.operation &&
    created >= Date.parse(record.startedAt) - CLOCK_SLACK_MS &&
    created <= Date.parse(lastUnderLock) &&
    (await lifeOf(record.process)) === "dead"
  );
}

/** The record is written a moment after the start, and the lock a moment after that. */
const CLOCK_SLACK_MS = 2_000;

async function untilGone(
  stack: string,
  record: RunRecord,
  clock: Clock,
  onEvent: OnEvent | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const what = `terraform ${record.operation} of an earlier run (process ${record.process.pid}, since ${record.startedAt})`;
  let told = false;
  if ((await lifeOf(record.process)) === "unknown") {
    // Its state lock, if it lives, protects the state; whether it lives cannot be seen from here.
    onEvent?.({
      kind: "message",
      text: `${what} ran on ${record.process.host} and cannot be looked at from here`,
    });
  }
  while ((await lifeOf(record.process)) === "alive") {
    if (!told) onEvent?.({ kind: "message", text: `waiting for ${what}, which is still at work` });
    told = true;
    if (signal?.aborted) {
      throw new TriremeError(`${stack}: interrupted while waiting for ${what}`, {
        code: "interrupted",
        fault: "environment",
        fix: "Run the same command again to go on.",
      });
    }
    await clock.sleep(ORPHAN_POLL_MS);
  }
  if (told) onEvent?.({ kind: "message", text: `${what} has ended` });
}

async function lastUnderLock(dir: string, operation: Operation): Promise<string | undefined> {
  const text = await readFile(outputFile(dir, operation), "utf8").catch(() => "");
  const report = new StreamReport();
  for (const line of text.split("\n")) report.take(line);
  if (report.diagnostics.some((diagnostic) => lockOf(diagnostic) !== undefined)) return undefined;
  return report.lastUnderLock;
}

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch {
    // Absent, or torn by a crash: either way it proves nothing.
    return undefined;
  }
}

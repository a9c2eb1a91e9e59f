import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireRunLock, identify, ManualClock, systemClock } from "../lib/index.ts";
import { Journal, readJournal, unfinishedRun } from "./journal.ts";

let workRoot: string;

beforeEach(async () => {
  workRoot = await mkdtemp(join(tmpdir(), "trireme-journal-"));
});
afterEach(() => rm(workRoot, { recursive: true, force: true }));

describe("the journal", () => {
  const open = () => Journal.open(workRoot, new ManualClock(0));
  const intended = (stack: string) => ({ type: "apply-intended", stack, sha256: "ab" }) as const;

  it("keeps the order of entries that are appended at once", async () => {
    const journal = await open();
    const stacks = Array.from({ length: 30 }, (_, index) => `s${index}`);
    await Promise.all(stacks.map((stack) => journal.append(intended(stack))));
    await journal.close();
    const entries = await readJournal(workRoot);
    expect(entries.map((entry) => ("stack" in entry ? entry.stack : ""))).toEqual(stacks);
  });

  it("tells which applies are in doubt: begun, and never ended", async () => {
    const journal = await open();
    for (const stack of ["done", "failed", "cut-off"]) await journal.append(intended(stack));
    await journal.append({ type: "apply-succeeded", stack: "done", seconds: 1 });
    await journal.append({ type: "apply-failed", stack: "failed", code: "terraform-apply-failed" });
    await journal.close();
    const next = await open();
    expect(next.inDoubt).toEqual([{ stack: "cut-off", sha256: "ab", since: "1970-01-01T00:00:00.000Z" }]);
    await next.append({ type: "doubt-settled", stack: "cut-off" });
    await next.close();
    const last = await open();
    expect(last.inDoubt).toEqual([]);
    await last.close();
  });

  it("tells what the last run left unfinished, whether it was cut off or came to a bad end", async () => {
    const started = { type: "run-started", operation: "apply", stacks: ["a", "b", "c"] } as const;
    const journal = await open();
    expect(await unfinishedRun(workRoot)).toBeUndefined();
    await journal.append(started);
    await journal.append(intended("a"));
    await journal.append({ type: "apply-succeeded", stack: "a", seconds: 1 });
    await journal.append(intended("b"));
    expect(await unfinishedRun(workRoot)).toMatchObject({
      operation: "apply",
      ended: false,
      done: ["a"],
      failed: [],
      inDoubt: [{ stack: "b" }],
    });
    // Planning in between says nothing of what was applied.
    await journal.append({ type: "run-started", operation: "plan", stacks: ["a"] });
    await journal.append({ type: "run-finished", failed: 0 });
    expect(await unfinishedRun(workRoot)).toMatchObject({ ended: false, inDoubt: [{ stack: "b" }] });

    await journal.append(started);
    await journal.append(intended("b"));
    await journal.append({ type: "apply-failed", stack: "b", code: "terraform-apply-failed" });
    await journal.append({ type: "run-finished", failed: 1 });
    expect(await unfinishedRun(workRoot)).toMatchObject({
      ended: true,
      failed: [{ stack: "b", code: "terraform-apply-failed" }],
      inDoubt: [],
    });

    await journal.append(started);
    await journal.append({ type: "run-finished", failed: 0 });
    await journal.close();
    expect(await unfinishedRun(workRoot)).toBeUndefined();
  });

  it("skips a line torn by a crash and writes whole lines after it", async () => {
    const journal = await open();
    await journal.append(intended("whole"));
    await journal.close();
    await appendFile(join(workRoot, "journal.jsonl"), '{"at":"1970-01-01T00:00:00.000Z","type":"apply-succ');
    const next = await open();
    expect(next.inDoubt.map((doubt) => doubt.stack)).toEqual(["whole"]);
    await next.append({ type: "run-finished", failed: 0 });
    await next.close();
    expect((await readJournal(workRoot)).map((entry) => entry.type)).toEqual([
      "apply-intended",
      "run-finished",
    ]);
  });

  it("is empty where nothing has run", async () => {
    expect(await readJournal(workRoot)).toEqual([]);
  });
});

describe("the lock of a work root", () => {
  const lockFile = () => join(workRoot, "run.lock");
  const acquire = () => acquireRunLock(workRoot, "apply", systemClock);
  /** Leaves the lock of another holder. */
  const leaveLock = async (process: { pid: number; started: string | undefined; host: string }) =>
    await writeFile(
      lockFile(),
      JSON.stringify({ process, operation: "plan", since: "2026-03-01T10:00:00.000Z" }),
    );

  it("refuses a second run and names process, operation and time", async () => {
    const lock = await acquire();
    const held = JSON.parse(await readFile(lockFile(), "utf8")) as { since: string };
    await expect(acquire()).rejects.toMatchObject({
      code: "run-locked",
      message: expect.stringMatching(new RegExp(`process ${process.pid} .*apply.*since ${held.since}`)),
    });
    await lock.release();
    await (await acquire()).release();
  });

  it("lets one of many that come at once in, and no more", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, acquire));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  });

  it("is taken over from a process that is gone", async () => {
    await leaveLock({ pid: 2 ** 22 + 1, started: "boot:1", host: hostname() });
    await (await acquire()).release();
  });

  it("is taken over when the holder's number now belongs to another process", async () => {
    const { started } = await identify(process.pid);
    await leaveLock({ pid: process.pid, started: `${started}0`, host: hostname() });
    await (await acquire()).release();
  });

  it("lets at most one of many take a dead holder's lock over", async () => {
    await leaveLock({ pid: 2 ** 22 + 1, started: "boot:1", host: hostname() });
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, acquire));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  });

  it("refuses to judge a process of another host", async () => {
    await leaveLock({ pid: 1, started: "boot:1", host: "elsewhere.invalid" });
    await expect(acquire()).rejects.toMatchObject({
      code: "run-locked",
      message: expect.stringContaining(
        "process 1 on elsewhere.invalid (plan) since 2026-03-01T10:00:00.000Z",
      ),
    });
  });
});

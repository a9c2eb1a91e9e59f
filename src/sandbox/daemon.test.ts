import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../lib/index.ts";
import { findSandbox, startDaemon, stopDaemon } from "./daemon.ts";
import { processExists, processStart } from "./processes.ts";
import { readRecord, writeRecord } from "./record.ts";
import { type FakeEmulator, startFakeEmulator } from "./testing/fakeEmulator.ts";
import { queryCall, sendCall } from "./testing/signedCall.ts";

let dir: string;
let emulator: FakeEmulator;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "trireme-daemon-"));
  emulator = await startFakeEmulator();
});

afterEach(async () => {
  await stopDaemon(dir);
  await emulator.close();
});

const up = () => startDaemon({ dir, emulatorEndpoint: emulator.endpoint });

describe("a sandbox in the background", () => {
  it("is started, found, used and ended", async () => {
    const { sandbox, pid, alreadyUp } = await up();
    expect(alreadyUp).toBe(false);
    expect(pid).not.toBe(process.pid);

    const found = await findSandbox(dir);
    expect(found?.endpoint).toBe(sandbox.endpoint);
    await sendCall(sandbox.endpoint, queryCall("rds", "DescribeDBClusters"));
    expect((await found?.calls())?.map((record) => record.action)).toEqual(["DescribeDBClusters"]);

    expect(await stopDaemon(dir)).toBe(true);
    expect(processExists(pid)).toBe(false);
    expect(await findSandbox(dir)).toBeUndefined();
    expect(await stopDaemon(dir)).toBe(false);
    expect((await readFile(join(dir, "calls.jsonl"), "utf8")).trim().split("\n")).toHaveLength(1);
  });

  it("is the same for two who start it at once", async () => {
    const [one, other] = await Promise.all([up(), up()]);

    expect(one.pid).toBe(other.pid);
    expect([one.alreadyUp, other.alreadyUp].sort()).toEqual([false, true]);
    expect((await readdir(dir)).filter((name) => name.includes("lock"))).toEqual([]);
  });

  it("fails with the reason of the process in the background", async () => {
    await emulator.close();

    await expect(up()).rejects.toMatchObject({ code: "emulator-gone", fault: "environment" });
    expect(await findSandbox(dir)).toBeUndefined();
  });

  it("is not found after it was killed, and its record is removed", async () => {
    const { pid } = await up();

    process.kill(pid, "SIGKILL");
    while (processExists(pid)) await systemClock.sleep(20);

    expect(await findSandbox(dir)).toBeUndefined();
    expect(await readdir(dir)).not.toContain("sandbox.json");
    expect((await up()).alreadyUp).toBe(false);
  });
});

describe("the record", () => {
  it("of a process whose id now belongs to another is stale", async () => {
    const start = await processStart(process.pid);
    const record = {
      pid: process.pid,
      endpoint: "http://127.0.0.1:1",
      startedAt: "2026-11-22T00:00:00.000Z",
    };

    await writeRecord(dir, { ...record, ...(start === undefined ? {} : { processStart: start }) });
    expect((await readRecord(dir))?.pid).toBe(process.pid);
    await writeRecord(dir, { ...record, processStart: "1" });
    expect(await readRecord(dir)).toBeUndefined();
  });

  it("that cannot be read counts as none", async () => {
    await writeFile(join(dir, "sandbox.json"), '{"pid": 1');

    expect(await findSandbox(dir)).toBeUndefined();
    expect(await stopDaemon(dir)).toBe(false);
  });
});

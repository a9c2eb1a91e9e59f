import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CallRecord } from "./call.ts";
import { CallLog } from "./callLog.ts";

function entry(change: Partial<Omit<CallRecord, "id">> = {}): Omit<CallRecord, "id"> {
  return {
    time: "2026-11-22T00:00:00.000Z",
    account: "123456789012",
    service: "rds",
    action: "DescribeDBClusters",
    signedRegion: "us-west-2",
    homeRegion: "us-west-2",
    global: false,
    caller: "planning",
    outcome: "forwarded",
    status: 200,
    ownMs: 1,
    totalMs: 2,
    ...change,
  };
}

describe("CallLog", () => {
  it("filters by home region, service, caller and position", () => {
    const log = new CallLog();
    log.append(entry());
    log.append(entry({ service: "iam", homeRegion: "us-east-1", global: true }));
    log.append(entry({ caller: "runbook" }));
    log.append(entry({ caller: "runbook", homeRegion: "eu-west-1" }));

    const ids = (filter: Parameters<CallLog["calls"]>[0]) => log.calls(filter).map((record) => record.id);
    expect(ids({})).toEqual([1, 2, 3, 4]);
    expect(ids({ region: "us-east-1" })).toEqual([2]);
    expect(ids({ service: "rds" })).toEqual([1, 3, 4]);
    expect(ids({ caller: "runbook" })).toEqual([3, 4]);
    expect(ids({ after: 2 })).toEqual([3, 4]);
    expect(ids({ caller: "runbook", last: 1 })).toEqual([4]);
    expect(ids({ last: 0 })).toEqual([]);
  });

  it("keeps to its bound in memory and still counts every call", () => {
    const log = new CallLog(10);
    for (let call = 0; call < 1000; call += 1) log.append(entry());

    expect(log.count).toBe(1000);
    expect(log.calls().length).toBeLessThanOrEqual(11);
    expect(log.calls().at(-1)?.id).toBe(1000);
  });

  it("writes every call to the file, a JSON line each", async () => {
    const file = join(await mkdtemp(join(tmpdir(), "trireme-log-")), "deep", "calls.jsonl");
    const log = new CallLog(10);
    await log.writeTo(file);
    for (let call = 0; call < 500; call += 1) log.append(entry());
    await log.close();

    const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
    expect(lines).toHaveLength(500);
    expect(JSON.parse(lines[499] ?? "")).toEqual({ id: 500, ...entry() });
  });

  it("sums up the gateway's own time by nearest rank", () => {
    const log = new CallLog();
    expect(log.ownMs()).toEqual({ p50: 0, p95: 0 });
    for (let ms = 100; ms >= 1; ms -= 1) log.append(entry({ ownMs: ms }));

    expect(log.ownMs()).toEqual({ p50: 50, p95: 95 });
  });
});

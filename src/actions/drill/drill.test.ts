import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { provenResult } from "../rehearse/testing/rehearsalResults.ts";
import { drillBefore, drillChanges, drillHistory, historyFile, remember } from "./history.ts";
import { drillRecord } from "./record.ts";

const time = (p95: number) => ({
  p50: 60,
  p95,
  p99: 900,
  objectiveSeconds: 900,
  recalled: ["people_decide"],
});
const rehearsed = (p95 = 300) => ({
  ...provenResult(),
  modelledLoss: {
    lost: "us-east-1",
    grade: "modelled" as const,
    samples: 10,
    services: [
      {
        name: "orders",
        critical: true,
        verdict: "recovers" as const,
        notes: [],
        rto: time(p95),
        rpo: time(5),
      },
      { name: "ledger", critical: true, verdict: "lost" as const, notes: ["nothing is elsewhere"] },
    ],
  },
});

describe("the record of a drill", () => {
  const record = drillRecord(rehearsed());

  it("has the steps from the first on, with region and plane, and the calls that must not be", () => {
    expect(record.timeline[0]).toMatchObject({ region: "us-west-2", plane: "control", start: 0 });
    expect(record.timeline).toHaveLength(20);
    expect(record.calls).toEqual({ byFailover: 74, toLostRegion: 0, toFallenControlPlanes: 0 });
  });

  it("tells plans of survivors from those of global stacks, with what could not be planned", () => {
    expect(record.planAfterFailover?.survivors).toMatchObject({ add: 0, change: 0, replace: 0, destroy: 0 });
    expect(record.planAfterFailover?.global.unplannable.map(({ id }) => id)).toContain("production/global");
    expect(record.planAfterFailover?.survivors.unplannable.map(({ id }) => id)).not.toContain(
      "production/global",
    );
  });

  it("has modelled times of what comes back, and none of what does not", () => {
    expect(Object.keys(record.rto)).toEqual(["orders"]);
    expect(record.rto.orders).toMatchObject({ p95: 300, recalled: ["people_decide"] });
    expect(record.took.failover).toBeGreaterThan(0);
  });

  it("names what no drill does yet, also when all went well", () => {
    expect(record.proven).toBe(true);
    expect(record.notDone.map(({ code }) => code)).toEqual(["drill-fence", "drill-data", "drill-return"]);
  });

  it("counts what Terraform still wants where it wants it", () => {
    const { plans, ...rest } = rehearsed();
    const after = plans.afterFailover;
    if (after === undefined) throw new Error("no plan");
    const wanting = after.stacks.map((stack, index) => (index === 0 ? { ...stack, destroy: 2 } : stack));
    const changed = drillRecord({
      ...rest,
      plans: { ...plans, afterFailover: { ...after, stacks: wanting } },
    });
    const { survivors, global } = changed.planAfterFailover ?? {};
    expect((survivors?.destroy ?? 0) + (global?.destroy ?? 0)).toBe(2);
  });
});

describe("the history of drills", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "trireme-drills-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is empty where none was held, and keeps them in their order", async () => {
    const file = historyFile(folder);
    expect(await drillHistory(file)).toEqual([]);
    const [first, second] = [drillRecord(rehearsed()), { ...drillRecord(rehearsed()), lost: "us-west-2" }];
    await remember(file, first);
    await remember(file, second);
    expect(await drillHistory(file)).toEqual([first, second]);
    expect(drillBefore(await drillHistory(file), first)?.lost).toBe("us-east-1");
  });

  it("says which line is damaged, and leaves none out", async () => {
    const file = historyFile(folder);
    await remember(file, drillRecord(rehearsed()));
    await appendFile(file, '{"half": \n');
    await expect(drillHistory(file)).rejects.toMatchObject({ code: "drill-history-damaged" });
    await expect(drillHistory(file)).rejects.toThrow("history.jsonl:2");
  });

  it("finds nothing where nothing has changed, and tells better from worse", () => {
    const before = drillRecord(rehearsed(300));
    expect(drillChanges(before, drillRecord(rehearsed(300)))).toEqual([]);
    expect(drillChanges(before, drillRecord(rehearsed(600)))).toEqual([
      { what: "rto of orders, p95 in s (modelled)", before: "300", now: "600", worse: true },
    ]);
    expect(drillChanges(before, drillRecord(rehearsed(200)))[0]?.worse).toBe(false);
    const failed = { ...before, proven: false, rto: {} };
    expect(drillChanges(before, failed).map(({ what, worse }) => [what, worse])).toEqual([
      ["proven", true],
      ["rto of orders, p95 in s (modelled)", true],
    ]);
  });
});

import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { notProvenResult, provenResult } from "../rehearse/testing/rehearsalResults.ts";
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

/** With the plan that drills make besides. */
function returned() {
  const result = rehearsed();
  const { afterFailback } = result.plans;
  if (afterFailback === undefined) throw new Error("no plan");
  return { ...result, plans: { ...result.plans, afterReturn: afterFailback } };
}

/** Told to stop when the region was lost already. */
function interrupted() {
  const entry = {
    code: "interrupted",
    what: "planning",
    why: "the rehearsal was interrupted",
    fix: "Again.",
  };
  return { ...rehearsed(), proven: false, notDone: [entry] };
}

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

  it("names what no drill does, and what this one did not come to", () => {
    expect(record.proven).toBe(true);
    expect(record.notDone.map(({ code }) => code)).toEqual(["drill-return", "drill-rows"]);
    const { customers: _, ...without } = returned();
    expect(drillRecord(returned()).notDone.map(({ code }) => code)).toEqual(["drill-rows"]);
    expect(drillRecord(without).notDone.map(({ code }) => code)).toEqual(["drill-customers", "drill-rows"]);
  });

  it("has what became of the data, who wrote when and what fenced the old writer, by store", () => {
    expect(record.dataLoss["orders-us"]).toMatchObject({
      grade: "modelled",
      lagSeconds: 0.3,
      afterFailover: { lookedFor: 1480, found: 1478, lost: { writes: 2 } },
    });
    expect(record.dataLoss["cart-us"]?.afterFailover?.late.writes).toBe(8);
    expect(record.dataLoss["cart-us"]?.atEnd).toMatchObject({ lookedFor: 5120, found: 5120 });
    expect(record.writersOverTime["orders-us"]?.map(({ region }) => region)).toEqual([
      "us-east-1",
      "us-west-2",
      "us-east-1",
    ]);
    expect(record.fenced).toMatchObject({ "orders-us": [{ at: 301, acknowledgedAfterCut: 0 }] });
    expect(record.took.untilServed).toEqual({ checkout: 92.4, storefront: 0 });
  });

  it("has the plan between return and failback apart from those of the survivors", () => {
    const { planAfterFailover } = drillRecord(returned());
    expect(planAfterFailover?.lostAfterReturn).toEqual({
      add: 0,
      change: 0,
      replace: 0,
      destroy: 0,
      unplannable: [],
    });
  });

  it("says of a partition what a failover does not do, and compares it with no loss of the region", () => {
    const partition = drillRecord(returned(), "partition");
    const codes = partition.notDone.map(({ code }) => code);
    expect(codes).toEqual(["drill-rows", "partition-times"]);
    expect(drillBefore([record], partition)).toBeUndefined();
    expect(drillBefore([record, partition], partition)).toBe(partition);
  });

  it("does not pass over a service that was not served before the loss either", () => {
    const result = returned();
    const { customers } = result;
    if (customers === undefined) throw new Error("no customers");
    const services = customers.services.map((each) => ({ ...each, servedBefore: false, why: ["no answer"] }));
    const { notDone } = drillRecord({ ...result, customers: { ...customers, services } });
    expect(notDone.map(({ code }) => code)).toEqual(["drill-unserved", "drill-unserved", "drill-rows"]);
    expect(notDone[0]?.why).toContain("no answer");
  });

  it("is not held when it was interrupted, or when nothing was lost", () => {
    expect(record.outcome).toBe("held");
    expect(drillRecord(interrupted()).outcome).toBe("interrupted");
    expect(drillRecord(notProvenResult()).outcome).toBe("not-held");
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

  it("keeps one that was interrupted, and compares nothing with it", async () => {
    const file = historyFile(folder);
    const stopped = drillRecord(interrupted());
    const held = drillRecord(rehearsed());
    for (const each of [held, stopped]) await remember(file, each);
    const kept = await drillHistory(file);
    expect(kept.map(({ outcome }) => outcome)).toEqual(["held", "interrupted"]);
    expect(drillBefore(kept, held)?.outcome).toBe("held");
    expect(drillBefore([stopped], held)).toBeUndefined();
    expect(drillBefore(kept, stopped)).toBeUndefined();
  });

  it("finds an old writer that went on taking writes", () => {
    const before = drillRecord(rehearsed());
    const orders = before.dataLoss["orders-us"];
    if (orders === undefined) throw new Error("no data");
    const atEnd = { ...orders.atEnd, diverged: { writes: 12, seconds: 30 }, lost: { writes: 9, seconds: 4 } };
    const now = { ...before, dataLoss: { ...before.dataLoss, "orders-us": { ...orders, atEnd } } };
    expect(drillChanges(before, now)).toEqual([
      { what: "lost of orders-us, in s (modelled)", before: "0", now: "4", worse: true },
      {
        what: "orders-us has writes on an old writer's side only",
        before: "false",
        now: "true",
        worse: true,
      },
    ]);
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

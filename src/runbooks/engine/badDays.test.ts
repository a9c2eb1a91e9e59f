import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ManualClock } from "../../lib/index.ts";
import { regionalFailover } from "../library/regionalFailover.ts";
import { Bench, LOST, NEXT, outcomes, store } from "../testing/bench.ts";
import { TaskFailure } from "./failures.ts";
import { RunJournal, readRun, runsIn, unfinishedRunbook } from "./journal.ts";
import { abandonRunbook } from "./run.ts";

const orders = store("aurora-postgresql", [LOST, NEXT], "orders");
let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
  bench.aws.database(orders.name, [LOST, NEXT]);
  bench.aws.lost.add(LOST);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await bench.close();
});

const failover = () => regionalFailover(bench.scope([orders], { hosts: [] }));
const acts = () => bench.aws.calls.filter(({ action }) => action === "FailoverGlobalCluster").length;
const kill = (at: string) => (boundary: string, key: string) => {
  if (`${boundary} ${key}` === at) throw new TaskFailure("killed", "killed", false);
};

describe("on a bad day", () => {
  it("refuses a second operator while the first is at work, and says who and since when", async () => {
    let refusal: unknown;
    const ask = async () => {
      refusal = await bench.run(failover()).catch((error: unknown) => error);
      return { answer: "yes", by: "anna" } as const;
    };
    bench.aws.databases.get(orders.name)?.behind.set(NEXT, 50);
    expect((await bench.run(failover(), { ask })).completed).toBe(true);
    expect(refusal).toMatchObject({ code: "run-locked" });
    expect(String(refusal)).toMatch(/process \d+ .*runbook regional-failover.* since 1970/);
    expect(acts()).toBe(1);
  });

  it("refuses to begin beside a run that was cut off, until that is resumed or given up", async () => {
    await expect(
      bench.run(failover(), { onBoundary: kill("before call promote-orders: look#0") }),
    ).rejects.toThrow();
    await expect(bench.run(failover())).rejects.toMatchObject({
      code: "runbook-unfinished",
      message: expect.stringContaining("begun by anna"),
    });
    await abandonRunbook({ dir: bench.dir, by: "ben", clock: bench.clock });
    expect((await bench.run(failover())).completed).toBe(true);
    await expect(bench.resume()).rejects.toMatchObject({ code: "nothing-to-resume" });
  });

  it("calls nothing when the journal's disk is full, says so, and goes on when there is room", async () => {
    const whole = RunJournal.prototype.append;
    const full = vi.spyOn(RunJournal.prototype, "append").mockImplementation(function (
      this: RunJournal,
      entry,
    ) {
      const refused = entry.type === "call-intended" && entry.part === "action";
      return refused ? Promise.reject(new Error("ENOSPC: no space left on device")) : whole.call(this, entry);
    });
    await expect(bench.run(failover())).rejects.toThrow("ENOSPC");
    expect(acts()).toBe(0);
    full.mockRestore();
    expect((await bench.resume()).completed).toBe(true);
    expect(acts()).toBe(1);
  });

  it("reads a call back that was cut off, and does not make it again when it took effect", async () => {
    await expect(
      bench.run(failover(), { onBoundary: kill("before result promote-orders: act#0") }),
    ).rejects.toThrow();
    expect(acts()).toBe(1);
    expect(bench.aws.databases.get(orders.name)?.writer).toBe(NEXT);
    expect(outcomes(await bench.resume())).toEqual(["promote-orders confirmed"]);
    expect(acts()).toBe(1);
  });

  it("looks again before it acts when it was cut off before: the region may be back by then", async () => {
    await expect(
      bench.run(failover(), { onBoundary: kill("before intent promote-orders: act#0") }),
    ).rejects.toThrow();
    const database = bench.aws.databases.get(orders.name);
    if (database !== undefined) database.writer = NEXT;
    expect(outcomes(await bench.resume())).toEqual(["promote-orders satisfied"]);
    expect(acts()).toBe(0);
  });

  it("goes on by a journal whose last line was torn", async () => {
    await expect(
      bench.run(failover(), { onBoundary: kill("before call promote-orders: act#0") }),
    ).rejects.toThrow();
    const [run = ""] = await runsIn(bench.dir);
    await appendFile(join(bench.dir, `${run}.jsonl`), '{"type":"call-en');
    expect((await bench.resume()).completed).toBe(true);
    expect(acts()).toBe(1);
  });

  it("tries again what AWS turned away, for minutes, and gives up within its bounds", async () => {
    const turnAway = (times: number) => {
      let left = times;
      const resolve = bench.clients.in(NEXT).rds;
      const send = resolve.send.bind(resolve);
      vi.spyOn(resolve, "send").mockImplementation((async (command: never) => {
        if (left-- > 0)
          throw Object.assign(new Error("Rate exceeded"), {
            name: "Throttling",
            $metadata: { httpStatusCode: 400 },
          });
        return send(command);
      }) as never);
    };
    turnAway(12);
    expect((await bench.run(failover())).completed).toBe(true);
    const before = bench.clock.now();
    expect(before).toBeGreaterThan(0);
    expect(acts()).toBe(1);
    turnAway(1000);
    const refused = await bench.run(failover());
    expect((bench.clock.now() - before) / 1000).toBeGreaterThan(290);
    expect((bench.clock.now() - before) / 1000).toBeLessThan(330);
    expect(outcomes(refused)).toEqual(["promote-orders failed"]);
    expect(refused.steps[0]?.detail).toContain("Rate exceeded");
  });

  it("keeps its budget although the clock jumps", async () => {
    const clock = new ManualClock(Date.parse("2026-11-27T03:00:00Z"));
    bench.clock = clock;
    bench.aws.tableStatus.set(NEXT, "UPDATING");
    const scope = bench.scope([store("dynamodb", [LOST, NEXT], "cart")], { hosts: [] });
    let looks = 0;
    const onBoundary = (boundary: string) => {
      // Back by a day, and then ahead by two.
      if (boundary === "before call")
        clock.advance(++looks === 2 ? -86_400_000 : looks === 4 ? 172_800_000 : 0);
    };
    const elapsed = () => looks * 5000;
    const result = await bench.run(regionalFailover(scope), { onBoundary, elapsed });
    expect(outcomes(result)).toEqual(["confirm-cart timed-out"]);
    expect(looks).toBe(13);
  });

  it("stops before anything acts while recoveries are switched off, or when that cannot be known", async () => {
    const off = await bench.run(failover(), { switchedOff: async () => "off by anna" });
    expect(off.steps[0]).toMatchObject({ outcome: "stopped" });
    expect(off.steps[0]?.detail).toContain("off by anna");
    const unknown = await bench.resume({
      switchedOff: async () => Promise.reject(new Error("no such host")),
    });
    expect(unknown.steps[0]?.detail).toContain("no such host");
    expect(acts()).toBe(0);
    expect((await bench.resume()).completed).toBe(true);
  });

  it("fails where a person is needed and nobody is there, and acts by no guess", async () => {
    bench.aws.databases.get(orders.name)?.behind.set(NEXT, 50);
    const { ask: _, ...alone } = bench.options();
    const { runRunbook } = await import("./run.ts");
    const { NAMES } = await import("../testing/bench.ts");
    const result = await runRunbook(failover()[0], NAMES, alone);
    expect(outcomes(result)).toEqual(["promote-orders failed"]);
    expect(result.steps[0]?.detail).toContain("nobody is there to answer");
    expect(acts()).toBe(0);
  });

  it("has on disk, before each call, what it is about to call, and who began", async () => {
    await bench.run(failover());
    const [run = ""] = await runsIn(bench.dir);
    const entries = await readRun(bench.dir, run);
    expect(entries[0]).toMatchObject({ type: "run-started", by: "anna", schema: 1 });
    const act = entries.findIndex((entry) => entry.type === "call-intended" && entry.part === "action");
    expect(entries[act]).toMatchObject({ what: "rds:FailoverGlobalCluster", region: NEXT });
    expect(entries.slice(act).some((entry) => entry.type === "call-ended")).toBe(true);
    expect(await readFile(join(bench.dir, `${run}.jsonl`), "utf8")).not.toContain("secretAccessKey");
    expect(await unfinishedRunbook(bench.dir)).toBeUndefined();
  });
});

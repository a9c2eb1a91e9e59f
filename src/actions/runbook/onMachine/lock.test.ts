import aslValidator from "asl-validator";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AwsClients } from "../../../aws/index.ts";
import { statesProblems } from "../../../lib/index.ts";
import { locateEmulator } from "../../../sandbox/index.ts";
import { Interpreter } from "./testing/interpreter.ts";
import { type Ended, LockBench, named } from "./testing/lockBench.ts";

const emulator = await locateEmulator(process.env);
const skipped =
  emulator.ok && emulator.kind === "moto" ? "" : " (SKIPPED: no moto on this machine, install its server)";

describe.skipIf(skipped !== "")(`the lock of a region, in the emulated DynamoDB${skipped}`, () => {
  let interpreter: Interpreter;
  let clients: AwsClients;
  let bench: LockBench;
  let tables = 0;

  beforeAll(async () => {
    interpreter = await Interpreter.start();
    clients = interpreter.clients;
  }, 120_000);
  afterAll(() => interpreter?.stop());
  beforeEach(async () => {
    bench = await LockBench.open(clients.in("us-west-2").plain, `lock-${++tables}`);
  }, 60_000);

  it("makes no state that Step Functions would not take", () => {
    const { isValid, errorsText } = aslValidator(bench.document);
    expect(isValid, errorsText("\n")).toBe(true);
    expect(statesProblems(bench.document)).toEqual([]);
  });

  it("lets one of many that begin at once act, and tells the others which", async () => {
    const others: Promise<Ended>[] = [];
    let gone = 0;
    const everyOther = Promise.withResolvers<void>();
    // Whoever acts does not end before all others have.
    bench.inTheMiddle = () => everyOther.promise;
    const names = ["a", "b", "c", "d", "e", "f"];
    for (const execution of names) {
      const run = bench.run({ execution, by: "anna" });
      others.push(run);
      void run.then(() => {
        gone++;
        if (gone === names.length - 1) everyOther.resolve();
      });
    }
    const ends = await Promise.all(others);
    expect(bench.acted).toHaveLength(1);
    const refused = ends.filter(({ error }) => error === "Trireme.LockHeld");
    expect(refused).toHaveLength(names.length - 1);
    for (const { cause } of refused) expect(cause).toContain(bench.arn(String(bench.acted[0])));
    expect(await bench.holder()).toBeUndefined();
  });

  it("is let go of at a good end and at a bad one", async () => {
    expect(await bench.run({ execution: "well", by: "anna" })).toEqual({});
    expect(await bench.holder()).toBeUndefined();
    bench.fails = true;
    expect(await bench.run({ execution: "ill", by: "anna" })).toMatchObject({ error: "promote" });
    expect(await bench.holder()).toBeUndefined();
    expect(bench.acted).toEqual(["well", "ill"]);
  });

  it.each(["ABORTED", "FAILED", "TIMED_OUT", "SUCCEEDED"])(
    "is taken over from a holder that is %s, by one",
    async (status) => {
      bench.statuses.set(bench.arn("dead"), status);
      await bench.hold(bench.arn("dead"));
      const other = Promise.withResolvers<void>();
      bench.inTheMiddle = () => other.promise;
      const runs = ["one", "two"].map((execution) => bench.run({ execution, by: "anna" }));
      for (const run of runs) void run.then(() => other.resolve());
      const ends = await Promise.all(runs);
      expect(bench.acted).toHaveLength(1);
      expect(ends.map(({ error }) => error ?? "well").toSorted()).toEqual(["Trireme.LockHeld", "well"]);
    },
  );

  it("is held by one that can be redriven, and by one of which nothing is known for a moment only", async () => {
    bench.statuses.set(bench.arn("paused"), "PENDING_REDRIVE");
    await bench.hold(bench.arn("paused"));
    expect(await bench.run({ execution: "one", by: "anna" })).toMatchObject({ error: "Trireme.LockHeld" });
    // Forgotten by Step Functions after 90 days.
    await bench.hold(bench.arn("long-ago"));
    expect(await bench.run({ execution: "two", by: "anna" })).toEqual({});
    expect(bench.acted).toEqual(["two"]);
  });

  it("is tried again where DynamoDB turns it away, and is taken by the start whose first answer was lost", async () => {
    let times = 2;
    bench.broken = () => (times-- > 0 ? named("DynamoDb.ThrottlingException") : undefined);
    expect(await bench.run({ execution: "one", by: "anna" })).toEqual({});
    await bench.hold(bench.arn("two"));
    expect(await bench.run({ execution: "two", by: "anna" })).toEqual({});
    expect(bench.acted).toEqual(["one", "two"]);
    expect(bench.asked).toEqual([]);
  });

  it("stops no failover while it does not answer: a person says whether to go on without", async () => {
    bench.broken = () => named("DynamoDb.SdkClientException");
    expect(await bench.run({ execution: "asked", by: "anna" })).toEqual({});
    expect(bench.acted).toEqual(["asked"]);
    expect(bench.asked.join()).toContain("Go on without the lock?");
    bench.answer = "no";
    expect(await bench.run({ execution: "declined" })).toMatchObject({ error: "Trireme.LockUnavailable" });
    expect(bench.acted).toEqual(["asked"]);
  });

  it("ends quietly what nobody began, where the same machine runs already, and no other", async () => {
    const running = bench.arn("by-anna");
    bench.statuses.set(running, "RUNNING");
    await bench.hold(running, { Machine: "shop-production-recovery-leave-us-east-1" });
    expect(await bench.run({ execution: "watch" })).toEqual({});
    expect(await bench.run({ execution: "bob", by: "bob" })).toMatchObject({ error: "Trireme.LockHeld" });
    // Begun by an event in somebody's name: the second of two finds the first.
    const event = { by: "the failover", told: { unattended: true } };
    expect(await bench.run({ execution: "event", ...event })).toEqual({});
    await bench.hold(running);
    expect(await bench.run({ execution: "watch-2" })).toMatchObject({ error: "Trireme.LockHeld" });
    expect(await bench.run({ execution: "event-2", ...event })).toMatchObject({ error: "Trireme.LockHeld" });
    expect(bench.acted).toEqual([]);
    expect(await bench.holder()).toBe(running);
  });

  it("is held by a run from home until its time is over", async () => {
    await bench.hold("run 42 of anna on laptop", { Lease: "2026-11-26T03:02:00.000Z" });
    const held = await bench.run({ execution: "one", by: "bob" });
    expect(held).toMatchObject({ error: "Trireme.LockHeld" });
    expect(held.cause).toContain("run 42 of anna on laptop");
    await bench.hold("run 42 of anna on laptop", { Lease: "2026-11-26T02:58:00.000Z" });
    expect(await bench.run({ execution: "two", by: "bob" })).toEqual({});
  });

  describe("of a store that is restored", () => {
    const at = "2026-11-25T03:00:00Z";
    const restoring = (execution: string, store: string) => ({
      execution,
      machine: "restore-us-west-2",
      by: "anna",
      told: { store, at },
    });

    it("keeps out a second restore of it while the first waits for a judgement, and nothing else", async () => {
      const restores = bench.beside("restores");
      const [asked, judged] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      restores.beforeAnswer = () => {
        asked.resolve();
        return judged.promise;
      };
      const first = restores.run(restoring("first", "orders"));
      await asked.promise;

      const second = await restores.run(restoring("second", "orders"));
      expect(second).toMatchObject({ error: "Trireme.LockHeld" });
      expect(second.cause).toContain("one restore of orders at a time in a region");
      expect(second.cause).toContain(restores.arn("first", "restore-us-west-2"));
      // A failover neither waits for it nor takes its item away.
      expect(await bench.run({ execution: "leave", by: "bob" })).toEqual({});
      expect(await bench.holder("restore orders")).toBe(restores.arn("first", "restore-us-west-2"));
      // Nor does a restore of another store.
      restores.beforeAnswer = async () => undefined;
      expect(await restores.run(restoring("other", "cards"))).toEqual({});

      judged.resolve();
      expect(await first).toEqual({});
      expect(await bench.holder("restore orders")).toBeUndefined();
      expect(await bench.holder("restore cards")).toBeUndefined();
      expect(restores.acted).toEqual(["first", "other"]);
      expect(restores.calledWith).toEqual([at, at]);
    });

    it("waits for no failover", async () => {
      const restores = bench.beside("restores");
      const [acts, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      bench.inTheMiddle = () => {
        acts.resolve();
        return goesOn.promise;
      };
      const leave = bench.run({ execution: "leave", by: "bob" });
      await acts.promise;
      expect(await restores.run(restoring("meanwhile", "orders"))).toEqual({});
      goesOn.resolve();
      expect(await leave).toEqual({});
    });

    it("is not taken for what nobody could be told, whoever holds it", async () => {
      const restores = bench.beside("restores");
      const calls: unknown[] = [];
      restores.broken = () => {
        calls.push("DynamoDB");
        return undefined;
      };
      const wrong = { ...restoring("wrong", "orders"), told: { store: "orders", at: "yesterday" } };
      expect(await restores.run(wrong)).toMatchObject({ error: "Trireme.ToldNothing" });
      expect(calls).toEqual([]);
    });

    it("makes no state that Step Functions would not take", () => {
      const { document } = bench.beside("restores");
      const { isValid, errorsText } = aslValidator(document);
      expect(isValid, errorsText("\n")).toBe(true);
      expect(statesProblems(document)).toEqual([]);
    });
  });
});

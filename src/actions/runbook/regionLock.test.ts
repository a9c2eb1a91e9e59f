import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type AwsClients, StateMachines } from "../../aws/index.ts";
import { RecordingHost } from "../../host/index.ts";
import { ManualClock, systemClock } from "../../lib/index.ts";
import { exclusionOf } from "../../runbooks/index.ts";
import { DEFAULT_ACCOUNT, locateEmulator } from "../../sandbox/index.ts";
import { LockTable } from "./lockTable.ts";
import { clientsOf, Interpreter } from "./onMachine/testing/interpreter.ts";
import { type RegionLockOptions, takeRegionLock } from "./regionLock.ts";

const REGION = "us-west-2";
const NOW = Date.UTC(2026, 10, 26, 3, 0);
const emulator = await locateEmulator(process.env);
const skipped =
  emulator.ok && emulator.kind === "moto" ? "" : " (SKIPPED: no moto on this machine, install its server)";

describe.skipIf(skipped !== "")(`the lock of a region, taken from a terminal${skipped}`, () => {
  let interpreter: Interpreter;
  let clients: AwsClients;
  let table: string;
  let clock: ManualClock;
  let tables = 0;
  const taken: { release: () => Promise<void> }[] = [];

  beforeAll(async () => {
    interpreter = await Interpreter.start();
    clients = interpreter.clients;
  }, 120_000);
  afterAll(() => interpreter?.stop());
  const call = (service: string, target: string, body: object) =>
    interpreter.call(clients.in(REGION).plain, service, target, body, "1.0");
  beforeEach(async () => {
    clock = new ManualClock(NOW);
    table = `terminal-${++tables}`;
    await call("dynamodb", "DynamoDB_20120810.CreateTable", {
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "Id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "Id", AttributeType: "S" }],
    });
    return async () => {
      for (const each of taken.splice(0)) await each.release();
    };
  }, 60_000);

  const take = async (run: string, more: Partial<RegionLockOptions> = {}) => {
    const held = await takeRegionLock({
      clients: clients.in(REGION),
      table,
      run,
      by: "anna on laptop",
      runbook: "failback",
      excludes: exclusionOf({}),
      host: new RecordingHost(),
      clock,
      ...more,
    });
    taken.push(held);
    return held;
  };
  const item = (key = "recovery") =>
    new LockTable(clients.in(REGION).plain, { table, key }, systemClock).get();
  const hold = (Item: Record<string, string>) =>
    new LockTable(clients.in(REGION).plain, { table, key: "recovery" }, systemClock).put(
      { Id: "recovery", Machine: "m", Since: "s", ...Item },
      "attribute_not_exists(Id) OR Id = :id",
      { ":id": "recovery" },
    );

  it("is one run's of many that come at once, and the others are told whose", async () => {
    const all = await Promise.allSettled(["a", "b", "c", "d", "e"].map((run) => take(run)));
    const refused = all.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    expect(refused).toHaveLength(4);
    const holder = (await item())?.Holder;
    for (const error of refused) {
      expect(error).toMatchObject({
        code: "recovery-locked",
        message: expect.stringContaining(String(holder)),
      });
    }
  });

  it("is entered again by the run that was cut off, and free once it is let go of", async () => {
    await take("mine");
    const again = await take("mine");
    await expect(take("other")).rejects.toMatchObject({ code: "recovery-locked" });
    await again.release();
    expect(await item()).toBeUndefined();
    expect((await take("other")).says).toContain("run other of anna on laptop");
  });

  it("is over two minutes after a run that nobody saw again", async () => {
    await take("killed");
    clock.advance(121_000);
    expect((await take("next")).lost()).toBeUndefined();
    expect((await item())?.Holder).toContain("next");
  });

  it("is lost by a run that did not renew it before another took it, which then may not act", async () => {
    const held = await take("asleep", { renewMs: 20 });
    await hold({ Holder: "run b of bob", Lease: "2999-01-01T00:00:00.000Z" });
    await vi.waitFor(() => expect(held.lost()).toContain("somebody else"), { timeout: 20_000 });
    await held.release();
    // What is another's is left alone.
    expect((await item())?.Holder).toBe("run b of bob");
  });

  it("is a machine's as long as its execution runs, and nobody's once it was stopped", async () => {
    const definition = JSON.stringify({
      StartAt: "Wait",
      States: { Wait: { Type: "Wait", Seconds: 600, End: true } },
    });
    const { stateMachineArn } = await call("states", "AWSStepFunctions.CreateStateMachine", {
      name: "shop-recovery-leave",
      definition,
      roleArn: `arn:aws:iam::${DEFAULT_ACCOUNT}:role/leave`,
    });
    const machines = new StateMachines(clients.in(REGION).plain, systemClock);
    const Holder = await machines.start(String(stateMachineArn), "incident", "{}");
    await hold({ Holder });
    await expect(take("second")).rejects.toMatchObject({
      code: "recovery-locked",
      fix: expect.stringContaining(`--execution-arn ${Holder}`),
    });
    await call("states", "AWSStepFunctions.StopExecution", { executionArn: Holder });
    expect((await take("second")).says).toContain(`after ${Holder}`);
    // Forgotten, as after 90 days: asked for twice.
    await hold({ Holder: Holder.replace("incident", "long-ago") });
    expect((await take("third")).says).toContain("long-ago");
    expect(clock.now()).toBe(NOW + 15_000);
  });

  it("stops nothing where there is no table yet, or nobody answers and nobody is there", async () => {
    expect((await take("early", { table: "not-made" })).says).toContain("no table not-made yet");
    const nowhere = clientsOf("http://127.0.0.1:9");
    const host = new RecordingHost();
    host.attended = false;
    try {
      const gone = { clients: nowhere.in(REGION), host };
      expect((await take("unattended", gone)).says).toContain("did not answer");
      expect(host.messages.map(({ code }) => code)).toEqual(["recovery-unlocked"]);
      expect((await take("attended", { ...gone, host: new RecordingHost(true) })).says).toContain(
        "did not answer",
      );
      await expect(take("declined", { ...gone, host: new RecordingHost(false) })).rejects.toMatchObject({
        code: "lock-unavailable",
      });
    } finally {
      nowhere.destroy();
    }
  });

  it("has an item for each store that is restored, beside that of recoveries", async () => {
    const orders = { key: "restore orders", of: "restore of orders" };
    await take("failback-1");
    await take("restore-1", { runbook: "restore", excludes: orders });
    await take("restore-2", {
      runbook: "restore",
      excludes: { key: "restore cards", of: "restore of cards" },
    });
    expect(await item("restore orders")).toMatchObject({ Holder: "run restore-1 of anna on laptop" });
    expect(await item()).toMatchObject({ Holder: "run failback-1 of anna on laptop" });
    await expect(take("restore-3", { runbook: "restore", excludes: orders })).rejects.toMatchObject({
      code: "recovery-locked",
      message: expect.stringContaining("one restore of orders at a time in a region"),
    });
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeInstance } from "../../aws/testing/fakeAws.ts";
import { compileRunbook } from "../compile/index.ts";
import { abandonRunbook } from "../engine/index.ts";
import { Bench, FAR, LOST, NAMES, NEXT, NOTICE, outcomes, SHUTTER, store } from "../testing/bench.ts";
import { FakeAccessList, FakeBus } from "../testing/fakeNotices.ts";
import { oldWriterShut } from "./oldWriterShut.ts";
import { regionalFailover } from "./regionalFailover.ts";

const inventory = store("rds-postgresql", [LOST, NEXT], "inventory");
const ledger = store("rds-postgresql", [LOST, NEXT], "ledger");
const arn = (region: string, of = inventory) => `arn:aws:rds:${region}:111111111111:db:${of.nameIn(region)}`;

let bench: Bench;
let list: FakeAccessList;

beforeEach(async () => {
  bench = await Bench.open();
  list = new FakeAccessList(bench.aws, LOST);
});
afterEach(() => bench.close());

function instance(more: Partial<FakeInstance> = {}, of = inventory, region: string = LOST): FakeInstance {
  const made: FakeInstance = { source: undefined, status: "available", promoting: 0, ...more };
  bench.aws.instances.set(`${region}/${of.nameIn(region)}`, made);
  return made;
}
const shut = (stores = [inventory]) => bench.run([oldWriterShut(bench.scope(stores), SHUTTER, stores)]);
const acts = () => bench.aws.calls.map(({ action }) => action).filter((each) => !each.startsWith("Describe"));

describe("shutting a region whose databases are being promoted elsewhere", () => {
  it("turns PostgreSQL away at once, stops the instance when it is parted, and opens again", async () => {
    const old = instance({ copies: [arn(NEXT)] });
    const seen: boolean[] = [];
    bench.aws.others.unshift(({ form }) => {
      if (form.get("Action") === "DescribeDBInstances") {
        seen.push(list.isShut);
        // The promotion ends, and parts the two.
        if (seen.length > 4) Object.assign(old, { copies: [] });
      }
      if (form.get("Action") === "StopDBInstance") expect(list.isShut).toBe(true);
      return undefined;
    });
    const result = await shut();
    expect(outcomes(result)).toEqual([
      "find-access-list confirmed",
      "shut-inventory confirmed",
      "part-inventory confirmed",
      "may-open-inventory satisfied",
      "fence-inventory confirmed",
      "open-databases confirmed",
    ]);
    expect(result.completed).toBe(true);
    expect(acts()).toEqual(["ReplaceNetworkAclEntry", "StopDBInstance", "ReplaceNetworkAclEntry"]);
    expect([old.status, list.turned]).toEqual(["stopped", SHUTTER.nobody]);
    expect(bench.asked).toEqual([]);
    expect(new Set(bench.aws.calls.map(({ region }) => region))).toEqual(new Set([LOST]));
  });

  it.each([
    ["is parted already is stopped at once", {}, ["StopDBInstance"]],
    ["is a copy by now is left alone", { source: arn(NEXT) }, []],
    ["is stopped is left alone", { status: "stopped" }, []],
  ])("shuts nobody out where none is followed: one that %s", async (_, more, wanted) => {
    instance(more);
    expect((await shut()).completed).toBe(true);
    expect(acts()).toEqual(wanted);
  });

  it("asks a person where no promotion ends in time, and opens a region that nothing took over from", async () => {
    const old = instance({ copies: [arn(NEXT)] });
    const told: string[] = [];
    const [runbook] = [oldWriterShut(bench.scope([inventory]), SHUTTER, [inventory])];
    const result = await bench.run([runbook], { notify: async (text) => void told.push(text) });
    expect(told).toEqual([expect.stringContaining("PostgreSQL is shut in us-east-1")]);
    expect(bench.asked).toEqual([expect.stringContaining("is opened and goes on as before")]);
    expect(outcomes(result).slice(2)).toEqual([
      "part-inventory timed-out",
      "may-open-inventory confirmed",
      "fence-inventory satisfied",
      "open-databases confirmed",
    ]);
    expect([old.status, list.isShut]).toEqual(["available", false]);
  });

  it("stays shut and comes to a bad end, which wakes somebody, when that person says no", async () => {
    instance({ copies: [arn(NEXT)] });
    bench.answer = "no";
    const result = await shut();
    expect(result.completed).toBe(false);
    expect(outcomes(result).at(-1)).toBe("may-open-inventory declined");
    expect(list.isShut).toBe(true);
  });

  it("opens only when every store has come to its end, the rule being one for all", async () => {
    const [old, other] = [instance(), instance({ copies: [arn(NEXT, ledger)] }, ledger)];
    bench.answer = "no";
    const result = await shut([inventory, ledger]);
    expect(result.completed).toBe(false);
    expect([old.status, other.status, list.isShut]).toEqual(["stopped", "available", true]);
    // Begun again when the promotion has ended, it does the rest.
    Object.assign(other, { copies: [] });
    await abandonRunbook(bench.options());
    expect((await shut([inventory, ledger])).completed).toBe(true);
    expect([other.status, list.isShut]).toEqual(["stopped", false]);
  });

  it("leaves stores with further copies to people, and shuts nobody out for them", async () => {
    const three = store("rds-postgresql", [LOST, NEXT, FAR], "billing");
    const result = await shut([three]);
    expect(outcomes(result)).toEqual(["fence-billing confirmed"]);
    expect(bench.aws.calls).toEqual([]);
  });

  it("comes to a bad end, having stopped nothing, where the rule cannot be replaced", async () => {
    instance({ copies: [arn(NEXT)] });
    list.refuses = "UnauthorizedOperation";
    const result = await shut();
    expect(result.completed).toBe(false);
    expect(outcomes(result).at(-1)).toBe("shut-inventory failed");
  });
});

describe("telling a region that it is left", () => {
  const copy = (more: Partial<FakeInstance> = {}) =>
    instance({ source: arn(LOST), ...more }, inventory, NEXT);
  const failover = (told: string[] = []) =>
    bench.run(regionalFailover(bench.scope([inventory], { notice: NOTICE, hosts: [] })), {
      notify: async (text) => void told.push(text),
    });
  let bus: FakeBus;
  beforeEach(() => {
    bus = new FakeBus(bench.aws, NEXT);
    bench.aws.lost.add(LOST);
  });

  it("comes right before the promotion, in the region that promotes", async () => {
    copy();
    const result = await failover();
    expect(outcomes(result)).toEqual([
      "ready-inventory satisfied",
      "tell-inventory confirmed",
      "promote-inventory confirmed",
    ]);
    expect(acts()).toEqual(["PutEvents", "PromoteReadReplica"]);
    expect(bus.events).toEqual([
      {
        EventBusName: "default",
        Source: NOTICE.source,
        DetailType: NOTICE.detailType,
        Detail: { region: LOST, store: "inventory" },
      },
    ]);
    expect(new Set(bench.aws.calls.map(({ region }) => region))).toEqual(new Set([NEXT]));
  });

  it.each([
    ["takes writes already", { source: undefined }],
    ["copies another region", { source: arn(FAR) }],
    ["is in no state to be promoted", { status: "storage-full" }],
  ])("is left out where nothing is promoted: a copy that %s", async (_, more) => {
    copy(more);
    await failover();
    expect(bus.events).toEqual([]);
  });

  it("keeps no promotion from going on when it is refused, and wakes somebody", async () => {
    const promoted = copy();
    bus.refuses = "InternalFailure";
    const told: string[] = [];
    const result = await failover(told);
    expect(outcomes(result)).toEqual([
      "ready-inventory satisfied",
      "tell-inventory failed",
      "promote-inventory confirmed",
    ]);
    expect(promoted.source).toBeUndefined();
    expect(told).toEqual([expect.stringContaining("start its recovery shut-us-east-1 by hand")]);
    expect(told[0]).toContain("InternalFailure");
  });

  it("is a failed task on AWS when EventBridge answers that it took nothing", () => {
    const [runbook] = regionalFailover(bench.scope([inventory], { notice: NOTICE }));
    const { document } = compileRunbook(runbook, NAMES);
    const state = JSON.parse(JSON.stringify(document.States))["tell-inventory: act"];
    expect(state.Resource).toBe("arn:aws:states:::events:putEvents");
    expect(state.Parameters.Entries[0].Detail).toEqual({ region: LOST, store: "inventory" });
    expect(JSON.stringify(state.Retry)).toContain("EventBridge.FailedEntry");
  });
});

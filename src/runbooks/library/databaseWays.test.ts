import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Bench, FAR, LATCH, LOST, NEXT, outcomes, store } from "../testing/bench.ts";
import { caches, sessions } from "../testing/cases/worlds.ts";
import { FakeHub, RANGES, WAYS } from "../testing/fakeHub.ts";
import { FakeRegion } from "../testing/fakeRegion.ts";
import { cacheReturn } from "./cacheReturn.ts";
import { failback } from "./failback.ts";
import { postRecoveryReview } from "./postRecoveryReview.ts";
import { regionalFailover } from "./regionalFailover.ts";
import { storeFailover } from "./storeFailover.ts";
import { wayReturn } from "./wayReturn.ts";

const ledger = store("rds-postgresql", [LOST, NEXT], "ledger");
const stock = store("rds-postgresql", [LOST, NEXT], "stock");
const arn = (region: string, of = ledger) => `arn:aws:rds:${region}:111111111111:db:${of.nameIn(region)}`;
const CUTS = Object.keys(WAYS.ranges).map((zone) => `cut-ledger-${zone}`);

let bench: Bench;
let hub: FakeHub;

beforeEach(async () => {
  bench = await Bench.open();
  hub = new FakeHub(bench.aws, NEXT);
});
afterEach(() => bench.close());

const copyOf = (of: typeof ledger, source: string | undefined) => {
  const made = { source, status: "available", promoting: 0 };
  bench.aws.instances.set(`${NEXT}/${of.nameIn(NEXT)}`, made);
  return made;
};
const scope = (stores = [ledger], more: Parameters<Bench["scope"]>[1] = {}) =>
  bench.scope(stores, { hosts: [], ways: WAYS, ...more });
const failOver = (stores = [ledger]) => bench.run(regionalFailover(scope(stores)));
const acts = () => bench.aws.calls.map(({ action }) => action).filter((each) => !/^(Desc|Search)/.test(each));

describe("a failover", () => {
  it("drops what goes to the old writer's subnets before it promotes, and calls its own region only", async () => {
    copyOf(ledger, arn(LOST));
    bench.aws.lost.add(LOST);

    const result = await failOver();

    expect(outcomes(result)).toEqual([
      "ready-ledger satisfied",
      "find-way-ledger confirmed",
      ...CUTS.map((id) => `${id} confirmed`),
      "promote-ledger confirmed",
    ]);
    expect([...hub.dropped]).toEqual(RANGES);
    expect(acts()).toEqual([...RANGES.map(() => "CreateTransitGatewayRoute"), "PromoteReadReplica"]);
    expect(new Set(bench.aws.calls.map(({ region }) => region))).toEqual(new Set([NEXT]));
  });

  it.each([
    ["takes writes already", undefined],
    ["copies one of a third region", arn(FAR)],
  ])("closes no way where the copy %s", async (_, source) => {
    copyOf(ledger, source);
    expect(outcomes(await failOver())).toEqual(
      expect.arrayContaining([...CUTS.map((id) => `${id} satisfied`), "promote-ledger satisfied"]),
    );
    expect(acts()).toEqual([]);
  });

  it("closes no way where the copy cannot be promoted", async () => {
    copyOf(ledger, arn(LOST)).status = "storage-full";
    expect(outcomes(await failOver())).toEqual(["ready-ledger stopped"]);
    expect(acts()).toEqual([]);
  });

  it("promotes none where the way cannot be closed", async () => {
    const copy = copyOf(ledger, arn(LOST));
    hub.table = undefined;
    expect(outcomes(await failOver()).at(-1)).toBe("find-way-ledger stopped");
    expect(copy.source).toBe(arn(LOST));
    expect(acts()).toEqual([]);
  });

  it("takes a way that a run before, or another store at the same time, has closed for closed", async () => {
    for (const each of [ledger, stock]) copyOf(each, arn(LOST, each));
    const [first] = RANGES;
    if (first !== undefined) hub.dropped.add(first);

    const result = await failOver([ledger, stock]);

    expect(result.completed, JSON.stringify(result.steps)).toBe(true);
    expect(outcomes(result)).toEqual(
      expect.arrayContaining(["promote-ledger confirmed", "promote-stock confirmed"]),
    );
    expect([...hub.dropped].toSorted()).toEqual(RANGES.toSorted());
  });

  it("closes none where the region that takes over reaches none of the other's databases", async () => {
    copyOf(ledger, arn(LOST));
    const [runbook] = regionalFailover(scope([ledger], { ways: { ...WAYS, from: [FAR] } }));
    expect(outcomes(await bench.run([runbook]))).toEqual([
      "ready-ledger satisfied",
      "promote-ledger confirmed",
    ]);
  });

  it("of one store alone closes none: its region is up", () => {
    const [runbook] = storeFailover(scope(), { store: ledger, to: NEXT, acceptDataLoss: true });
    expect(JSON.stringify(runbook)).not.toContain("TransitGateway");
  });
});

describe("a failback", () => {
  const wrote = (region: string) => new Map([ledger, sessions].map(({ id }) => [id, region]));

  it("makes the ways free after the fence and before anything moves back", () => {
    const runbooks = failback(
      scope([ledger], { caches: [sessions], latch: LATCH }),
      wrote(LOST),
      wrote(NEXT),
    );
    expect(runbooks.map(({ name, runsIn }) => [name, runsIn])).toEqual([
      ["old-writer-fence", LOST],
      ["way-return", NEXT],
      ["cache-return", LOST],
      ["failback", NEXT],
    ]);
    expect(JSON.stringify(runbooks[1]?.stages)).not.toContain("fences-hold");
  });

  it("makes them free, and finds nothing to do a second time", async () => {
    for (const range of [...RANGES, "10.9.0.0/21"]) hub.dropped.add(range);
    const [way] = wayReturn(scope());
    if (way === undefined) throw new Error("no way");
    const opened = (outcome: string) => Object.keys(WAYS.ranges).map((zone) => `open-${zone} ${outcome}`);
    expect(outcomes(await bench.run([way]))).toEqual([`find-way-${LOST} confirmed`, ...opened("confirmed")]);
    // What is none of ours stays.
    expect([...hub.dropped]).toEqual(["10.9.0.0/21"]);
    expect(outcomes(await bench.run([way]))).toEqual([`find-way-${LOST} confirmed`, ...opened("satisfied")]);
  });

  it("by itself asks whether the fence holds, and frees nothing by a no", async () => {
    for (const range of RANGES) hub.dropped.add(range);
    bench.answer = "no";
    const [way] = wayReturn(scope(), { apart: true });
    if (way === undefined) throw new Error("no way");
    expect(outcomes(await bench.run([way]))).toEqual([`fences-hold-${LOST} declined`]);
    expect(bench.asked[0]).toContain(`fence-${LOST}`);
    expect([...hub.dropped]).toEqual(RANGES);
  });

  it("moves nothing on a machine of its own while a way is closed", async () => {
    const [first] = RANGES;
    if (first !== undefined) hub.dropped.add(first);
    const last = failback(scope([ledger], { latch: LATCH }), wrote(LOST), wrote(NEXT), { apart: true }).at(
      -1,
    );
    if (last === undefined) throw new Error("no failback");
    const result = await bench.run([last]);
    expect(outcomes(result).at(-1)).toBe(`see-ways-${LOST} stopped`);
    expect(result.steps.at(-1)?.detail).toContain(`way-${LOST}`);
    expect(acts()).toEqual([]);
  });

  it("has a person asked before caches move back on a machine of their own", async () => {
    caches(new FakeRegion(bench.aws, LOST), LOST, "SECONDARY");
    bench.answer = "no";
    const alone = cacheReturn(scope([ledger], { caches: [sessions] }), [sessions], { apart: true });
    expect(outcomes(await bench.run([alone]))).toEqual([`ways-open-${LOST} declined`]);
  });
});

describe("a review", () => {
  it("tells of a black hole that was left behind", async () => {
    hub.dropped.add("10.9.0.0/21");
    const [review] = postRecoveryReview({ ...scope([], { region: NEXT }), caches: [] });
    const result = await bench.run([review]);
    const found = result.steps.find(({ id }) => id === `review-ways-${NEXT}`);
    expect(found).toMatchObject({ outcome: "timed-out" });
    expect(found?.detail).toContain("10.9.0.0/21");
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeInstance } from "../../aws/testing/fakeAws.ts";
import type { RunResult } from "../engine/index.ts";
import { Bench, FAR, LOST, NEXT, store } from "../testing/bench.ts";
import { instancesToRebuild } from "./databaseInstances.ts";
import { regionalFailover } from "./regionalFailover.ts";

const identifier = (region: string) => `shop-billing-${region}`;
const arn = (region: string) => `arn:aws:rds:${region}:111111111111:db:${identifier(region)}`;

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(() => bench.close());

/** An instance of the store in a region, a copy of the one in another. */
function instance(region: string, copiesRegion?: string): FakeInstance {
  const made: FakeInstance = {
    source: copiesRegion === undefined ? undefined : arn(copiesRegion),
    status: "available",
    promoting: 0,
  };
  bench.aws.instances.set(`${region}/${identifier(region)}`, made);
  return made;
}

const scopeOf = (...regions: readonly string[]) =>
  bench.scope([store("rds-postgresql", regions, "billing")], { hosts: [] });
const failOver = (...regions: readonly string[]) => bench.run(regionalFailover(scopeOf(...regions)));
const outcomes = ({ steps }: RunResult) => steps.map(({ id, outcome }) => `${id} ${outcome}`);

describe("failing over an RDS instance", () => {
  it("promotes the copy, waits until it takes writes, and calls its region only", async () => {
    instance(LOST);
    const copy = instance(NEXT, LOST);
    bench.aws.lost.add(LOST);

    const result = await failOver(LOST, NEXT);

    expect(outcomes(result)).toEqual(["ready-billing satisfied", "promote-billing confirmed"]);
    expect(result.steps[1]).toMatchObject({ endedAt: 5000, region: NEXT });
    expect(result.steps[1]?.detail).toContain("is available, with backups of 7 days");
    expect(copy.source).toBeUndefined();
    expect(new Set(bench.aws.calls.map(({ region }) => region))).toEqual(new Set([NEXT]));
  });

  it("labels the promotion with every action that it used", async () => {
    instance(NEXT, LOST);
    const { steps } = await failOver(LOST, NEXT);
    const used = new Set(bench.aws.calls.map(({ service, action }) => `${service}:${action}`));
    expect(new Set(steps[1]?.actions)).toEqual(used);
  });

  it("promotes nothing when the region that is left takes writes already", async () => {
    instance(NEXT);
    expect(outcomes(await failOver(NEXT, LOST))).toEqual([
      "ready-billing satisfied",
      "promote-billing satisfied",
    ]);
    expect(new Set(bench.aws.calls.map(({ action }) => action))).toEqual(new Set(["DescribeDBInstances"]));
  });

  it("promotes nothing when the copy's source is not what was lost", async () => {
    const copy = instance(NEXT, FAR);
    const result = await failOver(LOST, NEXT, FAR);
    expect(result.steps[2]?.detail).toContain(`not in ${LOST}`);
    expect(copy.source).toBe(arn(FAR));
  });

  it("asks about each other copy before it promotes one, and promotes none by a no", async () => {
    const copy = instance(NEXT, LOST);
    bench.answer = "no";
    const result = await failOver(LOST, NEXT, FAR);
    expect(bench.asked).toEqual([expect.stringContaining(`${identifier(FAR)} in ${FAR}`)]);
    expect(outcomes(result)).toEqual([`see-copy-billing-${FAR} declined`]);
    expect(copy.source).toBe(arn(LOST));
    expect(bench.aws.calls).toEqual([]);
  });

  it("waits for a promotion that somebody else has begun, and promotes nothing twice", async () => {
    Object.assign(instance(NEXT, LOST), { status: "modifying", promoting: 4 });
    expect(outcomes(await failOver(LOST, NEXT))).toEqual([
      "ready-billing confirmed",
      "promote-billing satisfied",
    ]);
    expect(bench.aws.calls.map(({ action }) => action)).not.toContain("PromoteReadReplica");
  });

  it("stops at once when the copy is in a state that does not pass", async () => {
    instance(NEXT, LOST).status = "storage-full";
    const result = await failOver(LOST, NEXT);
    expect(outcomes(result)).toEqual(["ready-billing stopped"]);
    expect(result.steps[0]?.detail).toContain("is storage-full");
  });

  it("fails when there is no copy where one should be", async () => {
    expect(outcomes(await failOver(LOST, NEXT))).toEqual(["ready-billing failed"]);
  });
});

describe("what a failback leaves undone", () => {
  it("is nothing while the copies copy the one that takes writes", async () => {
    instance(LOST);
    instance(NEXT, LOST);
    instance(FAR, LOST);
    expect(await instancesToRebuild(scopeOf(LOST, NEXT, FAR), bench.clients)).toEqual([]);
  });

  it("is a rebuild after a promotion, because both take writes", async () => {
    instance(LOST);
    instance(NEXT);
    const [left] = await instancesToRebuild(scopeOf(LOST, NEXT), bench.clients);
    expect(left).toMatchObject({ store: "billing", detail: `takes writes: ${LOST}, ${NEXT}` });
    expect(left?.byHand.join(" ")).toContain("terraform import");
  });

  it("names a copy that follows the old source", async () => {
    instance(NEXT);
    instance(FAR, LOST);
    instance(LOST, NEXT);
    const [left] = await instancesToRebuild(scopeOf(LOST, NEXT, FAR), bench.clients);
    expect(left?.detail).toContain(`copies an instance that is not the writer: ${FAR}`);
  });

  it("says which region could not be looked at, rather than count it as done", async () => {
    instance(LOST);
    instance(NEXT, LOST);
    bench.aws.lost.add(NEXT);
    const [left] = await instancesToRebuild(scopeOf(LOST, NEXT), bench.clients);
    expect(left?.detail).toContain(`could not be looked at: ${NEXT}`);
  });

  it("does not look at stores of other kinds", async () => {
    const scope = scopeOf(LOST, NEXT);
    const stores = scope.stores.map((store) => ({ ...store, engine: "s3" as const }));
    expect(await instancesToRebuild({ ...scope, stores }, bench.clients)).toEqual([]);
    expect(bench.aws.calls).toEqual([]);
  });
});

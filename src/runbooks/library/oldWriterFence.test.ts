import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeInstance } from "../../aws/testing/fakeAws.ts";
import { Bench, FAR, LOST, NEXT, outcomes, SHUTTER, store } from "../testing/bench.ts";
import { FakeAccessList } from "../testing/fakeNotices.ts";
import { instancesToRebuild, regionsThatWrite } from "./databaseInstances.ts";
import { failback } from "./failback.ts";
import { fencedStores, oldWriterFence } from "./oldWriterFence.ts";

const inventory = store("rds-postgresql", [LOST, NEXT], "inventory");
const arn = (region: string) => `arn:aws:rds:${region}:111111111111:db:${inventory.nameIn(region)}`;

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(() => bench.close());

function instance(region: string, more: Partial<FakeInstance> = {}): FakeInstance {
  const made: FakeInstance = { source: undefined, status: "available", promoting: 0, ...more };
  bench.aws.instances.set(`${region}/${inventory.nameIn(region)}`, made);
  return made;
}
const fence = () => bench.run([oldWriterFence(bench.scope([inventory]), [inventory])]);
const acts = () => bench.aws.calls.map(({ action }) => action).filter((each) => !each.startsWith("Describe"));

describe("fencing what a region wrote to before it was lost", () => {
  it("stops the instance in its own region, and calls no other", async () => {
    const old = instance(LOST);
    const result = await fence();
    expect(outcomes(result)).toEqual(["fence-inventory confirmed"]);
    expect(result.steps[0]?.detail).toContain("RDS starts it again after seven days");
    expect(old.status).toBe("stopped");
    expect(new Set(bench.aws.calls.map(({ region }) => region))).toEqual(new Set([LOST]));
    expect(acts()).toEqual(["StopDBInstance"]);
  });

  it.each([
    ["is a copy by now", { source: arn(NEXT) }, "copies another instance"],
    ["is stopped already", { status: "stopped" }, "is stopped"],
  ])("leaves one alone that %s", async (_, more, says) => {
    instance(LOST, more);
    const result = await fence();
    expect(outcomes(result)).toEqual(["fence-inventory satisfied"]);
    expect(result.steps[0]?.detail).toContain(says);
    expect(acts()).toEqual([]);
  });

  it.each([
    ["that RDS would not stop", { status: "storage-full" }, "is storage-full"],
    ["that a copy follows, which may be about to be promoted", { copies: [arn(NEXT)] }, "promotion goes on"],
  ])("calls an instance fenced by nothing %s", async (_, more, says) => {
    instance(LOST, more);
    const result = await fence();
    expect(outcomes(result)).toEqual(["fence-inventory stopped"]);
    expect(result.steps[0]?.detail).toContain(says);
    expect(acts()).toEqual([]);
  });

  it("opens what was shut, once nothing writes there any more, and not before", async () => {
    const list = new FakeAccessList(bench.aws, LOST);
    list.turned = "0.0.0.0/0";
    const shutScope = { ...bench.scope([inventory]), shutter: SHUTTER };
    const old = instance(LOST, { copies: [arn(NEXT)] });
    const early = await bench.run([oldWriterFence(shutScope, [inventory])]);
    expect([early.completed, list.isShut]).toEqual([false, true]);
    old.copies = [];
    const late = await bench.resume();
    expect([late.completed, list.isShut, old.status]).toEqual([true, false, "stopped"]);
  });

  it("asks a person where another copy may go on following it, which RDS does not let stop", async () => {
    const three = store("rds-postgresql", [LOST, NEXT, FAR], "ledger");
    bench.answer = "no";
    const result = await bench.run([oldWriterFence(bench.scope([three]), [three])]);
    expect(bench.asked).toEqual([expect.stringContaining("security group")]);
    expect(outcomes(result)).toEqual(["fence-ledger declined"]);
  });

  it("is of RDS alone: Aurora fences by itself, and of a single copy nothing was promoted", () => {
    const stores = [
      inventory,
      store("aurora-postgresql", [LOST, NEXT]),
      store("rds-postgresql", [LOST], "alone"),
      store("rds-postgresql", [NEXT, FAR], "elsewhere"),
    ];
    expect(fencedStores(bench.scope(stores)).map(({ id }) => id)).toEqual(["inventory"]);
  });

  it("comes before anything else of a failback, and only where another wrote", () => {
    const scope = bench.scope([inventory], { hosts: [] });
    const names = (holder: string) =>
      failback(scope, new Map([["inventory", LOST]]), new Map([["inventory", holder]])).map(
        ({ name }) => name,
      );
    expect(names(NEXT)[0]).toBe("old-writer-fence");
    // Both take writes until it is fenced.
    expect(names(`${LOST} and ${NEXT}`)[0]).toBe("old-writer-fence");
    expect(names(LOST)).not.toContain("old-writer-fence");
  });

  it("leaves one writer, and the rest to people: it starts again after seven days", async () => {
    instance(LOST);
    instance(NEXT);
    const write = () => regionsThatWrite(inventory, bench.clients, inventory.regions);
    expect(await write()).toEqual([LOST, NEXT]);
    await fence();
    expect(await write()).toEqual([NEXT]);
    const [left] = await instancesToRebuild(bench.scope([inventory]), bench.clients);
    expect(left?.detail).toBe(
      `takes writes: ${NEXT}; stopped, and started again by RDS after seven days: ${LOST}`,
    );
  });
});

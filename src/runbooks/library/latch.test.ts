import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stepsOf } from "../runbook.ts";
import { Bench, FAR, LATCH, LOST, NEXT, outcomes, store } from "../testing/bench.ts";
import { failback } from "./failback.ts";
import { regionalFailover } from "./regionalFailover.ts";

const orders = store("aurora-postgresql", [LOST, NEXT], "orders");
const inventory = store("rds-postgresql", [LOST, NEXT], "inventory");
const at = (region: string) => new Map([orders, inventory].map(({ id }) => [id, region]));
const KEPT = `keep-away-${LOST}`;
const RETURN = `let-return-${LOST}`;

let bench: Bench;
let alarms: Bench["aws"]["keptAway"];

beforeEach(async () => {
  bench = await Bench.open();
  alarms = bench.aws.keptAway;
});
afterEach(() => bench.close());

const latched = (stores: readonly (typeof orders)[] = []) => bench.scope(stores, { hosts: [], latch: LATCH });
const stepIds = (runbook: Parameters<typeof stepsOf>[0]) => stepsOf(runbook).map(({ step }) => step.id);
const puts = () => bench.aws.calls.filter(({ action }) => action === "PutMetricData");

describe("keeping the names away from a region that was left", () => {
  it("is one value in the region that takes over, and nothing of the lost region nor of Route 53", async () => {
    bench.aws.lost.add(LOST);
    const result = await bench.run(regionalFailover(latched()));
    expect(outcomes(result)).toEqual([`${KEPT} confirmed`]);
    expect(alarms.get(LOST)).toBe("ALARM");
    expect(new Set(bench.aws.calls.map(({ service, region }) => `${service} ${region}`))).toEqual(
      new Set([`monitoring ${NEXT}`]),
    );
    expect(puts()).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(puts()[0]?.body))).toMatchObject({
      Namespace: LATCH.namespace,
      "MetricData.member.1.MetricName": "KeptAway",
      "MetricData.member.1.Dimensions.member.1.Value": LOST,
      "MetricData.member.1.Value": "1",
    });
  });

  it("goes on beside the stores: what fails there does not keep it back, nor it them", async () => {
    bench.aws.lost.add(LOST);
    bench.aws.database(orders.name, [LOST, NEXT]).status = "failing-over";
    const result = await bench.run(regionalFailover(latched([orders])));
    expect(new Set(outcomes(result))).toEqual(new Set([`${KEPT} confirmed`, "promote-orders stopped"]));
  });

  it("is not confirmed while nothing follows the value", async () => {
    bench.aws.others.unshift(({ service, form }) =>
      service === "monitoring" && form.get("Action") === "PutMetricData"
        ? { action: "PutMetricData", answer: () => ({ status: 200, body: "<PutMetricDataResponse/>" }) }
        : undefined,
    );
    alarms.set(LOST, "OK");
    const result = await bench.run(regionalFailover(latched()));
    expect(outcomes(result)).toEqual([`${KEPT} timed-out`]);
  });

  it("is left out where there is no latch, and in regions that do not hold it", () => {
    const [alone] = regionalFailover(bench.scope([orders], { hosts: [] }));
    expect(stepIds(alone)).toEqual(["promote-orders"]);
    const apart = bench.scope([orders, store("dynamodb", [LOST, FAR], "far")], { latch: LATCH });
    const [first, second] = regionalFailover(apart);
    expect(stepIds(first)[0]).toBe(KEPT);
    expect(second?.runsIn).toBe(FAR);
    expect(second === undefined ? [] : stepIds(second)).toEqual(["confirm-far"]);
  });
});

describe("letting the names come back", () => {
  it("is the last of a failback, after the old writer is stopped and the stores are back", () => {
    const runbooks = failback(latched([orders, inventory]), at(LOST), at(NEXT));
    expect(runbooks.map(({ name, runsIn }) => [name, runsIn])).toEqual([
      ["old-writer-fence", LOST],
      ["failback", NEXT],
    ]);
    expect(runbooks.flatMap(stepIds)).toEqual([
      "fence-inventory",
      "catch-up-orders",
      "return-orders",
      RETURN,
    ]);
  });

  it("does not happen when a store does not come back", async () => {
    alarms.set(LOST, "ALARM");
    bench.aws.database(orders.name, [NEXT]);
    const result = await bench.run(failback(latched([orders]), at(LOST), at(NEXT)));
    expect(result.completed).toBe(false);
    expect(alarms.get(LOST)).toBe("ALARM");
    expect(puts()).toEqual([]);
  });

  it("waits until the alarm says so", async () => {
    alarms.set(LOST, "ALARM");
    const result = await bench.run(failback(latched(), at(LOST), at(NEXT)));
    expect(outcomes(result)).toEqual([`${RETURN} confirmed`]);
    expect(alarms.get(LOST)).toBe("OK");
  });

  it.each(["OK", "INSUFFICIENT_DATA"] as const)("puts nothing when the alarm is in %s", async (state) => {
    alarms.set(LOST, state);
    const result = await bench.run(failback(latched(), at(LOST), at(NEXT)));
    expect(outcomes(result)).toEqual([`${RETURN} satisfied`]);
    expect(puts()).toEqual([]);
  });

  it("stops where there is no alarm, rather than call nothing a return", async () => {
    const result = await bench.run(failback(latched(), at(LOST), at(NEXT)));
    expect(outcomes(result)).toEqual([`${RETURN} stopped`]);
  });

  it("runs in the region that keeps them away, whoever writes by now", () => {
    const stores = [store("aurora-postgresql", [LOST, NEXT, FAR], "orders")];
    const runbooks = failback(latched(stores), at(LOST), at(FAR));
    expect(runbooks.map(({ runsIn }) => runsIn)).toEqual([FAR, NEXT]);
    expect(runbooks.map(stepIds)).toEqual([["catch-up-orders", "return-orders"], [RETURN]]);
  });

  it("asks whether the old writers are fenced where each runbook is begun by itself", () => {
    const runbooks = failback(latched([inventory]), at(LOST), at(NEXT), { apart: true });
    expect(runbooks.flatMap(stepIds)).toEqual(["fence-inventory", `fences-hold-${LOST}`, RETURN]);
  });
});

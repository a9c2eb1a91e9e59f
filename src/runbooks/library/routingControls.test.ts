import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compileRunbook } from "../compile/index.ts";
import { permissionsOf } from "../permissions.ts";
import { planeProblems } from "../planes.ts";
import { stepsOf } from "../runbook.ts";
import { ACCOUNT, Bench, LATCH, LOST, NAMES, NEXT, outcomes, scopeOf } from "../testing/bench.ts";
import { FakeCluster, SWITCH } from "../testing/fakeCluster.ts";
import { failback } from "./failback.ts";
import { regionalFailover } from "./regionalFailover.ts";
import { trafficReturn, trafficShift } from "./trafficShift.ts";

const scope = { ...scopeOf([], { hosts: [] }), latch: LATCH, routing: SWITCH };
const traffic = { ...scope, balancer: "shop-public", healthPath: "/healthz" };
const [AWAY, BACK] = [`route-away-${LOST}`, `route-back-${LOST}`];

let bench: Bench;
let cluster: FakeCluster;
beforeEach(async () => {
  bench = await Bench.open();
  cluster = new FakeCluster(bench.aws);
});
afterEach(() => bench.close());

/** Regions whose endpoints were asked to set something, in order. */
const asked = (action = "UpdateRoutingControlStates") =>
  bench.aws.calls.filter((call) => call.action === action).map(({ region }) => region);

describe("taking a region out of the names by its routing control", () => {
  it("asks nothing of the region that is left, whose endpoint stands first", async () => {
    bench.aws.lost.add(LOST);
    const result = await bench.run(trafficShift(traffic));
    expect(outcomes(result)).toEqual([`${AWAY} confirmed`]);
    expect(cluster.states.get(SWITCH.control)).toBe("On");
    expect(asked()).toEqual(["eu-west-1"]);
    expect(bench.aws.calls.filter(({ region }) => region === LOST)).toEqual([]);
  });

  it("tries the next endpoint where one does not answer", async () => {
    bench.aws.lost.add("eu-west-1");
    const result = await bench.run(trafficShift(traffic));
    expect(outcomes(result)).toEqual([`${AWAY} confirmed`]);
    expect(asked()).toEqual(["eu-west-1", "ap-southeast-2"]);
  });

  it("ends as failed where no endpoint answers, and leaves the state as it was", async () => {
    for (const region of cluster.endpoints) bench.aws.lost.add(region);
    const result = await bench.run(trafficShift(traffic));
    expect(outcomes(result)).toEqual([`${AWAY} failed`]);
    expect(cluster.states.get(SWITCH.control)).toBe("Off");
  });

  it("stops where it would leave nobody, says what a person may do, and sets nothing", async () => {
    cluster.states.set(`keep-away-${NEXT}`, "On");
    const result = await bench.run(trafficShift(traffic));
    expect(outcomes(result)).toEqual([`${AWAY} stopped`]);
    expect(result.steps[0]?.detail).toContain("--safety-rules-to-override");
    expect(asked()).toEqual([]);
  });

  it("takes a refusal of the safety rule for an answer: once, and no other endpoint is asked to say otherwise", async () => {
    cluster.states.set(`keep-away-${NEXT}`, "On");
    const unaware = { ...traffic, routing: { ...SWITCH, others: [] } };
    const result = await bench.run(trafficShift(unaware));
    expect(outcomes(result)).toEqual([`${AWAY} failed`]);
    expect(result.steps[0]?.detail).toContain("one-region-stays");
    expect(asked()).toEqual(["eu-west-1"]);
    expect(bench.aws.calls.map(({ body }) => body).join()).not.toContain("SafetyRulesToOverride");
  });

  it("finds it done the second time, and stops where there is no such control", async () => {
    await bench.run(trafficShift(traffic));
    expect(outcomes(await bench.run(trafficShift(traffic)))).toEqual([`${AWAY} satisfied`]);
    cluster.states.delete(SWITCH.control);
    expect(outcomes(await bench.run(trafficShift(traffic)))).toEqual([`${AWAY} stopped`]);
  });

  it("lets the region return by any endpoint", async () => {
    cluster.states.set(SWITCH.control, "On");
    expect(outcomes(await bench.run(trafficReturn(traffic)))).toEqual([`${BACK} confirmed`]);
    expect(cluster.states.get(SWITCH.control)).toBe("Off");
    expect(asked()).toEqual([LOST]);
  });
});

describe("routing controls in a failover", () => {
  it("are set beside the latch and the stores, and the last of a failback sets them back", () => {
    const [failover] = regionalFailover(scope);
    expect(stepsOf(failover).map(({ step }) => step.id)).toEqual([`keep-away-${LOST}`, AWAY]);
    expect(failover.stages[0]?.lanes).toHaveLength(2);
    const none = new Map<string, string>();
    const back = failback(scope, none, none);
    expect(back.map(({ runsIn }) => runsIn)).toEqual([NEXT]);
    expect(back.flatMap((runbook) => stepsOf(runbook).map(({ step }) => step.id))).toEqual([
      `let-return-${LOST}`,
      BACK,
    ]);
  });

  it("need neither the lost region nor a control plane, us-west-2 included", () => {
    for (const lost of [LOST, "us-west-2"]) {
      const [failover] = regionalFailover({
        ...scope,
        region: lost,
        routing: { ...SWITCH, region: "eu-west-1" },
      });
      expect(planeProblems({ ...failover, runsIn: "eu-west-1" }, lost)).toEqual([]);
    }
  });

  it("are asked by a function on AWS, whose answer comes back with nothing around it", () => {
    const [runbook] = trafficShift(traffic);
    const { document, tasks } = compileRunbook(runbook, NAMES);
    const states = document.States as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    const resources = Object.keys(tasks).flatMap((name) =>
      String(states[name]?.Resource).includes(":ssm:") ? [] : [states[name]?.Resource],
    );
    expect(new Set(resources)).toEqual(new Set([SWITCH.functionArn]));
    expect(states[`${AWAY}: act`]?.Parameters).toEqual({
      Action: "UpdateRoutingControlStates",
      Input: {
        UpdateRoutingControlStateEntries: [
          { "RoutingControlArn.$": "$.kept.control.value", RoutingControlState: "On" },
        ],
      },
      Without: LOST,
    });
    expect(permissionsOf(runbook, ACCOUNT)).toEqual([
      { action: "lambda:InvokeFunction", resources: [SWITCH.functionArn] },
    ]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RecordingHost } from "../../../host/index.ts";
import { runbookShow } from "../show.ts";
import { runbookOnAwsDryRun } from "./calls.ts";
import { arnOf, Story } from "./testing/fakeStates.ts";
import { DAY, LOST, MachineBench, NEXT, told } from "./testing/machineBench.ts";

let bench: MachineBench;
beforeEach(async () => {
  bench = await MachineBench.open();
}, 60_000);
afterEach(() => bench.close());

const MOVE = { name: "store-failover", store: "orders", to: NEXT, acceptDataLoss: true } as const;
const well = () => new Story().step("promote-orders-us", "confirmed", "us-west-2 writes").succeeded();
const started = () =>
  bench.called("StartExecution").map(({ body, region }) => {
    const { name, input } = JSON.parse(body) as { readonly name: string; readonly input: string };
    const { by: _, begun: __, ...rest } = JSON.parse(input) as Record<string, unknown>;
    return { region, name, input: rest };
  });

describe("a machine that is told what to do", () => {
  it("is told the store and where to, in the region that takes over, under a name that says so", async () => {
    const [machine] = bench.machines("store-failover", MOVE);
    if (machine === undefined) throw new Error("no machine");
    bench.define(machine);
    bench.states.stories.set(machine.arn, well());
    const result = await bench.run(MOVE);
    expect(result).toMatchObject({
      outcome: "completed",
      executions: [{ machine: `store-${NEXT}`, region: NEXT }],
      runs: [{ steps: [{ id: "promote-orders-us", title: `Make ${NEXT} the writer of orders-us` }] }],
    });
    expect(started()).toEqual([
      {
        region: NEXT,
        name: `${DAY}-orders-us-${LOST}-${NEXT}`,
        input: { store: "orders-us", from: LOST, to: NEXT, acceptDataLoss: true },
      },
    ]);
  });

  it("begins a move that loses nothing where the writer is", () => {
    const [machine] = bench.machines("store-failover", { store: "orders", to: NEXT });
    expect(machine).toMatchObject({ name: `store-${LOST}`, region: LOST });
  });

  it("joins nobody who was told something else, and follows who was told the same", async () => {
    const [machine] = bench.machines("store-failover", MOVE);
    if (machine === undefined) throw new Error("no machine");
    bench.define(machine);
    bench.states.stories.set(machine.arn, well());
    bench.states.execution(machine.arn, `${DAY}-cards-us-${LOST}-${NEXT}`, { events: new Story().events });
    expect((await bench.run(MOVE)).executions).toMatchObject([{ how: "begun" }]);
    // The day before's, of the same store.
    const story = new Story();
    bench.states.executions.clear();
    bench.states.execution(machine.arn, `2026-11-25-orders-us-${LOST}-${NEXT}`, { events: story.events });
    bench.states.onLook = () => {
      bench.states.onLook = undefined;
      story.step("promote-orders-us", "confirmed", "us-west-2 writes").succeeded();
    };
    const host = new RecordingHost();
    expect((await bench.run(MOVE, host)).executions).toMatchObject([
      { how: "attached", execution: arnOf(machine.arn, `2026-11-25-orders-us-${LOST}-${NEXT}`) },
    ]);
    expect(told(host)).toContain("Nothing was begun");
  });

  it("leaves and uses a zone by one machine of the region", async () => {
    const zone = `${LOST}b`;
    const [leave] = bench.machines("zone-evacuation", { zone });
    const [back] = bench.machines("zone-return", { zone });
    expect(leave).toMatchObject({ name: `zone-${LOST}`, told: { runbook: "zone-evacuation", zone } });
    expect(back).toMatchObject({
      name: `zone-${LOST}`,
      told: { runbook: "zone-return", zone },
      arn: leave?.arn,
    });
  });

  it("refuses what no machine could be told, in the words of a run from here", async () => {
    await expect(bench.run({ name: "zone-evacuation", zone: "us-east-1f" })).rejects.toMatchObject({
      problems: [{ code: "option/unknown-zone", where: "--zone" }],
    });
    await expect(bench.run({ name: "store-failover", store: "nobodys" })).rejects.toMatchObject({
      problems: [{ code: "option/unknown-store" }],
    });
    // A table has no writer to move: looking at it is no machine's work.
    await expect(bench.run({ name: "store-failover", store: "catalogue" })).rejects.toMatchObject({
      problems: [{ code: "option/no-machine" }],
    });
    await expect(bench.run({ ...MOVE, incident: "i".repeat(60) })).rejects.toMatchObject({
      problems: [{ code: "option/incident-name" }],
    });
    expect(bench.called("StartExecution")).toEqual([]);
  });

  it("is shown with what it is told, before anything is called", async () => {
    const options = { path: bench.path, environment: "staging", lost: LOST, ...MOVE };
    const [shown] = await runbookShow(options);
    expect(shown?.onAws).toContain(
      `--input '{"by":"YOUR NAME","store":"orders-us","from":"${LOST}","to":"${NEXT}","acceptDataLoss":true}'`,
    );
    const [dry] = await runbookOnAwsDryRun({ ...options, incident: "42" });
    const start = dry?.fromHere.find(({ what }) => what === "states:StartExecution");
    expect(start).toMatchObject({ region: NEXT, input: { name: `42-orders-us-${LOST}-${NEXT}` } });
  });
});

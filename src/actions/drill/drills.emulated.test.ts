import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RecordingHost } from "../../host/index.ts";
import { InputError, type InputProblem } from "../../lib/index.ts";
import type { Runbook } from "../../runbooks/index.ts";
import type { EmulatedShop } from "../../runbooks/testing/emulatedShop.ts";
import { locateEmulator } from "../../sandbox/index.ts";
import { query } from "../../sandbox/refusals/cases/caller.ts";
import { regionScope } from "../recovery/scope.ts";
import type { Machine } from "../workbench/machine.ts";
import { drillDependency, lostDependency } from "./dependency.ts";
import type { DrillSubject } from "./prepare.ts";
import { drillRestore } from "./restore.ts";
import { drillScenario } from "./scenario/drillScenario.ts";
import { type ScenarioLibrary, scenarioLibrary } from "./scenario/library.ts";
import { recordProblems } from "./schema.ts";
import { drillStore, moveOf } from "./store.ts";
import { DRILL_PLATFORM, type EmulatedPlace, emulatedPlace } from "./testing/emulatedPlace.ts";
import { drillZone } from "./zone.ts";

const emulator = await locateEmulator(process.env);
const title = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";
const nothing = { add: 0, change: 0, replace: 0, destroy: 0, unplannable: [] };

// A second each on a machine that has nothing else to do.
/** The region that takes over turns calls away and loses a zone while it does; then the lost one comes back half way. */
const secondDegrades = (seconds: number) => `
version: 1
name: second-region-degrades
events:
  - { at: 0, kind: region-lost, region: us-east-1 }
  - { at: 20, kind: zone-lost, zone: us-west-2a, seconds: 300 }
  - { at: 60, kind: run, runbook: regional-failover, region: us-east-1 }
  - { at: 60, kind: region-degrades, region: us-west-2, with: throttling, seconds: ${seconds} }
  - { at: 480, kind: run, runbook: regional-failover, region: us-east-1 }
  - { at: 900, kind: region-returns, region: us-east-1, as: half }
  - { at: 1000, kind: region-returns, region: us-east-1 }
  - { at: 1100, kind: run, runbook: failback, region: us-east-1 }
`;

describe.skipIf(!emulator.ok)(`drills on the emulated AWS${title}`, { timeout: 180_000 }, () => {
  let place: EmulatedPlace;
  let folder: string;
  let shop: EmulatedShop;
  let machine: Machine;
  let subject: DrillSubject;
  beforeAll(async () => {
    place = await emulatedPlace(DRILL_PLATFORM);
    ({ folder, shop, machine, subject } = place);
  }, 180_000);
  afterAll(() => place?.close());

  const drilled = (store: string, to?: string) =>
    drillStore({ path: folder, store, ...(to === undefined ? {} : { to }) }, new RecordingHost(), machine);

  it("a zone is left by requests and writers, customers are served again by the others, and it is used again", async () => {
    const drill = await drillZone({ path: folder, zone: "us-east-1a" }, new RecordingHost(), machine);
    const { history: _, since: __, ...record } = drill;
    expect(recordProblems(JSON.parse(JSON.stringify(record)))).toEqual([]);
    const steps = drill.timeline.map(({ step, outcome }) => [step, outcome]);
    expect(steps.every(([, outcome]) => outcome === "confirmed" || outcome === "satisfied")).toBe(true);
    expect(steps.map(([step]) => step)).toEqual(
      expect.arrayContaining(["shift-balancer", "move-orders-us", "move-inventory-us"]),
    );
    // Aurora moves within a minute, RDS within two; by then no request enters the lost zone any more.
    expect(drill.took.untilServed.checkout).toBeGreaterThan(25);
    expect(drill.took.untilServed.warehouse).toBeGreaterThan(80);
    expect(drill.took.untilServed.warehouse).toBeLessThan(300);
    expect(
      Object.values(drill.dataLoss).map(({ atEnd }) => atEnd.lost.writes + atEnd.diverged.writes),
    ).toEqual([0, 0]);
    expect(drill.planAfterFailover?.survivors).toEqual(nothing);
    expect([drill.outcome, drill.proven]).toEqual(["held", true]);
  });

  it("a writer is lost while calls are slow and turned away, and then a zone: a scenario that leaves every region up", async () => {
    const scenario = join(folder, "evening.yaml");
    const events = [
      { at: 0, kind: "latency", region: "us-east-1", milliseconds: 5, seconds: 60 },
      { at: 10, kind: "writer-lost", store: "orders-us", seconds: 120 },
      { at: 20, kind: "throttle", region: "us-east-1", service: "rds", times: 3 },
      { at: 30, kind: "run", runbook: "store-failover", store: "orders-us" },
      { at: 200, kind: "zone-lost", zone: "us-east-1b", seconds: 600 },
      { at: 260, kind: "run", runbook: "zone-evacuation", zone: "us-east-1b" },
      { at: 900, kind: "run", runbook: "zone-return", zone: "us-east-1b" },
    ];
    await writeFile(scenario, JSON.stringify({ version: 1, name: "evening", events }));
    const {
      history: _,
      since: __,
      ...drill
    } = await drillScenario({ path: folder, scenario }, new RecordingHost(), machine);
    expect(recordProblems(JSON.parse(JSON.stringify(drill)))).toEqual([]);
    expect(drill.events?.filter(({ kind }) => kind === "run").map(({ outcome }) => outcome)).toEqual([
      "completed",
      "completed",
      "completed",
    ]);
    expect(drill.resources.stacks.length).toBeLessThan(12);
    expect(drill.verdict).toEqual({
      writtenTwice: "no",
      fence: "not-needed",
      calledWhatWasAway: "nothing-was-away",
    });
    expect(Object.keys(drill.dataLoss)).toEqual(["orders-us", "inventory-us"]);
    expect(drill.took.untilServed.checkout).toBeGreaterThan(30);
    expect(drill.proven).toBe(true);
    expect((await shop.sandbox.faults()).length).toBe(0);
  });

  it("a table is restored beside itself, every row that was written before is found in it, and it is deleted again", async () => {
    for (const _ of ["first", "again"]) {
      const drill = await drillRestore({ path: folder, store: "cart-us" }, new RecordingHost(), machine);
      const { history: _history, since: _since, ...record } = drill;
      expect(recordProblems(JSON.parse(JSON.stringify(record)))).toEqual([]);
      expect(drill.restored).toEqual({
        as: "shop-staging-cart-us-drilled",
        rows: { lookedFor: 100, found: 100 },
      });
      expect(drill.notDone.map(({ code }) => code)).toEqual(["drill-restore-moment", "drill-restore-times"]);
      expect(drill.proven).toBe(true);
    }
  });

  it("a database is restored, encrypted and protected, and its rows are said not to be looked at", async () => {
    const drill = await drillRestore({ path: folder, store: "orders-us" }, new RecordingHost(), machine);
    expect(drill.timeline.map(({ step, outcome }) => [step, outcome])).toContainEqual([
      "restore",
      "confirmed",
    ]);
    expect(drill.restored?.rows).toBeUndefined();
    expect(drill.notDone.map(({ code }) => code)).toContain("drill-rows");
  });

  it("fails to restore a store that there is not", async () => {
    await expect(
      drillRestore({ path: folder, store: "floppy" }, new RecordingHost(), machine),
    ).rejects.toMatchObject({ problems: [{ code: "option/no-history", given: "floppy" }] });
  });

  const without = (dependency: string, region?: string) =>
    drillDependency(
      { path: folder, dependency, ...(region === undefined ? {} : { region }) },
      new RecordingHost(),
      machine,
    );

  it("without DynamoDB in a region those near it are not served until it is back, and nothing of theirs is lost", async () => {
    const { history: _, since: __, ...drill } = await without("dynamodb");
    expect(recordProblems(JSON.parse(JSON.stringify(drill)))).toEqual([]);
    expect(drill.lost).toBe("us-east-1 dynamodb");
    expect(drill.took.untilServed).toEqual({ basket: null });
    const { atEnd } = drill.dataLoss["cart-us"] ?? {};
    expect(atEnd).toMatchObject({ found: atEnd?.lookedFor, lost: { writes: 0 }, late: { writes: 0 } });
    expect(drill.rto.basket?.p95).toBeGreaterThan(60);
    expect(drill.rto.checkout?.p95).toBe(0);
    expect([drill.outcome, drill.proven]).toEqual(["held", true]);
  });

  it("without keys nobody enters the region, of whatever service", async () => {
    const drill = await without("kms", "us-west-2");
    expect(drill.took.untilServed).toEqual({ basket: null, checkout: null, warehouse: null });
    expect(drill.notDone.map(({ code }) => code)).toEqual(["drill-rows", "drill-names"]);
  });

  it("fails without what the region does not lean on, and what it goes on without", async () => {
    for (const [dependency, region, code] of [
      ["floppy", undefined, "option/unknown-dependency"],
      ["eks", undefined, "option/unknown-dependency"],
      ["dynamodb", "eu-west-1", "option/unknown-region"],
    ] as const) {
      const asked = { dependency, ...(region === undefined ? {} : { region }) };
      expect(refusalOf(() => lostDependency(subject, asked))).toMatchObject([{ code }]);
    }
    await expect(without("floppy")).rejects.toMatchObject({ problems: [{ given: "floppy" }] });
  });

  it("fails for a zone that the environment does not use", async () => {
    await expect(
      drillZone({ path: folder, zone: "us-east-1f" }, new RecordingHost(), machine),
    ).rejects.toMatchObject({ problems: [{ code: "option/unknown-zone", given: "us-east-1f" }] });
  });

  it("the writer of a store is taken over by another instance of its region, customers wait for that alone, and nothing is lost", async () => {
    const { history: _, since: __, ...drill } = await drilled("orders-us");
    expect(recordProblems(JSON.parse(JSON.stringify(drill)))).toEqual([]);
    expect(drill.timeline.map(({ step, outcome }) => [step, outcome])).toEqual([
      ["move-orders-us", "confirmed"],
    ]);
    expect(drill.writers["orders-us"]).toMatchObject({ afterLoss: "us-east-1", afterFailback: "us-east-1" });
    const { atEnd } = drill.dataLoss["orders-us"] ?? {};
    expect(atEnd).toMatchObject({ found: atEnd?.lookedFor, lost: { writes: 0 }, diverged: { writes: 0 } });
    expect(drill.took.untilServed.checkout).toBeGreaterThan(25);
    expect(drill.took.untilServed.checkout).toBeLessThan(90);
    expect(drill.planAfterFailover?.survivors).toEqual(nothing);
    expect(drill.planAfterFailback).toEqual(nothing);
    expect(drill.proven).toBe(true);
  });

  it("the writer of a store is taken over by another region when that is asked for, and given back; Terraform has nothing to do at any moment", async () => {
    const drill = await drilled("orders-us", "us-west-2");
    expect(drill.timeline.map(({ step, region }) => [step, region])).toEqual([
      ["promote-orders-us", "us-west-2"],
    ]);
    expect(drill.calls).toMatchObject({ toLostRegion: 0, toFallenControlPlanes: 0 });
    expect(drill.calls?.byFailover).toBeGreaterThan(0);
    expect(drill.writers["orders-us"]).toEqual({
      afterApply: "us-east-1",
      afterLoss: "us-east-1",
      afterFailover: "us-west-2",
      afterReturn: "us-west-2",
      afterFailback: "us-east-1",
    });
    expect(drill.fenced["orders-us"]).toMatchObject([
      { oldWriter: "us-east-1", newWriter: "us-west-2", acknowledgedAfterCut: 0 },
    ]);
    expect(drill.planAfterFailover?.survivors).toEqual(nothing);
    expect(drill.dataLoss["orders-us"]?.atEnd.diverged.writes).toBe(0);
    expect([drill.outcome, drill.proven]).toEqual(["held", true]);
    expect(drill.since?.changes.map(({ what }) => what)).not.toContain("proven");
  });

  it("the writer of a store is taken over by the standby of an RDS instance, which loses nothing", async () => {
    const drill = await drilled("inventory");
    expect(drill.lost).toBe("inventory-us");
    expect(drill.timeline.map(({ step, outcome }) => [step, outcome])).toEqual([
      ["move-inventory-us", "confirmed"],
    ]);
    const { atEnd } = drill.dataLoss["inventory-us"] ?? {};
    expect(atEnd).toMatchObject({ lost: { writes: 0 }, diverged: { writes: 0 } });
    expect(drill.took.untilServed.warehouse).toBeGreaterThan(80);
    expect(drill.proven).toBe(true);
  });

  it("a lost writer leaves two instances of an RDS store that is promoted elsewhere, of which the old one is stopped and left to people", async () => {
    const drill = await drilled("inventory-us", "us-west-2");
    // Nothing tells the source of a copy that this was promoted: RDS shows it as one that takes writes.
    expect(drill.writers["inventory-us"]?.afterFailover).toBe("us-east-1 and us-west-2");
    expect(drill.writersOverTime["inventory-us"]?.map(({ region }) => region)).toEqual([
      "us-east-1",
      "us-west-2",
    ]);
    expect(drill.notDone.map(({ code }) => code)).toContain("drill-left-to-people");
    expect(drill.dataLoss["inventory-us"]?.atEnd.diverged.writes).toBe(0);
  });

  it("fails for a store without one writer, for one that there is not, and for a region without a copy", async () => {
    for (const [store, to, code] of [
      ["cart-us", undefined, "option/no-writer"],
      ["floppy", undefined, "option/no-writer"],
      ["orders-us", "eu-west-1", "option/nobody-takes-over"],
    ] as const) {
      const asked = { store, ...(to === undefined ? {} : { to }) };
      expect(refusalOf(() => moveOf(subject, asked))).toMatchObject([{ code }]);
    }
    await expect(drilled("floppy")).rejects.toMatchObject({ problems: [{ given: "floppy" }] });
  });

  const played = async (text: string, library: ScenarioLibrary = scenarioLibrary) => {
    const scenario = join(folder, "scenario.yaml");
    await writeFile(scenario, text);
    return drillScenario({ path: folder, scenario, library }, new RecordingHost(), machine);
  };

  /** What is left to people after a failover of RDS: the old instance is the source again, of a copy that is made anew. */
  const rebuilt = async () => {
    const { project, environment } = subject;
    const { stores } = regionScope(project.platform, environment, "us-east-1");
    for (const store of stores.filter(({ engine }) => engine === "rds-postgresql")) {
      const named = (region: string) => ({ DBInstanceIdentifier: store.nameIn(region) });
      const rds = (region: string, action: string, more = {}) =>
        shop.caller.must(query("rds", region, action, { ...named(region), ...more }));
      const asked = query("rds", "us-east-1", "DescribeDBInstances", named("us-east-1"));
      const status = await shop.caller.field(asked, "DBInstanceStatus");
      if (status === "stopped") await rds("us-east-1", "StartDBInstance");
      await rds("us-west-2", "DeleteDBInstance", { SkipFinalSnapshot: "true" });
      await shop.sandbox.advanceClock(3600);
      await shop.copy(store, "us-west-2");
      await shop.sandbox.advanceClock(3600);
    }
  };

  // The sandbox's clock goes on with the real one, so how far a failover has come at a moment is up to the machine: calls are
  // turned away from its first on, for less and for longer than it is patient.
  it.each([
    { seconds: 40, first: /^completed$/ },
    { seconds: 400, first: /^not completed: \S+: failed, Rate exceeded/ },
  ])(
    "a second region degrades during the failover, for $seconds s: nobody writes twice, and nothing calls what is away",
    async ({ seconds, first }) => {
      await rebuilt();
      const { history: _, since: __, ...drill } = await played(secondDegrades(seconds));
      expect(recordProblems(JSON.parse(JSON.stringify(drill)))).toEqual([]);
      expect(drill.verdict).toEqual({ writtenTwice: "no", fence: "held", calledWhatWasAway: "no" });
      const runs = drill.events?.filter(({ kind }) => kind === "run").map(({ outcome }) => outcome);
      expect(runs).toEqual([expect.stringMatching(first), "completed", "completed"]);
      expect(drill.fenced["inventory-us"]).toMatchObject([
        { oldWriter: "us-east-1", newWriter: "us-west-2", acknowledgedAfterCut: 0, at: expect.any(Number) },
      ]);
      expect(drill.writers["orders-us"]).toMatchObject({
        afterFailover: "us-west-2",
        afterFailback: "us-east-1",
      });
      expect(drill.dataLoss["orders-us"]?.atEnd.lookedFor).toBeGreaterThan(500);
      expect(drill.calls?.byFailover).toBeGreaterThan(10);
      // Not before the zone of the region that they were led to was back.
      expect(drill.took.untilServed.checkout).toBeGreaterThan(310);
      expect(drill.took.untilServed.checkout).toBeLessThan(700);
      expect(drill.planAfterFailover?.survivors).toMatchObject({ add: 0, change: 0, replace: 0, destroy: 0 });
      expect(drill.planAfterFailback).toMatchObject({ add: 0, unplannable: [] });
      expect([drill.outcome, drill.proven]).toEqual(["held", true]);
    },
  );

  it("a region is cut off: what it takes diverges until the names are away from it, and not a write longer", async () => {
    await rebuilt();
    const drill = await played(`
version: 1
name: cut-off
events:
  - { at: 0, kind: partition, region: us-east-1 }
  - { at: 60, kind: run, runbook: regional-failover, region: us-east-1 }
  - { at: 1200, kind: region-returns, region: us-east-1 }
  - { at: 1500, kind: run, runbook: failback, region: us-east-1 }
`);
    expect(drill.verdict).toEqual({ writtenTwice: "yes", fence: "broken", calledWhatWasAway: "no" });
    for (const store of ["orders-us", "inventory-us"]) {
      const { afterFailover, atEnd } = drill.dataLoss[store] ?? {};
      // A minute until somebody began, one until the alarm was seen and the last name looked up again.
      expect(atEnd?.diverged.seconds).toBeGreaterThan(60);
      expect(atEnd?.diverged.seconds).toBeLessThan(200);
      expect(atEnd?.diverged).toEqual(afterFailover?.diverged);
    }
    expect(drill.dataLoss["cart-us"]?.atEnd).toMatchObject({ late: { writes: 0 }, diverged: { writes: 0 } });
    expect(drill.proven).toBe(false);
  });

  it("without what keeps the names away and stops the old writer, the verdict says so", async () => {
    await rebuilt();
    const unfenced: ScenarioLibrary = (event, surroundings) =>
      scenarioLibrary(event, surroundings).map(withoutFence);
    const drill = await played(secondDegrades(90), unfenced);
    expect(drill.verdict).toMatchObject({ writtenTwice: "yes", fence: "broken" });
    expect(drill.proven).toBe(false);
  });
});

/** The same runbook without the steps that fence. */
function withoutFence(runbook: Runbook): Runbook {
  const isFence = ({ id }: { readonly id: string }) => /^(keep-away|fence|let-return)-/.test(id);
  const stages = runbook.stages
    .map(({ lanes, ...stage }) => ({
      ...stage,
      lanes: lanes.map((lane) => lane.filter((step) => !isFence(step))).filter((lane) => lane.length > 0),
    }))
    .filter(({ lanes }) => lanes.length > 0);
  return { ...runbook, stages };
}

function refusalOf(ask: () => unknown): readonly InputProblem[] {
  try {
    ask();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

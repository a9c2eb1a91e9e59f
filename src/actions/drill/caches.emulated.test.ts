import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RecordingHost } from "../../host/index.ts";
import { InputError } from "../../lib/index.ts";
import { DEFAULT_ACCOUNT, locateEmulator } from "../../sandbox/index.ts";
import type { Machine } from "../workbench/machine.ts";
import { drillDependency } from "./dependency.ts";
import type { DrillSubject } from "./prepare.ts";
import { drillScenario } from "./scenario/drillScenario.ts";
import { recordProblems } from "./schema.ts";
import { drillStore, moveOf } from "./store.ts";
import { type EmulatedPlace, emulatedPlace } from "./testing/emulatedPlace.ts";
import { drillZone } from "./zone.ts";

const emulator = await locateEmulator(process.env);
const title = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";
const nothing = { add: 0, change: 0, replace: 0, destroy: 0, unplannable: [] };

/** One cache that keeps what is written to it, and one that keeps nothing. */
const PLATFORM = `import { definePlatform } from "trireme";

export default definePlatform({
  name: "shop",
  domain: "shop.example.com",
  owner: "platform-team",
  costCentre: "shop-1001",
  homes: { US: { regions: ["us-east-1", "us-west-2"] } },
  environments: [{ name: "staging", account: "${DEFAULT_ACCOUNT}", slot: 1, zones: 2, size: "standard" }],
  stores: [
    { name: "sessions", engine: "redis", data: "personal", partitionedBy: "home" },
    { name: "pages", engine: "redis", data: "public", regional: true },
  ],
  services: [{ name: "account", host: "www", stores: ["sessions", "pages"], critical: true }],
});
`;

describe.skipIf(!emulator.ok)(`drills of caches on the emulated AWS${title}`, { timeout: 180_000 }, () => {
  let place: EmulatedPlace;
  let folder: string;
  let machine: Machine;
  let subject: DrillSubject;
  beforeAll(async () => {
    place = await emulatedPlace(PLATFORM);
    ({ folder, machine, subject } = place);
  }, 180_000);
  afterAll(() => place?.close());

  const drilled = (store: string, to?: string) =>
    drillStore({ path: folder, store, ...(to === undefined ? {} : { to }) }, new RecordingHost(), machine);
  const played = async (text: string) => {
    const scenario = join(folder, "scenario.yaml");
    await writeFile(scenario, text);
    return drillScenario({ path: folder, scenario }, new RecordingHost(), machine);
  };

  it("the node that writes is lost: another takes over, what it had not sent on is counted, Terraform has nothing to do", async () => {
    const { history: _, since: __, ...drill } = await drilled("sessions");
    expect(recordProblems(JSON.parse(JSON.stringify(drill)))).toEqual([]);
    expect(drill.timeline.map(({ step, outcome }) => [step, outcome])).toEqual([
      ["move-sessions-us", "confirmed"],
    ]);
    expect(drill.writers["sessions-us"]).toMatchObject({
      afterLoss: "us-east-1",
      afterFailback: "us-east-1",
    });
    const { atEnd } = drill.dataLoss["sessions-us"] ?? {};
    expect(atEnd?.lookedFor).toBeGreaterThan(300);
    expect(atEnd?.lost.seconds).toBeLessThanOrEqual(0.1);
    expect(atEnd).toMatchObject({ diverged: { writes: 0 } });
    expect((atEnd?.found ?? 0) + (atEnd?.lost.writes ?? 0)).toBe(atEnd?.lookedFor);
    expect(drill.took.untilServed.account).toBeGreaterThan(25);
    // What is in the other keeps nobody from being served, and is said not to be counted.
    expect(Object.keys(drill.dataLoss)).toEqual(["sessions-us"]);
    expect(drill.notCounted?.pages).toContain("regional: true");
    expect(drill.planAfterFailover?.survivors).toEqual(nothing);
    expect(drill.planAfterFailback).toEqual(nothing);
    expect([drill.outcome, drill.proven]).toEqual(["held", true]);
  });

  it("the primary moves to another region when that is asked for, and is given back when that is filled", async () => {
    const { history: _, since: __, ...drill } = await drilled("sessions-us", "us-west-2");
    expect(recordProblems(JSON.parse(JSON.stringify(drill)))).toEqual([]);
    expect(drill.timeline.map(({ step, region, outcome }) => [step, region, outcome])).toEqual([
      ["find-promote-sessions-us", "us-west-2", "confirmed"],
      ["promote-sessions-us", "us-west-2", "confirmed"],
    ]);
    expect(drill.calls).toMatchObject({ toLostRegion: 0, toFallenControlPlanes: 0 });
    expect(drill.writers["sessions-us"]).toEqual({
      afterApply: "us-east-1",
      afterLoss: "us-east-1",
      afterFailover: "us-west-2",
      afterReturn: "us-west-2",
      afterFailback: "us-east-1",
    });
    expect(drill.fenced["sessions-us"]).toMatchObject([
      { oldWriter: "us-east-1", newWriter: "us-west-2", acknowledgedAfterCut: 0 },
      { oldWriter: "us-west-2", newWriter: "us-east-1", acknowledgedAfterCut: 0 },
    ]);
    const { atEnd } = drill.dataLoss["sessions-us"] ?? {};
    expect(atEnd?.lost.writes).toBeGreaterThan(0);
    expect(atEnd?.lost.seconds).toBeLessThanOrEqual(2);
    expect(atEnd).toMatchObject({ diverged: { writes: 0 }, late: { writes: 0 } });
    expect(drill.planAfterFailover?.survivors).toEqual(nothing);
    expect([drill.outcome, drill.proven]).toEqual(["held", true]);
  });

  it("a zone is left by the nodes that write, of each cache", async () => {
    const drill = await drillZone({ path: folder, zone: "us-east-1a" }, new RecordingHost(), machine);
    const moved = drill.timeline.filter(({ step }) => step.startsWith("move-"));
    expect(moved.map(({ step }) => step).toSorted()).toEqual(["move-pages", "move-sessions-us"]);
    expect(Object.keys(drill.dataLoss)).toEqual(["sessions-us"]);
    expect(Object.keys(drill.notCounted ?? {})).toEqual(["pages"]);
    expect(drill.dataLoss["sessions-us"]?.atEnd.lookedFor).toBeGreaterThan(200);
    expect(drill.proven).toBe(true);
  });

  it("a region is lost with the primary in it: the lag is lost, the failover moves it, the failback brings it home", async () => {
    const {
      history: _,
      since: __,
      ...drill
    } = await played(`
version: 1
name: region-with-a-primary
events:
  - { at: 0, kind: region-lost, region: us-east-1 }
  - { at: 60, kind: run, runbook: regional-failover, region: us-east-1 }
  - { at: 900, kind: region-returns, region: us-east-1 }
  - { at: 1000, kind: run, runbook: failback, region: us-east-1 }
`);
    expect(recordProblems(JSON.parse(JSON.stringify(drill)))).toEqual([]);
    expect(drill.events?.filter(({ kind }) => kind === "run").map(({ outcome }) => outcome)).toEqual([
      "completed",
      "completed",
    ]);
    expect(drill.verdict).toEqual({ writtenTwice: "no", fence: "held", calledWhatWasAway: "no" });
    expect(drill.writersOverTime["sessions-us"]?.map(({ region }) => region)).toEqual([
      "us-east-1",
      "us-west-2",
      "us-east-1",
    ]);
    const { afterFailover, atEnd } = drill.dataLoss["sessions-us"] ?? {};
    expect(afterFailover?.lost.writes).toBeGreaterThan(0);
    // Of the region and of the way home: there is no switchover that loses nothing.
    expect(atEnd?.lost.writes).toBeGreaterThan(afterFailover?.lost.writes ?? 0);
    expect(atEnd?.lost.seconds).toBeLessThanOrEqual(2);
    expect(atEnd?.diverged.writes).toBe(0);
    expect([drill.outcome, drill.proven]).toEqual(["held", true]);
  });

  it("a region is cut off: what its customers write to the primary there diverges until they are led away, and a primary is given back only with a yes", async () => {
    const drill = await played(`
version: 1
name: cut-off-with-a-primary
events:
  - { at: 0, kind: partition, region: us-east-1 }
  - { at: 60, kind: run, runbook: regional-failover, region: us-east-1 }
  - { at: 900, kind: region-returns, region: us-east-1 }
  - { at: 1000, kind: run, runbook: failback, region: us-east-1, answer: "no" }
  - { at: 1400, kind: run, runbook: failback, region: us-east-1 }
`);
    expect(drill.verdict).toMatchObject({ writtenTwice: "yes", fence: "broken" });
    const runs = drill.events?.filter(({ kind }) => kind === "run").map(({ outcome }) => outcome);
    expect(runs).toEqual([
      "completed",
      expect.stringMatching(/^not completed: return-sessions-us: declined/),
      "completed",
    ]);
    expect(drill.dataLoss["sessions-us"]?.atEnd.diverged.seconds).toBeGreaterThan(60);
    expect(drill.proven).toBe(false);
  });

  it("without ElastiCache in the region of the primary nobody is served of either region, and nothing is lost", async () => {
    const drill = await drillDependency(
      { path: folder, dependency: "elasticache" },
      new RecordingHost(),
      machine,
    );
    expect(drill.took.untilServed).toEqual({ account: null });
    const { atEnd } = drill.dataLoss["sessions-us"] ?? {};
    expect(atEnd).toMatchObject({ found: atEnd?.lookedFor, lost: { writes: 0 }, diverged: { writes: 0 } });
    expect(drill.rto.account?.p95).toBeGreaterThan(60);
    expect(drill.proven).toBe(true);
  });

  it("fails for a cache of each region's own, which keeps nothing that could be counted", () => {
    let given: unknown;
    try {
      moveOf(subject, { store: "pages" });
    } catch (error) {
      given = error;
    }
    expect(given).toBeInstanceOf(InputError);
    expect((given as InputError).problems).toMatchObject([
      { code: "option/no-writer", wanted: expect.stringContaining("each region has a pages of its own") },
    ]);
  });
});

import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RecordingHost } from "../../../host/index.ts";
import type { Runbook } from "../../../runbooks/index.ts";
import type { EmulatedShop } from "../../../runbooks/testing/emulatedShop.ts";
import { locateEmulator } from "../../../sandbox/index.ts";
import { query } from "../../../sandbox/refusals/cases/caller.ts";
import { regionScope } from "../../recovery/scope.ts";
import { folderWith } from "../../testing/configurations.ts";
import type { Machine } from "../../workbench/machine.ts";
import { drillSubject } from "../prepare.ts";
import { recordProblems } from "../schema.ts";
import { DRILL_PLATFORM, emulatedPlace } from "../testing/emulatedPlace.ts";
import { drillScenario } from "./drillScenario.ts";
import { type ScenarioLibrary, scenarioLibrary } from "./library.ts";

const emulator = await locateEmulator(process.env);
const title = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";

/** The region that takes over turns calls away and loses a zone while it does; then the lost one comes back half way. */
const SECOND_DEGRADES = `
version: 1
name: second-region-degrades
events:
  - { at: 0, kind: region-lost, region: us-east-1 }
  - { at: 20, kind: zone-lost, zone: us-west-2a, seconds: 300 }
  - { at: 60, kind: run, runbook: regional-failover, region: us-east-1 }
  - { at: 70, kind: region-degrades, region: us-west-2, with: throttling, seconds: 90 }
  - { at: 480, kind: run, runbook: regional-failover, region: us-east-1 }
  - { at: 900, kind: region-returns, region: us-east-1, as: half }
  - { at: 1000, kind: region-returns, region: us-east-1 }
  - { at: 1100, kind: run, runbook: failback, region: us-east-1 }
`;

describe.skipIf(!emulator.ok)(`scenarios on the emulated AWS${title}`, { timeout: 180_000 }, () => {
  let folder: string;
  let shop: EmulatedShop;
  let machine: Machine;
  beforeAll(async () => {
    folder = await folderWith(DRILL_PLATFORM);
    ({ shop, machine } = await emulatedPlace(folder, { names: true }));
  }, 180_000);
  afterAll(async () => {
    await shop?.close();
    await rm(folder, { recursive: true });
  });

  const played = async (text: string, library: ScenarioLibrary = scenarioLibrary) => {
    const scenario = join(folder, "scenario.yaml");
    await writeFile(scenario, text);
    return drillScenario({ path: folder, scenario, library }, new RecordingHost(), machine);
  };

  it("a second region degrades during the failover: nobody writes twice, and nothing calls what is away", async () => {
    const { history: _, since: __, ...drill } = await played(SECOND_DEGRADES);
    expect(recordProblems(JSON.parse(JSON.stringify(drill)))).toEqual([]);
    expect(drill.verdict).toEqual({ writtenTwice: "no", fence: "held", calledWhatWasAway: "no" });
    // The first run met the throttling in the middle of a promotion and gave up. The next is when that has ended, if it was taken at all: RDS
    // says of a copy that it is modifying meanwhile, and the library stops there.
    const runs = drill.events?.filter(({ kind }) => kind === "run").map(({ outcome }) => outcome);
    expect(runs).toEqual([
      expect.stringMatching(/^not completed: promote-(orders|inventory)-us: failed, Rate exceeded/),
      "completed",
      "completed",
    ]);
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
  });

  /** What is left to people after a failover of RDS: the old instance is the source again, of a copy that is made anew. */
  const rebuilt = async () => {
    const { project, environment } = await drillSubject({ path: folder });
    const { stores } = regionScope(project.platform, environment, "us-east-1");
    for (const store of stores.filter(({ engine }) => engine === "rds-postgresql")) {
      const named = (region: string) => ({ DBInstanceIdentifier: store.nameIn(region) });
      const rds = (region: string, action: string, more = {}) =>
        shop.caller.must(query("rds", region, action, { ...named(region), ...more }));
      await rds("us-east-1", "StartDBInstance");
      await rds("us-west-2", "DeleteDBInstance", { SkipFinalSnapshot: "true" });
      await shop.sandbox.advanceClock(3600);
      await shop.copy(store, "us-west-2");
      await shop.sandbox.advanceClock(3600);
    }
  };

  it("without what keeps the names away and stops the old writer, the verdict says so", async () => {
    await rebuilt();
    const unfenced: ScenarioLibrary = (event, surroundings) =>
      scenarioLibrary(event, surroundings).map(withoutFence);
    const drill = await played(SECOND_DEGRADES, unfenced);
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

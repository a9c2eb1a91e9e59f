import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DrillResult } from "../../src/actions/index.ts";
import { folderWith, missingTools, TWO_REGIONS, trireme } from "./trireme.ts";

const missing = await missingTools();
const nothing = { add: 0, change: 0, replace: 0, destroy: 0 };
/** With a cache that both regions share, and with routing controls beside the latch. */
const SHARING = TWO_REGIONS.replace('size: "small"', 'size: "small", routingControls: true').replace(
  'name: "sessions", engine: "redis", data: "personal", regional: true',
  'name: "sessions", engine: "redis", data: "personal", partitionedBy: "home"',
);
const SHIPPED = join(import.meta.dirname, "..", "..", "examples", "storefront", "scenarios");

describe.skipIf(missing !== undefined)(
  `the scenarios of the example, on two regions that Terraform made${missing === undefined ? "" : ` (SKIPPED: ${missing})`}`,
  () => {
    let folder: Awaited<ReturnType<typeof folderWith>>;
    // Each finds what the ones before it have applied.
    beforeAll(async () => {
      folder = await folderWith(SHARING);
      await trireme("sandbox", "up", folder.dir).ended;
    });
    afterAll(async () => {
      await trireme("sandbox", "down", folder.dir).ended;
      await folder.remove();
    });

    /** As it is shipped, but for the names of the environment and of what is lost in it. */
    const played = async (name: string, names: Record<string, string> = {}) => {
      let text = await readFile(join(SHIPPED, `${name}.yaml`), "utf8");
      for (const [theirs, ours] of Object.entries({ production: "staging", ...names }))
        text = text.replaceAll(theirs, ours);
      const file = join(folder.dir, `${name}.yaml`);
      await writeFile(file, text);
      const run = await trireme("drill", "--scenario", file, folder.dir, "--json").ended;
      expect(run.stdout, run.stderr).not.toBe("");
      await writeFile(`/tmp/drill-${name}.json`, run.stdout);
      const drill = JSON.parse(run.stdout) as DrillResult;
      expect(drill.resources.emitted).toBeGreaterThan(400);
      expect(drill.resources.applied, run.stderr).toBe(drill.resources.emitted);
      expect(drill.planAfterFailback, JSON.stringify(drill.planAfterFailback)).toEqual({
        ...nothing,
        unplannable: [],
      });
      return { ...drill, exitCode: run.exitCode };
    };
    const outcomes = ({ events }: DrillResult) =>
      events?.filter(({ kind }) => kind === "run").map(({ outcome }) => outcome);

    it("the writer of a store is lost in a crowded evening, and a zone with it", async () => {
      const drill = await played("crowded-evening", { "eu-west-1": "us-east-1", "orders-eu": "orders-us" });
      expect(outcomes(drill)).toEqual(["completed", "completed", "completed"]);
      expect(drill.verdict).toMatchObject({ writtenTwice: "no", calledWhatWasAway: "nothing-was-away" });
      expect([drill.outcome, drill.proven, drill.exitCode]).toEqual(["held", true, 0]);
    });

    // RDS fences nobody: its old writer is up again before its copy is promoted. What runs elsewhere is cut off from it by then
    // (ADR 24), and what runs in its own region by a rule that this one has turned as soon as it heard. Aurora's takes none.
    it("a lost region is back before it was left, and is lost again: the old writer of RDS is told", async () => {
      const drill = await played("back-too-soon");
      expect(outcomes(drill)).toEqual(["completed", "completed"]);
      expect(drill.timeline.map(({ step }) => step)).toContain("cut-inventory-us-us-east-1a");
      expect(drill.dataLoss["orders-us"]?.atEnd.diverged.writes).toBe(0);
      // It was told within seconds of its return, and shut from then on.
      const told = drill.events?.find(({ kind }) => kind === "told");
      expect(told).toMatchObject({ outcome: "completed" });
      expect(drill.dataLoss["inventory-us"]?.atEnd.diverged.writes).toBe(0);
      expect(drill.verdict).toEqual({ writtenTwice: "no", fence: "held", calledWhatWasAway: "no" });
      expect([drill.outcome, drill.proven, drill.exitCode]).toEqual(["held", true, 0]);
    });

    it("a region is cut off: what it takes diverges until the names are away from it, and not a write longer", async () => {
      const drill = await played("cut-off", { "eu-west-1": "us-east-1" });
      expect(outcomes(drill)).toEqual(["completed", "completed", "completed"]);
      expect(drill.verdict).toEqual({ writtenTwice: "yes", fence: "broken", calledWhatWasAway: "no" });
      // Of a store that a scenario before has left in the other region nothing can diverge.
      const here = Object.keys(drill.writers).filter(
        (store) => drill.writers[store]?.afterApply === "us-east-1",
      );
      expect(here).toContain("sessions-us");
      for (const [store, { afterFailover, atEnd }] of Object.entries(drill.dataLoss)) {
        if (!here.includes(store)) {
          expect([store, atEnd.diverged.writes]).toEqual([store, 0]);
          continue;
        }
        // A minute until somebody began, one until the alarm was seen and the last name looked up again.
        expect([store, atEnd.diverged.seconds > 60, atEnd.diverged.seconds < 300]).toEqual([
          store,
          true,
          true,
        ]);
        expect(atEnd.diverged).toEqual(afterFailover?.diverged);
      }
      expect(drill.planAfterFailover?.survivors).toMatchObject(nothing);
      expect(drill.outcome).toBe("held");
    });
  },
);

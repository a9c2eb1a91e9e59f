import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RecordingHost } from "../../host/index.ts";
import { locateEmulator } from "../../sandbox/index.ts";
import { query } from "../../sandbox/refusals/cases/caller.ts";
import { drillScenario } from "./scenario/drillScenario.ts";
import { recordProblems } from "./schema.ts";
import { emulatedNotices } from "./testing/emulatedNotices.ts";
import { DRILL_PLATFORM, type EmulatedPlace, emulatedPlace } from "./testing/emulatedPlace.ts";

const emulator = await locateEmulator(process.env);
const title = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";

const BACK_TOO_SOON = `
version: 1
name: back-too-soon
events:
  - { at: 0, kind: region-lost, region: us-east-1 }
  - { at: 60, kind: run, runbook: regional-failover, region: us-east-1 }
  - { at: 90, kind: region-returns, region: us-east-1 }
  - { at: 1200, kind: run, runbook: failback, region: us-east-1 }
`;

describe.skipIf(!emulator.ok)(
  `a region that is back before the promotion of its copy has ended${title}`,
  { timeout: 180_000 },
  () => {
    let place: EmulatedPlace;
    beforeAll(async () => {
      place = await emulatedPlace(DRILL_PLATFORM);
      await emulatedNotices(place.shop, place.subject);
    }, 180_000);
    afterAll(() => place?.close());

    it("is told, shut at once, stopped when its copy is parted, and opened again: no write goes astray", async () => {
      const { folder, shop, machine } = place;
      const scenario = join(folder, "scenario.yaml");
      await writeFile(scenario, BACK_TOO_SOON);
      const {
        history: _,
        since: __,
        ...drill
      } = await drillScenario({ path: folder, scenario }, new RecordingHost(), machine);
      expect(recordProblems(JSON.parse(JSON.stringify(drill)))).toEqual([]);
      const told = drill.events?.find(({ kind }) => kind === "told");
      expect(told).toMatchObject({ outcome: "completed" });
      // While the promotion goes on, which takes 300 s from its call. How soon is up to the machine, whose time counts as well.
      expect(told?.began).toBeLessThan(60 + 300);
      expect(drill.fenced["inventory-us"]).toMatchObject([
        { oldWriter: "us-east-1", newWriter: "us-west-2", acknowledgedAfterCut: 0, at: expect.any(Number) },
      ]);
      // Shut from before the promotion ends, not when it is stopped, which takes 180 s, nor when the failback comes to it.
      const [fence] = drill.fenced["inventory-us"] ?? [];
      expect((fence?.at ?? Number.POSITIVE_INFINITY) - (fence?.cutAt ?? 0)).toBeLessThan(150);
      expect(drill.dataLoss["inventory-us"]?.atEnd.diverged.writes).toBe(0);
      expect(drill.verdict).toEqual({ writtenTwice: "no", fence: "held", calledWhatWasAway: "no" });
      const instance = query("rds", "us-east-1", "DescribeDBInstances", {
        DBInstanceIdentifier: "shop-staging-inventory-us-us-east-1",
      });
      expect(await shop.caller.field(instance, "DBInstanceStatus")).toBe("stopped");
      const lists = query("ec2", "us-east-1", "DescribeNetworkAcls", {
        "Filter.1.Name": "tag:Name",
        "Filter.1.Value.1": "shop-staging-data",
      });
      expect((await shop.caller.must(lists)).text).toContain("192.0.2.0/24");
      const runs = drill.events?.filter(({ kind }) => kind === "run").map(({ outcome }) => outcome);
      expect(runs).toEqual(["completed", "completed"]);
    });
  },
);

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RecordingHost } from "../../host/index.ts";
import { locateEmulator } from "../../sandbox/index.ts";
import { query } from "../../sandbox/refusals/cases/caller.ts";
import { drillScenario } from "./scenario/drillScenario.ts";
import { recordProblems } from "./schema.ts";
import { emulatedNotices } from "./testing/emulatedNotices.ts";
import { DRILL_PLATFORM, type EmulatedPlace, emulatedPlace } from "./testing/emulatedPlace.ts";

const emulator = await locateEmulator(process.env);
const title = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";

const backTooSoon = (...then: readonly string[]) => `
version: 1
name: back-too-soon
events:
  - { at: 0, kind: region-lost, region: us-east-1 }
  - { at: 60, kind: run, runbook: regional-failover, region: us-east-1 }
  - { at: 90, kind: region-returns, region: us-east-1 }
${then.map((event) => `  - ${event}\n`).join("")}  - { at: 1200, kind: run, runbook: failback, region: us-east-1 }
`;

describe.skipIf(!emulator.ok)(
  `a region that is back before the promotion of its copy has ended${title}`,
  { timeout: 180_000 },
  () => {
    let place: EmulatedPlace;
    beforeEach(async () => {
      place = await emulatedPlace(DRILL_PLATFORM);
      await emulatedNotices(place.shop, place.subject);
    }, 180_000);
    afterEach(() => place?.close());

    const played = async (text: string) => {
      const { folder, machine } = place;
      const scenario = join(folder, "scenario.yaml");
      await writeFile(scenario, text);
      return drillScenario({ path: folder, scenario }, new RecordingHost(), machine);
    };
    const instance = query("rds", "us-east-1", "DescribeDBInstances", {
      DBInstanceIdentifier: "shop-staging-inventory-us-us-east-1",
    });
    const lists = query("ec2", "us-east-1", "DescribeNetworkAcls", {
      "Filter.1.Name": "tag:Name",
      "Filter.1.Value.1": "shop-staging-data",
    });
    const stoppedAndOpen = async () => {
      expect(await place.shop.caller.field(instance, "DBInstanceStatus")).toBe("stopped");
      expect((await place.shop.caller.must(lists)).text).toContain("192.0.2.0/24");
    };

    it("is told, shut at once, stopped when its copy is parted, and opened again: no write goes astray", async () => {
      const { history: _, since: __, ...drill } = await played(backTooSoon());
      expect(recordProblems(JSON.parse(JSON.stringify(drill)))).toEqual([]);
      const told = drill.events?.find(({ kind }) => kind === "told");
      expect(told).toMatchObject({ outcome: "completed" });
      // It was told at once and tried for half a minute, so it hears within as long again.
      expect(told?.began).toBeLessThan(90 + 32 + 10 + 10);
      expect(drill.fenced["inventory-us"]).toMatchObject([
        { oldWriter: "us-east-1", newWriter: "us-west-2", acknowledgedAfterCut: 0, at: expect.any(Number) },
      ]);
      // Shut from before the promotion ends until it is stopped, not only when the failback comes to it.
      const [fence] = drill.fenced["inventory-us"] ?? [];
      expect((fence?.at ?? Number.POSITIVE_INFINITY) - (fence?.cutAt ?? 0)).toBeLessThan(60);
      expect(drill.dataLoss["inventory-us"]?.atEnd.diverged.writes).toBe(0);
      expect(drill.verdict).toEqual({ writtenTwice: "no", fence: "held", calledWhatWasAway: "no" });
      await stoppedAndOpen();
      const runs = drill.events?.filter(({ kind }) => kind === "run").map(({ outcome }) => outcome);
      expect(runs).toEqual(["completed", "completed"]);
    });

    it("is opened by the failback where it was lost once more before it could open itself", async () => {
      const drill = await played(
        backTooSoon(
          "{ at: 450, kind: region-lost, region: us-east-1 }",
          "{ at: 900, kind: region-returns, region: us-east-1 }",
        ),
      );
      const told = drill.events?.find(({ kind }) => kind === "told");
      expect(told?.outcome).toMatch(/^not completed: /);
      // Its own runbook runs here and not in the region, so that it calls what is away: that is not looked at.
      expect(drill.verdict).toMatchObject({ writtenTwice: "no", fence: "held" });
      await stoppedAndOpen();
    });
  },
);

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drillScenario } from "../../src/actions/drill/scenario/drillScenario.ts";
import { emulatedNotices } from "../../src/actions/drill/testing/emulatedNotices.ts";
import {
  DRILL_PLATFORM,
  type EmulatedPlace,
  emulatedPlace,
} from "../../src/actions/drill/testing/emulatedPlace.ts";
import { RecordingHost } from "../../src/host/index.ts";
import { locateEmulator } from "../../src/sandbox/index.ts";
import { query } from "../../src/sandbox/refusals/cases/caller.ts";

const emulator = await locateEmulator(process.env);
const title = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";

/** It is told on its return, shuts itself, and is gone again before its old writer has stopped. */
const LOST_ONCE_MORE = `
version: 1
name: lost-once-more
events:
  - { at: 0, kind: region-lost, region: us-east-1 }
  - { at: 60, kind: run, runbook: regional-failover, region: us-east-1 }
  - { at: 90, kind: region-returns, region: us-east-1 }
  - { at: 450, kind: region-lost, region: us-east-1 }
  - { at: 900, kind: region-returns, region: us-east-1 }
  - { at: 1200, kind: run, runbook: failback, region: us-east-1 }
`;

describe.skipIf(!emulator.ok)(`a region that shut itself and is lost once more${title}`, () => {
  let place: EmulatedPlace;
  beforeAll(async () => {
    place = await emulatedPlace(DRILL_PLATFORM);
    await emulatedNotices(place.shop, place.subject);
  });
  afterAll(() => place?.close());

  it("is opened by its failback, once its old writer is stopped", async () => {
    const { folder, machine, shop } = place;
    const scenario = join(folder, "scenario.yaml");
    await writeFile(scenario, LOST_ONCE_MORE);
    const drill = await drillScenario({ path: folder, scenario }, new RecordingHost(), machine);
    const told = drill.events?.find(({ kind }) => kind === "told");
    expect(told?.outcome).toMatch(/^not completed: /);
    // Its own runbook runs here and not in the region, so that it calls what is away: that is not looked at.
    expect(drill.verdict).toMatchObject({ writtenTwice: "no", fence: "held" });
    const instance = query("rds", "us-east-1", "DescribeDBInstances", {
      DBInstanceIdentifier: "shop-staging-inventory-us-us-east-1",
    });
    expect(await shop.caller.field(instance, "DBInstanceStatus")).toBe("stopped");
    const lists = query("ec2", "us-east-1", "DescribeNetworkAcls", {
      "Filter.1.Name": "tag:Name",
      "Filter.1.Value.1": "shop-staging-data",
    });
    expect((await shop.caller.must(lists)).text).toContain("192.0.2.0/24");
  });
});

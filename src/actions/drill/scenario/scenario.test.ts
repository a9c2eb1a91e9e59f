import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RecordingHost } from "../../../host/index.ts";
import { InputError } from "../../../lib/index.ts";
import { folderWith } from "../../testing/configurations.ts";
import { type DrillSubject, drillSubject } from "../prepare.ts";
import { DRILL_PLATFORM } from "../testing/emulatedPlace.ts";
import { scenarioProblems } from "./contradictions.ts";
import { drillScenario } from "./drillScenario.ts";
import { EVENT_KINDS, eventSchema } from "./events.ts";
import { readScenario } from "./read.ts";
import { verdictOf } from "./verdict.ts";

const SHIPPED = join(import.meta.dirname, "../../../../examples/storefront/scenarios");

let folder = "";
let subject: DrillSubject;
beforeAll(async () => {
  folder = await folderWith(DRILL_PLATFORM);
  subject = await drillSubject({ path: folder });
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

async function file(text: string): Promise<string> {
  const path = join(folder, "scenario.yaml");
  await writeFile(path, text);
  return path;
}

const withEvents = (...events: readonly string[]) =>
  `version: 1\nname: bad\nevents:\n${events.map((event) => `  - ${event}`).join("\n")}\n`;

async function refused(text: string) {
  const error = await readScenario(await file(text)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputError)) throw new Error("it was read", { cause: error });
  return error.problems;
}

async function contradictions(...events: readonly string[]) {
  return scenarioProblems(await readScenario(await file(withEvents(...events))), subject);
}

describe("a scenario that is read", () => {
  it("may be JSON as well as YAML", async () => {
    const events = [{ at: 0, kind: "region-lost", region: "us-east-1" }];
    const read = await readScenario(await file(JSON.stringify({ version: 1, name: "one", events })));
    expect(read.scenario.events).toEqual(events);
  });

  it.each([
    ["{ at: -1, kind: region-lost, region: us-east-1 }", "scenario/offset", "events[0].at, line 4", "-1"],
    [
      "{ at: 86401, kind: region-lost, region: us-east-1 }",
      "scenario/offset",
      "events[0].at, line 4",
      "86401",
    ],
    [
      "{ at: 0, kind: flood, region: us-east-1 }",
      "scenario/unknown-kind",
      "events[0].kind, line 4",
      '"flood"',
    ],
    [
      "{ at: 0, kind: run, runbook: pray, region: us-east-1 }",
      "scenario/unknown-kind",
      "events[0].runbook, line 4",
      '"pray"',
    ],
    [
      "{ at: 0, kind: region-lost, region: us-east-1, zone: a }",
      "scenario/unknown-key",
      "events[0].zone, line 4",
      "zone",
    ],
    ["{ at: 0, kind: region-lost }", "scenario/value", "events[0].region, line 4", "nothing"],
    ["{ at: 0, kind: latency, milliseconds: 0 }", "scenario/value", "events[0].milliseconds, line 4", "0"],
  ])("is refused with %s", async (event, code, where, given) => {
    const [problem, ...others] = await refused(withEvents(event));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code, where, given });
    expect(problem?.wanted).not.toBe("");
    expect(problem?.fix).not.toBe("");
  });

  it("is refused when it is no YAML, hides behind an alias, is not there, or is of another version", async () => {
    expect(await refused("events: [")).toMatchObject([{ code: "scenario/unreadable", where: "line 1" }]);
    const alias = `a: &a [1]\nversion: 1\nname: *a\nevents: []\n`;
    expect(await refused(alias)).toMatchObject([{ given: "an alias" }]);
    await expect(readScenario(join(folder, "none.yaml"))).rejects.toMatchObject({
      problems: [{ where: "--scenario", given: join(folder, "none.yaml") }],
    });
    expect(await refused(`version: 2\nname: x\nevents: []\n`)).toMatchObject([
      { where: "version, line 1", given: "2" },
      { where: "events, line 3", given: "[]" },
    ]);
  });

  it("names every kind that there is", () => {
    const kinds = eventSchema.options.flatMap((option) =>
      "kind" in option.def ? [] : [...(option._zod.propValues?.kind ?? [])],
    );
    expect(new Set(kinds)).toEqual(new Set(EVENT_KINDS));
  });
});

const LOST = "{ at: 0, kind: region-lost, region: us-east-1 }";

describe("a scenario that cannot be played is refused", () => {
  it.each([
    [
      "an unknown region",
      ["{ at: 0, kind: region-lost, region: eu-west-1 }"],
      "scenario/unknown-region",
      "events[0].region, line 4",
    ],
    [
      "an unknown store",
      ["{ at: 0, kind: writer-lost, store: floppy }"],
      "option/no-writer",
      "events[0].store, line 4",
    ],
    [
      "a store without one writer",
      ["{ at: 0, kind: writer-lost, store: cart-us }"],
      "option/no-writer",
      "events[0].store, line 4",
    ],
    [
      "an unknown zone",
      ["{ at: 0, kind: zone-lost, zone: us-east-1f }"],
      "option/unknown-zone",
      "events[0].zone, line 4",
    ],
    [
      "an unknown dependency",
      ["{ at: 0, kind: dependency-fails, dependency: eks, region: us-east-1 }"],
      "option/unknown-dependency",
      "events[0].dependency, line 4",
    ],
    [
      "a region to write in that holds no copy",
      [LOST, "{ at: 1, kind: run, runbook: store-failover, store: orders-us, to: mars }"],
      "option/nobody-takes-over",
      "events[1].to, line 5",
    ],
    [
      "a return of what was never lost",
      ["{ at: 0, kind: region-returns, region: us-east-1 }"],
      "scenario/never-lost",
      "events[0].region, line 4",
    ],
    [
      "both regions of a home lost",
      [LOST, "{ at: 9, kind: partition, region: us-west-2 }"],
      "scenario/home-lost",
      "events[1].region, line 5",
    ],
    [
      "a region lost twice",
      [LOST, "{ at: 9, kind: region-lost, region: us-east-1 }"],
      "scenario/lost-twice",
      "events[1].region, line 5",
    ],
    [
      "half a return of a region that was only cut off",
      [
        "{ at: 0, kind: partition, region: us-east-1 }",
        "{ at: 9, kind: region-returns, region: us-east-1, as: half }",
      ],
      "scenario/half-of-what",
      "events[1].as, line 5",
    ],
    [
      "events out of order",
      [
        "{ at: 9, kind: region-lost, region: us-east-1 }",
        "{ at: 1, kind: region-returns, region: us-east-1 }",
      ],
      "scenario/order",
      "events[1].at, line 5",
    ],
    [
      "a zone of a region that is away",
      [LOST, "{ at: 9, kind: zone-lost, zone: us-east-1a }"],
      "scenario/region-away",
      "events[1].zone, line 5",
    ],
    [
      "a failback into a region that is away",
      [LOST, "{ at: 9, kind: run, runbook: failback, region: us-east-1 }"],
      "scenario/region-away",
      "events[1].region, line 5",
    ],
    [
      "a failover from what lost nothing",
      [LOST, "{ at: 9, kind: run, runbook: regional-failover, region: us-west-2 }"],
      "scenario/failover-of-nothing",
      "events[1].region, line 5",
    ],
    [
      "nothing but runbooks",
      ["{ at: 0, kind: run, runbook: traffic-shift, region: us-east-1 }"],
      "scenario/nothing-lost",
      "events, line 4",
    ],
  ] as const)("for %s", async (_, events, code, where) => {
    const problems = await contradictions(...events);
    expect(problems).toMatchObject([{ code, where }]);
    expect(problems[0]?.fix).not.toBe("");
  });

  it("and may lose a region again that came back, in full or half way", async () => {
    const half = "{ at: 10, kind: region-returns, region: us-east-1, as: half }";
    const again = "{ at: 20, kind: region-lost, region: us-east-1 }";
    expect(await contradictions(LOST, half, again)).toEqual([]);
  });

  it("before anything is started", async () => {
    const scenario = await file(withEvents("{ at: 0, kind: region-lost, region: mars }"));
    const machine = { locateTerraform: () => Promise.reject(new Error("it was begun")) };
    await expect(
      drillScenario({ path: folder, scenario }, new RecordingHost(), machine as never),
    ).rejects.toMatchObject({ source: scenario, problems: [{ given: "mars" }] });
  });
});

describe("the scenarios beside the example", () => {
  it("can all be played on it", async () => {
    const example = await drillSubject({ path: join(SHIPPED, ".."), environment: "production" });
    const files = await readdir(SHIPPED);
    expect(files.length).toBeGreaterThan(3);
    for (const each of files) {
      const read = await readScenario(join(SHIPPED, each));
      expect([each, scenarioProblems(read, example)]).toEqual([each, []]);
      expect(`${read.scenario.name}.yaml`).toBe(each);
    }
  }, 60_000);
});

describe("the verdict of a scenario", () => {
  it("passes nothing that was not looked at", () => {
    const nothing = { dataLoss: {}, fenced: {}, writers: {} };
    expect(verdictOf(nothing, true)).toEqual({
      writtenTwice: "not-seen",
      fence: "not-needed",
      calledWhatWasAway: "not-seen",
    });
  });

  it("sees two writers at the end although no write diverged yet", () => {
    const found = { writes: 0, seconds: 0 };
    const atEnd = { lookedFor: 1, found: 1, lost: found, diverged: found, late: found };
    const dataLoss = { stock: { grade: "modelled" as const, lagSeconds: 1, atEnd } };
    const writers = { stock: { afterFailback: "us-east-1 and us-west-2" } };
    const calls = { byFailover: 3, toLostRegion: 0, toFallenControlPlanes: 1 };
    expect(verdictOf({ dataLoss, fenced: {}, writers, calls }, true)).toMatchObject({
      writtenTwice: "yes",
      calledWhatWasAway: "yes",
    });
  });
});

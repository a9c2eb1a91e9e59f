import { rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeAws } from "../../aws/testing/fakeAws.ts";
import { RecordingHost } from "../../host/index.ts";
import { ManualClock } from "../../lib/index.ts";
import type { Sandbox, SandboxStatus } from "../../sandbox/index.ts";
import { folderWith, SMALL } from "../testing/configurations.ts";
import type { RunbookParameters } from "./parameters.ts";
import { runbookRun } from "./run.ts";
import { runbookShow } from "./show.ts";

const EAST = "us-east-1";
const HOUR = 3600;
const MEDIA = `arn:aws:s3:::shop-staging-media-${EAST}-222222222222`;

let aws: FakeAws;
let folder: string;
/** Creation by ARN, seconds; those that are not whole yet. */
let points: Map<string, number>;
let unfinished: Set<string>;
let asked: string[];
/** From when on jobs were asked for. */
let since: Set<string | null>;
/** What a recovery point that is looked at is of. */
let of: string;

beforeEach(async () => {
  [points, unfinished, asked] = [new Map(), new Set(), []];
  [of, since] = [MEDIA, new Set()];
  aws = await FakeAws.start();
  aws.others.push(({ service, path, query, method, body }) => {
    if (service !== "backup") return undefined;
    if (path.startsWith("/restore-jobs/")) since.add(query.get("createdAfter"));
    if (method === "PUT") asked.push(JSON.parse(body).RecoveryPointArn as string);
    const RecoveryPoints = [...points].map(([RecoveryPointArn, CreationDate]) => ({
      RecoveryPointArn,
      CreationDate,
      Status: unfinished.has(RecoveryPointArn) ? "PARTIAL" : "COMPLETED",
    }));
    const whole = path.includes("/recovery-points/") && !path.endsWith("/recovery-points/");
    // A job that AWS never lists: how a store is made is another test's matter.
    const answer = whole
      ? { Status: "COMPLETED", CreationDate: HOUR, ResourceArn: of }
      : { RecoveryPoints, RestoreJobs: [] };
    return { action: method, answer: () => ({ status: 200, body: JSON.stringify(answer) }) };
  });
  folder = await folderWith(SMALL);
});
afterEach(async () => {
  await aws.stop();
  await rm(folder, { recursive: true, force: true });
});

const about = (more: RunbookParameters) => ({
  path: folder,
  environment: "staging",
  lost: EAST,
  name: "restore",
  store: "media",
  ...more,
});
function run(more: RunbookParameters) {
  const time = new ManualClock();
  const sandbox = {
    endpoint: aws.endpoint,
    status: async () =>
      ({ lostRegions: [], now: new Date(time.now()).toISOString() }) as unknown as SandboxStatus,
    advanceClock: async (seconds: number) => time.advance(seconds * 1000),
  } as unknown as Sandbox;
  return runbookRun({ ...about(more), yes: true }, new RecordingHost(), { findSandbox: async () => sandbox });
}

describe("a restore from a backup", () => {
  it("is made from the newest whole recovery point, in whatever order AWS lists them", async () => {
    points = new Map([
      ["older", HOUR],
      ["newest", 3 * HOUR],
      ["old", 2 * HOUR],
      ["not whole", 4 * HOUR],
    ]);
    unfinished.add("not whole");
    await run({ from: "backup" });
    expect(asked).toEqual(["newest"]);
  });

  it("is made from the recovery point that was named, whatever else there is", async () => {
    points = new Map([["newest", HOUR]]);
    await run({ from: "backup", point: "mine" });
    expect(asked).toEqual(["mine"]);
  });

  it("is not made from a recovery point of another store, whatever its name says", async () => {
    of = MEDIA.replace("media", "invoices");
    const { outcome, runs } = await run({ from: "backup", point: "mine" });
    expect(outcome).toBe("incomplete");
    const [step] = runs[0]?.steps ?? [];
    expect(step).toMatchObject({ id: "see-point-media", outcome: "stopped" });
    expect(step?.detail).toContain(`of ${of}, and not of ${MEDIA}`);
    expect(asked).toEqual([]);
  });

  it("looks at the jobs of its own run alone", async () => {
    await run({ from: "backup", point: "mine" });
    expect(since.size).toBe(1);
    // The clock of this test begins with the epoch.
    expect([...since][0]).toMatch(/^1969-12-31T23:59/);
  });

  it("is refused where the vault has none, and says where there may be one", async () => {
    await expect(run({ from: "backup" })).rejects.toMatchObject({
      code: "no-recovery-point",
      fix: expect.stringContaining("--region"),
    });
    expect(asked).toEqual([]);
  });

  it.each([
    [{}, "--store"],
    [{ from: "backup" }, "--point"],
    [{ from: "backup", point: "mine", as: `shop-staging-media-${EAST}-222222222222` }, "--as"],
    [{ from: "backup", point: "mine", at: "yesterday" }, "--before"],
  ] as const)("is not shown of %j: names %s", async (more, where) => {
    await expect(runbookShow(about(more))).rejects.toMatchObject({
      problems: [expect.objectContaining({ where })],
    });
  });

  it("is shown with the point that was named", async () => {
    const [shown] = await runbookShow(about({ from: "backup", point: "mine" }));
    expect(shown?.problems).toEqual([]);
    const acts = shown?.steps.flatMap(({ acts }) => acts.filter(({ part }) => part === "act")) ?? [];
    expect(acts.map(({ what }) => what)).toEqual(["backup:StartRestoreJob"]);
    expect(acts[0]?.input.RecoveryPointArn).toBe("mine");
  });
});

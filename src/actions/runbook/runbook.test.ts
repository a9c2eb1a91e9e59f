import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeAws } from "../../aws/testing/fakeAws.ts";
import { RecordingHost } from "../../host/index.ts";
import { ManualClock, systemClock } from "../../lib/index.ts";
import type { Sandbox, SandboxStatus } from "../../sandbox/index.ts";
import { folderWith, SMALL } from "../testing/configurations.ts";
import { type RunbookRunOptions, runbookResume, runbookRun } from "./run.ts";
import { runbookExport, runbookShow } from "./show.ts";

const DATABASE = "shop-staging-orders-us";
const [LOST, NEXT] = ["us-east-1", "us-west-2"];

let aws: FakeAws;
let folder: string;

beforeEach(async () => {
  aws = await FakeAws.start();
  aws.database(DATABASE, [LOST, NEXT]);
  aws.buckets.set(`${NEXT}/shop-staging-media-${NEXT}-222222222222`, new Map());
  aws.lost.add(LOST);
  folder = await folderWith(SMALL);
});
afterEach(async () => {
  await aws.stop();
  await rm(folder, { recursive: true, force: true });
});

const host = () => new RecordingHost();
const machine = () => {
  const time = new ManualClock();
  const sandbox = {
    endpoint: aws.endpoint,
    status: async () =>
      ({
        lostRegions: [...aws.lost],
        now: new Date(systemClock.now() + time.now()).toISOString(),
      }) as unknown as SandboxStatus,
    advanceClock: async (seconds: number) => time.advance(seconds * 1000),
    resolveName: async ({ clientRegion }: { clientRegion: string }) => {
      const to = aws.lost.has(clientRegion) ? NEXT : clientRegion;
      return { answers: [`b.${to}.elb.amazonaws.com`], chosen: to };
    },
  } as unknown as Sandbox;
  return { findSandbox: async () => sandbox };
};
const selection = () => ({ path: folder, environment: "staging", lost: LOST });
const run = (name: string, more: Partial<RunbookRunOptions> = {}) =>
  runbookRun({ ...selection(), name, yes: true, ...more }, host(), machine());

describe("runbooks at a target", () => {
  it("fail over, and back by what that moved, each in the region that must act", async () => {
    const over = await run("regional-failover");
    expect(over).toMatchObject({ outcome: "completed", target: "sandbox", lost: LOST });
    expect(aws.databases.get(DATABASE)?.writer).toBe(NEXT);
    expect(new Set(aws.calls.map(({ region }) => region))).toEqual(new Set([NEXT]));

    aws.lost.delete(LOST);
    const back = await run("failback");
    expect(back.outcome).toBe("completed");
    expect(aws.databases.get(DATABASE)?.writer).toBe(LOST);
    expect(back.runs[0]?.steps.map(({ id }) => id)).toContain("return-orders-us");
  });

  it("act on nothing while the file is there that switches recoveries off, and go on without it", async () => {
    const site = join(folder, ".trireme", "sandbox", "staging");
    await mkdir(site, { recursive: true });
    await writeFile(join(site, "recoveries-off"), "maintenance until 14:00, anna\n");
    const stopped = await run("regional-failover");
    expect(stopped.outcome).toBe("incomplete");
    expect(JSON.stringify(stopped.runs)).toContain("maintenance until 14:00, anna");
    expect(aws.databases.get(DATABASE)?.writer).toBe(LOST);
    await rm(join(site, "recoveries-off"));
    expect((await runbookResume(selection(), host(), machine())).outcome).toBe("completed");
    expect(aws.databases.get(DATABASE)?.writer).toBe(NEXT);
  });

  it("refuse a name, a region and an approval that there are not, and call nothing", async () => {
    await expect(run("nonsense")).rejects.toMatchObject({ problems: [{ code: "option/unknown-runbook" }] });
    await expect(run("regional-failover", { lost: "mars-1" })).rejects.toMatchObject({
      problems: [{ code: "option/unknown-region" }],
    });
    expect(aws.calls).toEqual([]);
  });
});

describe("runbooks shown and exported", () => {
  it("name every call with its region and plane, and make none", async () => {
    const [shown] = await runbookShow({ ...selection(), name: "regional-failover" });
    expect(shown).toMatchObject({ runsIn: NEXT, problems: [] });
    const promote = shown?.steps.find(({ id }) => id === "promote-orders-us");
    expect(promote?.acts.map(({ part, what, region, plane }) => [part, what, region, plane])).toEqual([
      ["look", "rds:DescribeGlobalClusters", NEXT, "control"],
      ["switch", "ssm:GetParameter", NEXT, "data"],
      ["act", "rds:FailoverGlobalCluster", NEXT, "control"],
      ["read back", "rds:DescribeGlobalClusters", NEXT, "control"],
    ]);
    expect(aws.calls).toEqual([]);
  });

  it("are States Language for machines and Markdown for people", async () => {
    const options = { ...selection(), name: "failback" };
    const [machine] = await runbookExport({ ...options, format: "asl" });
    expect(machine?.document).toMatchObject({ StartAt: expect.any(String), States: expect.any(Object) });
    const [people] = await runbookExport({ ...options, format: "markdown" });
    expect(people?.document).toContain("## 1. Wait until us-east-1 has caught up with orders-us");
  });
});

import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeAws } from "../../aws/testing/fakeAws.ts";
import { RecordingHost } from "../../host/index.ts";
import { deploy } from "../deploy/deploy.ts";
import { folderWith, SMALL } from "../testing/configurations.ts";
import { type TestMachine, testMachine } from "../testing/site.ts";
import { type PlanActionOptions, plan } from "./plan.ts";
import { planText } from "./text.ts";

const NETWORK = "development/us-east-1/network";

let folder: string;
let test: TestMachine<FakeAws>;
beforeEach(async () => {
  folder = await folderWith(SMALL);
  test = await testMachine(await FakeAws.start());
});
afterEach(async () => {
  await test.stop();
  await rm(folder, { recursive: true, force: true });
});

const planned = (more: Partial<PlanActionOptions> = {}) =>
  plan({ path: folder, environment: "development", ...more }, new RecordingHost(), test.machine);
const deployed = () =>
  deploy({ path: folder, environment: "development", yes: true }, new RecordingHost(), test.machine);

describe("a plan", () => {
  it("before the first deploy shows everything, provisional, and makes nothing at the target", async () => {
    const result = await planned();
    expect(result.stacks.length).toBeGreaterThan(4);
    expect(result.stacks.every(({ provisional }) => provisional?.includes("first deploy"))).toBe(true);
    expect(result.stacks[0]).toMatchObject({ wave: 1 });
    expect(result.add).toBeGreaterThan(20);
    expect(result).toMatchObject({ change: 0, replace: 0, destroy: 0, changesPending: true, stateful: [] });
    expect(result.notLookedAt.join()).toContain("earlier configuration");
    expect(test.aws.buckets.size).toBe(0);
    expect(planText(result)).toContain("are provisional");
    expect(result.cost.before.expected).toBe(0);
    expect(result.cost.delta.expected).toBeGreaterThan(100);
    expect(planText(result)).toMatch(
      /a month, modelled: \+\$[\d,.]+ \(\+\$[\d,.]+ to \+\$[\d,.]+\)\n {4}of it development/,
    );
  });

  it("after a deploy is final and empty", async () => {
    await deployed();
    const result = await planned();
    expect(result).toMatchObject({ add: 0, change: 0, replace: 0, destroy: 0, changesPending: false });
    expect(result.stacks.filter(({ provisional }) => provisional !== undefined)).toEqual([]);
    expect(planText(result)).toContain("nothing to do:");
    expect(result.cost).toMatchObject({ delta: { expected: 0 }, resources: [], unpriced: [] });
    expect(planText(result)).not.toContain("a month");
  });

  it("names each deletion of what holds data, and what is lost by it", async () => {
    await deployed();
    const smaller = SMALL.replace(/ {4}\{ name: "media".*\n/, "").replace('"media", ', "");
    await writeFile(join(folder, "trireme.config.ts"), smaller);
    const result = await planned();
    const bucket = result.stateful.find(({ type }) => type === "aws_s3_bucket");
    expect(bucket).toMatchObject({ action: "delete", loses: "a bucket and its objects" });
    expect(result.stateful.every(({ action }) => action !== "forget")).toBe(true);
    expect(planText(result)).toContain(
      `delete ${bucket?.stack}:${bucket?.address}: a bucket and its objects`,
    );
  });

  it("names the stacks that cannot be planned, and calls what they would do neither pending nor done", async () => {
    await deployed();
    const held = { id: "1", path: "", operation: "OperationTypeApply", who: "ada@ship", created: "" };
    test.driver.lockState(NETWORK, held);
    const result = await planned();
    expect(result.unplannable).toMatchObject([
      { id: NETWORK, code: "state-locked", reason: expect.stringContaining("ada@ship") },
    ]);
    expect(result.stacks.map(({ id }) => id)).not.toContain(NETWORK);
    expect(planText(result)).toContain(`cannot be planned: ${NETWORK}`);
  });

  it("of some stacks says which it did not look at, and refuses one that there is not", async () => {
    const result = await planned({ stacks: ["us-east-1/network"] });
    expect(result.stacks.map(({ id }) => id)).toEqual([NETWORK]);
    expect(result.notLookedAt[0]).toContain("development/global");
    await expect(planned({ stacks: ["moon"] })).rejects.toMatchObject({
      problems: [{ code: "option/unknown-stack", given: "moon" }],
    });
  });

  it("is kept for its owner's eyes only, replaces an earlier one, and never somebody's work", async () => {
    const out = join(folder, "kept");
    expect((await planned({ out })).out).toBe(out);
    const document = join(out, "plan.json");
    expect((await stat(document)).mode & 0o077).toBe(0);
    expect((await stat(out)).mode & 0o077).toBe(0);
    expect(Object.keys(JSON.parse(await readFile(document, "utf8")).saved)).toContain(NETWORK);
    await planned({ out });
    await expect(planned({ out: folder })).rejects.toMatchObject({
      problems: [{ code: "plan/folder-in-use" }],
    });
  });
});

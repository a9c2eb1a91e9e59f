import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ManualClock } from "../../lib/index.ts";
import { folderWith, SOUND } from "../testing/configurations.ts";
import { costDiff } from "./diff.ts";
import { costEstimate } from "./estimate.ts";
import { costObjectives } from "./objectives.ts";

const clock = new ManualClock(Date.UTC(2026, 10, 1));
const busy = (requests: number) => SOUND.replace("budgets:", `usage: { requests: ${requests} },\n  budgets:`);

let quiet: string;
let crowded: string;
beforeAll(async () => {
  [quiet, crowded] = await Promise.all([folderWith(busy(1_000_000)), folderWith(busy(500_000_000))]);
});
afterAll(async () => {
  for (const folder of [quiet, crowded]) await rm(folder, { recursive: true, force: true });
});

describe("the cost of a configuration", () => {
  it("has data on their way as lines of their own, by the stores' copies and the services' calls", async () => {
    const { document } = await costEstimate({ path: quiet, environment: "production", clock });
    const transfer = document.resources.filter(({ type }) => type === "data_transfer");
    expect(transfer.map(({ region }) => region)).toEqual(["us-east-1", "us-west-2"]);
    const names = transfer.flatMap(({ components }) => components.map(({ name }) => name)).join();
    for (const way of ["internet", "zones", "other regions"]) expect(names).toContain(way);
    expect(document.unpriced).toEqual([]);
  });

  it("grows with the requests, which are taken for what was said", async () => {
    const { delta, resources } = await costDiff({
      before: quiet,
      after: crowded,
      environment: "production",
      clock,
    });
    expect(delta.expected).toBeGreaterThan(1000);
    const cdn = resources.find(({ type }) => type === "aws_cloudfront_distribution");
    expect(cdn?.change).toBe("changed");
    const { document } = await costEstimate({ path: crowded, environment: "production", clock });
    const [distribution] = document.resources.filter(({ type }) => type === "aws_cloudfront_distribution");
    expect(distribution?.components.find(({ name }) => name === "HTTPS requests")).toMatchObject({
      quantity: 500_000_000,
      assumed: false,
    });
  });

  it("goes above what is allowed, or not", async () => {
    const way = { before: quiet, after: crowded, environment: "production", clock };
    expect((await costDiff({ ...way, most: 1 })).tooMuch).toBe(true);
    expect((await costDiff({ ...way, after: quiet, most: 0 })).tooMuch).toBe(false);
    await expect(costDiff({ ...way, most: Number.NaN })).rejects.toMatchObject({ fault: "input" });
  });

  it("tells what each promise costs, and each costs something", async () => {
    const { objectives, monthly } = await costObjectives({ path: quiet, clock });
    expect(objectives.length).toBeGreaterThanOrEqual(4);
    for (const { objective, monthly: price, reason } of objectives) {
      expect(reason, objective).toBeUndefined();
      expect(price?.expected, objective).toBeGreaterThan(0);
      expect(price?.expected, objective).toBeLessThan(monthly.expected);
    }
  });

  it("refuses a usage file that is not there, a region that is none, a plan that is none", async () => {
    await writeFile(join(quiet, "plan.json"), "[]");
    for (const wrong of [
      { path: quiet, usage: join(quiet, "none.yml") },
      { path: quiet, region: "mars-1" },
      { plan: join(quiet, "plan.json") },
    ]) {
      await expect(costEstimate({ ...wrong, clock })).rejects.toMatchObject({ fault: "input" });
    }
  });
});

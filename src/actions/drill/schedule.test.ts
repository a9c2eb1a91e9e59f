import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { InputError, ManualClock } from "../../lib/index.ts";
import { provenResult } from "../rehearse/testing/rehearsalResults.ts";
import { folderWith, SMALL, SOUND } from "../testing/configurations.ts";
import { historyFile, remember } from "./history.ts";
import { drillRecord } from "./record.ts";
import { drillSchedule, drillsDue } from "./schedule.ts";
import { DRILL_CYCLES, datesOf, dueDrills, placed } from "./schedulePlan.ts";

const clock = new ManualClock(Date.parse("2026-11-26T06:00:00Z"));
const LOSSES = [
  "region us-east-1",
  "region us-west-2",
  "region eu-west-1",
  "partition us-east-1",
  "store orders-us",
  "store orders-eu",
];

let folder = "";
beforeAll(async () => {
  folder = await folderWith(SMALL);
  await mkdir(join(folder, ".git"));
});
afterAll(() => rm(folder, { recursive: true }));

const made = (options: Partial<Parameters<typeof drillSchedule>[0]> = {}) =>
  drillSchedule({ path: folder, clock, ...options });

async function refusal(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputError)) throw new Error("it was accepted", { cause: error });
  return error.problems;
}

/** What a cron field may hold: https://man7.org/linux/man-pages/man5/crontab.5.html */
const LIMITS = [
  [0, 59],
  [0, 23],
  [1, 28],
  [1, 12],
  [0, 6],
] as const;

function expectValid(cron: string): void {
  const fields = cron.split(" ");
  expect(fields).toHaveLength(5);
  for (const [index, [low, high]] of LIMITS.entries()) {
    const field = fields[index] ?? "";
    if (field === "*" && index > 1) continue;
    for (const value of field.split(",")) {
      expect(value).toMatch(/^\d+$/);
      expect(Number(value)).toBeGreaterThanOrEqual(low);
      expect(Number(value)).toBeLessThanOrEqual(high);
    }
  }
}

describe("the drills of a schedule", () => {
  it.each(DRILL_CYCLES)("are each held once a %s, no two on one day", async (every) => {
    const { drills } = await made({ every });
    expect(drills.map(({ kind, lost }) => `${kind} ${lost}`)).toEqual(LOSSES);
    for (const { cron, environment } of drills) {
      expectValid(cron);
      expect(environment).toBe("production");
    }
    const dates = datesOf(drills, Date.parse("2026-12-31T23:00:00Z"));
    const days = dates.map(({ at }) => at.slice(0, 10));
    expect(new Set(days).size).toBe(days.length);
    const held = drills.map((drill) => dates.filter((date) => date.drill === drill).length);
    const times = { week: 52, month: 12, quarter: 4 }[every];
    expect(held.every((count) => count === times || (every === "week" && count === 53))).toBe(true);
    expect(dates.map(({ at }) => at.slice(11, 16))).toEqual(dates.map(() => "09:17"));
  });

  it.each([
    ["week", 7],
    ["month", 28],
    ["quarter", 84],
  ] as const)("have a day of their own even when a %s is full", (every, count) => {
    const many = Array.from({ length: count }, (_, index) => ({
      environment: `e${index}`,
      kind: "region" as const,
      lost: "us-east-1",
    }));
    const drills = placed(many, every, "23:59");
    for (const { cron } of drills) expectValid(cron);
    expect(new Set(drills.map(({ cron }) => cron)).size).toBe(count);
  });

  it("keep away from weekends while a week has working days enough", async () => {
    const own = await folderWith(SOUND);
    const { drills } = await made({ path: own, every: "week", at: "00:05" });
    await rm(own, { recursive: true });
    expect(drills.map(({ cron }) => cron)).toEqual(["5 0 * * 1", "5 0 * * 2", "5 0 * * 3", "5 0 * * 4"]);
  });

  it("are due one cycle after they were held, and at once when they never were", async () => {
    const { drills } = await made();
    const record = { ...drillRecord(provenResult()), lost: "us-east-1", at: "2026-10-31T10:00:00.000Z" };
    const cutOff = { ...record, lost: "us-west-2", outcome: "interrupted" as const };
    const due = (now: string) => dueDrills(drills, [record, cutOff], "month", Date.parse(now));
    expect(due("2026-11-26T06:00:00Z").map(({ overdue }) => overdue)).toEqual([
      false,
      ...LOSSES.slice(1).map(() => true),
    ]);
    expect(due("2026-11-26T06:00:00Z")[0]).toMatchObject({ proven: true, next: "2026-11-30T10:00:00.000Z" });
    expect(due("2026-11-30T10:00:01Z")[0]?.overdue).toBe(true);
    expect(due("2026-11-26T06:00:00Z")[1]).not.toHaveProperty("last");
  });

  it("are found due by the history beside the configuration", async () => {
    const own = await folderWith(SMALL);
    const record = { ...drillRecord(provenResult()), lost: "us-west-2", at: "2026-11-20T10:00:00.000Z" };
    await remember(historyFile(join(own, ".trireme")), { ...record, proven: false });
    const { due } = await drillsDue({ path: own, clock });
    await rm(own, { recursive: true });
    expect(due.filter(({ overdue }) => !overdue)).toMatchObject([{ lost: "us-west-2", proven: false }]);
  });
});

describe("a schedule as a workflow", () => {
  it("begins, by each of its times and by hand, the one drill that stands for it", async () => {
    const { text, drills } = await made();
    const workflow = parse(text);
    expect(workflow.on.schedule.map(({ cron }: { cron: string }) => cron)).toEqual(
      drills.map(({ cron }) => cron),
    );
    expect(workflow.on.workflow_dispatch.inputs.drill.options).toEqual(
      LOSSES.map((loss) => `production ${loss}`),
    );
    const { steps } = workflow.jobs.drill;
    const { run } = steps.find(({ env }: { env?: { DRILL?: string } }) => env?.DRILL !== undefined);
    for (const { cron, kind, lost } of drills) {
      const [, after] = run.split(`'${cron}' | 'production ${kind} ${lost}')\n`);
      expect(after.trimStart().split("\n")[0]).toBe(
        `npx trireme drill ${kind} ${lost} --env production --json > .trireme/drills/last.json`,
      );
    }
    // Nothing after the drill hides its exit code.
    expect(run).not.toContain("||");
  });

  it("may read only, and keeps a history that lies in a hidden folder", async () => {
    const workflow = parse((await made()).text);
    expect(workflow.permissions).toEqual({ contents: "read", actions: "read" });
    const keep = workflow.jobs.drill.steps.at(-1);
    expect(keep.if).toBe("always()");
    expect(keep.with).toMatchObject({ path: ".trireme/drills\n", "include-hidden-files": true });
  });

  it("works in the folder of a configuration that is not at the top of its repository", async () => {
    const below = join(folder, "apps", "shop");
    await mkdir(below, { recursive: true });
    await writeFile(join(below, "trireme.config.ts"), SMALL);
    const workflow = parse((await made({ path: below })).text);
    expect(workflow.jobs.drill.defaults.run["working-directory"]).toBe("apps/shop");
    expect(workflow.jobs.drill.steps.at(-1).with.path).toBe("apps/shop/.trireme/drills\n");
  });
});

describe("a schedule as something else", () => {
  it("is a line of a crontab for each drill", async () => {
    const { text, drills } = await made({ as: "crontab" });
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(lines.map((line) => line.split(" ").slice(0, 5).join(" "))).toEqual(
      drills.map(({ cron }) => cron),
    );
    expect(lines[3]).toContain(`cd '${folder}' && `);
    expect(lines[3]).toContain("npx trireme drill partition us-east-1 --env production --json");
  });

  it("is the dates of twelve months", async () => {
    const { text } = await made({ as: "list", every: "quarter" });
    const dates = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(dates).toHaveLength(4 * LOSSES.length);
    expect(dates[0]).toBe("2026-12-01 09:17  production store orders-us");
    expect(dates).toEqual(dates.toSorted());
  });
});

describe("a schedule's file", () => {
  it("is made anew where we made it, and never instead of somebody else's", async () => {
    const out = join(folder, "out", "drills.yml");
    const first = await made({ out });
    expect(await readFile(out, "utf8")).toBe(first.text);
    const second = await made({ out, every: "quarter" });
    expect(await readFile(out, "utf8")).toBe(second.text);
    await writeFile(out, "name: mine\n");
    expect(await refusal(made({ out }))).toMatchObject([{ code: "schedule/not-ours", where: out }]);
    expect(await readFile(out, "utf8")).toBe("name: mine\n");
    await made({ out, force: true });
    expect(await readFile(out, "utf8")).toBe(first.text);
    expect(await refusal(made({ out: join(folder, "out"), force: true }))).toMatchObject([
      { code: "schedule/folder" },
    ]);
    expect(await readdir(join(folder, "out"))).toEqual(["drills.yml"]);
  });
});

describe("a schedule that is refused", () => {
  it("names every option that is wrong, at once", async () => {
    const problems = await refusal(made({ every: "fortnight", at: "25:00", as: "ics" }));
    expect(problems.map(({ where, given }) => [where, given])).toEqual([
      ["--every", "fortnight"],
      ["--as", "ics"],
      ["--at", "25:00"],
    ]);
    expect(problems[0]?.wanted).toBe("one of week, month, quarter");
    expect(problems.every(({ fix }) => fix.endsWith("."))).toBe(true);
  });

  it("has more drills than the cycle has days", async () => {
    const environments = ["staging", "development"];
    const wide = environments.reduce(
      (text, name) => text.replace(`name: "${name}",`, `name: "${name}", production: true,`),
      SMALL,
    );
    const own = await folderWith(wide);
    const problems = await refusal(made({ path: own, every: "week" }));
    await rm(own, { recursive: true });
    expect(problems).toMatchObject([{ code: "schedule/too-many", given: "week, for 12 drills" }]);
  });

  it("has nothing that customers depend on", async () => {
    const own = await folderWith(
      SMALL.replace('name: "production",', 'name: "production", production: false,'),
    );
    const problems = await refusal(made({ path: own }));
    await rm(own, { recursive: true });
    expect(problems).toMatchObject([{ code: "schedule/nothing-critical", where: "environments" }]);
  });
});

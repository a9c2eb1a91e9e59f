import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/index.ts";
import { check } from "./check/check.ts";
import { doctor } from "./doctor/doctor.ts";
import { synth } from "./synth/synth.ts";
import { BROKEN, folderWith, SMALL, SOUND } from "./testing/configurations.ts";

const STOREFRONT = join(import.meta.dirname, "..", "..", "examples", "storefront");
const clock = new ManualClock(Date.UTC(2026, 10, 1));

let folder: string;
beforeEach(async () => {
  folder = await folderWith(SOUND);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** All files below a folder with their contents. */
async function contents(dir: string): Promise<Record<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.sort().map(async (file) => [file.slice(dir.length + 1), await readFile(file, "utf8")]);
  return Object.fromEntries(await Promise.all(read));
}

describe("check", () => {
  it("counts the example, and says what it did not look at", async () => {
    const result = await check({ path: STOREFRONT, clock });
    expect(
      result.findings.filter(({ code }) => !/^(recovery\/|cost\/may-exceed-budget$)/.test(code)),
    ).toEqual([]);
    const production = result.environments.find(({ name }) => name === "production");
    expect(production?.regions.map(({ name }) => name)).toEqual([
      "us-east-1",
      "us-west-2",
      "eu-west-1",
      "eu-central-1",
    ]);
    expect(production?.resources).toBeGreaterThan(200);
    expect(result.notChecked.join()).toContain("Terraform");
    // Where its promises and its recovery contradict each other. What is only recalled fails no pipeline.
    const found = result.findings.filter(({ code }) => /^recovery\/(?!provisioning)/.test(code));
    expect(found.map(({ code, where }) => `${where} ${code}`).toSorted()).toEqual([
      "journeys.browse recovery/latency-against-distance",
      "journeys.browse recovery/unseen-by-health-may-be-late",
      "journeys.buy recovery/rpo-may-be-late",
      "journeys.buy recovery/rto-may-be-late",
      "journeys.buy recovery/unseen-by-health-late",
      "regions.us-east-1 recovery/survivor-capacity",
      "regions.us-west-2 recovery/survivor-capacity",
    ]);
    expect(found.every(({ severity }) => severity === "warning")).toBe(true);
  });

  it("predicts for each environment when it stands, and finds those that are late for the objective", async () => {
    const { environments, findings } = await check({ path: STOREFRONT, clock });
    for (const { name, resources, provisioning } of environments) {
      const { total, objective, assumed, grade } = provisioning;
      expect(grade).toBe("modelled");
      expect(assumed.resources).toBe(resources);
      expect(objective.seconds).toBe(1800);
      expect(provisioning.untimed).toEqual([]);
      expect(total.p95.seconds).toBeGreaterThan(total.p50.seconds);
      const severities = findings
        .filter(({ where }) => where === `environments.${name}`)
        .map(({ severity }) => severity);
      // Recalled figures carry it, and what nobody has seen fails no pipeline.
      expect(provisioning.recalled).not.toEqual([]);
      const expected = objective.metAtP95 ? [] : ["warning"];
      expect(severities).toEqual(expected);
    }
    const [production, staging] = environments.map(({ provisioning }) => provisioning.total.p50.seconds);
    expect(production).toBeGreaterThan(staging ?? Number.POSITIVE_INFINITY);
  });

  it("holds the cost of each environment against its budget", async () => {
    const { environments, findings } = await check({ path: STOREFRONT, clock });
    for (const { name, cost } of environments) {
      expect(cost.unpriced).toEqual([]);
      expect(cost.monthly.low).toBeLessThan(cost.monthly.expected);
      expect(["within", "may exceed"]).toContain(cost.verdict);
      expect(findings.some(({ where }) => where === `budgets.environments.${name}`)).toBe(
        cost.verdict !== "within",
      );
    }
  });

  it("fails where the least that an environment costs is more than may be spent", async () => {
    await writeFile(
      join(folder, "trireme.config.ts"),
      SOUND.replace("production: 200_000", "production: 10"),
    );
    const { findings } = await check({ path: folder, clock });
    expect(findings).toMatchObject([{ code: "cost/exceeds-budget", severity: "error" }]);
  });

  it("finds what contradicts itself without calling it broken", async () => {
    await writeFile(join(folder, "trireme.config.ts"), SMALL);
    const { findings } = await check({ path: folder, clock });
    expect(findings).toMatchObject([{ code: "config/home-without-recovery", severity: "error" }]);
  });

  it("fails with all that is wrong at once, each with place, given, wanted and fix", async () => {
    await writeFile(join(folder, "trireme.config.ts"), BROKEN);
    const error = await check({ path: folder, clock }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "input-rejected", fault: "input" });
    const { problems } = error as { problems: readonly Record<string, string>[] };
    expect(problems.length).toBeGreaterThanOrEqual(3);
    for (const problem of problems) {
      for (const part of ["code", "where", "given", "wanted", "fix"]) expect(problem[part]).toMatch(/\S/);
    }
    const given = problems.map((problem) => problem.given).join(" ");
    for (const wrong of ["1111", "us-east-9", "floppy"]) expect(given).toContain(wrong);
  });
});

describe("synth", () => {
  const written = (more: object = {}) => synth({ path: folder, out: join(folder, "out"), clock, ...more });

  it("writes every stack and a manifest of them", async () => {
    const { out, stacks } = await written();
    const files = await contents(out);
    expect(Object.keys(files).sort()).toEqual(
      [...stacks.map(({ id }) => join(id, "main.tf.json")), "trireme.json"].sort(),
    );
    const manifest = JSON.parse(files["trireme.json"] ?? "");
    expect(manifest.stacks.map(({ id }: { id: string }) => id)).toEqual(stacks.map(({ id }) => id));
  });

  it("writes the same bytes twice, here and elsewhere", async () => {
    const first = await contents((await written()).out);
    expect(await contents((await written()).out)).toEqual(first);
    expect(await contents((await written({ out: join(folder, "other") })).out)).toEqual(first);
  });

  it("replaces what it wrote as a whole: no stack of before stays behind", async () => {
    await written();
    const { out, stacks } = await written({ environment: "development" });
    expect(stacks.every(({ id }) => id.startsWith("development/"))).toBe(true);
    expect(await readdir(out)).toEqual(["development", "trireme.json"]);
  });

  it("leaves what it wrote as it was when it fails, and nothing beside it", async () => {
    const before = await contents((await written()).out);
    await writeFile(join(folder, "trireme.config.ts"), BROKEN);
    await expect(written()).rejects.toMatchObject({ fault: "input" });
    expect(await contents(join(folder, "out"))).toEqual(before);
    expect((await readdir(folder)).sort()).toEqual(["out", "trireme.config.ts"]);
  });

  it.each(["a folder with somebody's work", "a folder whose trireme.json is somebody else's"])(
    "refuses %s, and touches nothing in it",
    async (which) => {
      const out = join(folder, "work");
      await mkdir(out);
      const name = which.includes("json") ? "trireme.json" : "thesis.txt";
      await writeFile(join(out, name), "mine");
      await expect(written({ out })).rejects.toMatchObject({ problems: [{ code: "synth/folder-in-use" }] });
      expect(await contents(out)).toEqual({ [name]: "mine" });
    },
  );

  it("refuses a file in place of the folder, and a folder inside a file", async () => {
    const file = join(folder, "file");
    await writeFile(file, "mine");
    for (const out of [file, join(file, "inside")]) {
      await expect(written({ out })).rejects.toMatchObject({ problems: [{ code: "synth/folder-in-use" }] });
    }
    expect(await readFile(file, "utf8")).toBe("mine");
  });

  it("refuses an environment that there is not, and writes nothing", async () => {
    await expect(written({ environment: "moon" })).rejects.toMatchObject({
      problems: [{ code: "option/unknown-environment", given: "moon" }],
    });
    expect(await readdir(folder)).toEqual(["trireme.config.ts"]);
  });
});

describe("doctor", () => {
  it("finds nothing on an empty search path, is not ready, and says how to get each", async () => {
    const { ready, checks } = await doctor({ PATH: "" });
    expect(ready).toBe(false);
    const missing = checks.filter(({ ok }) => !ok);
    expect(missing.map(({ what }) => what)).toEqual(["Terraform", "Emulated AWS"]);
    for (const { found, fix } of missing) {
      expect(found).toMatch(/\S/);
      expect(fix).toMatch(/\S/);
    }
  });

  it("names a tool that the environment names wrongly, rather than fall back to another", async () => {
    const { checks } = await doctor({
      PATH: process.env.PATH,
      TRIREME_TERRAFORM: join(folder, "absent"),
      TRIREME_MOTO: join(folder, "absent"),
    });
    expect(checks.find(({ what }) => what === "Terraform")).toMatchObject({ ok: false });
    expect(checks.find(({ what }) => what === "Emulated AWS")).toMatchObject({ ok: false });
  });

  it("is ready with Terraform and an emulator, also without a mirror", async () => {
    const dir = await mkdtemp(join(tmpdir(), "trireme-doctor-"));
    const terraform = join(dir, "terraform");
    await writeFile(terraform, '#!/bin/sh\necho "Terraform v1.11.4"\n');
    await chmod(terraform, 0o755);
    const { ready, checks } = await doctor({
      PATH: dir,
      HOME: dir,
      TRIREME_TERRAFORM: terraform,
      TRIREME_EMULATOR_ENDPOINT: "http://127.0.0.1:4566",
    });
    expect(checks.find(({ what }) => what === "Terraform")).toMatchObject({
      ok: true,
      found: expect.stringContaining("1.11.4"),
    });
    expect(checks.find(({ what }) => what === "Emulated AWS")?.found).toContain("127.0.0.1:4566");
    expect(ready).toBe(true);
    await rm(dir, { recursive: true });
  });
});

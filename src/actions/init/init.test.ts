import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RecordingHost } from "../../host/index.ts";
import { systemClock } from "../../lib/index.ts";
import { check } from "../check/check.ts";
import { type InitOptions, init } from "./init.ts";

const ANSWERS = {
  name: "bakery",
  domain: "bakery.example.com",
  owner: "web-team",
  costCentre: "shop-7",
  account: "444444444444",
};

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "trireme-init-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const nobody = () => {
  const host = new RecordingHost();
  host.attended = false;
  return host;
};
const begun = (options: Partial<InitOptions> = ANSWERS, host = nobody()) =>
  init({ dir, clock: systemClock, ...options }, host);
const read = (name: string) => readFile(join(dir, name), "utf8");

describe("init", () => {
  it("writes a configuration that check finds nothing wrong with, and what belongs beside it", async () => {
    const { files } = await begun();
    expect(files.map(({ what }) => what)).toEqual(["written", "written", "written", "written"]);
    const result = await check({ path: dir, clock: systemClock });
    expect(result.platform).toBe("bakery");
    // That it may be late for the default objective, and what it may cost, is for its owner to decide on.
    const open = ["recovery/provisioning-may-be-late", "config/no-budget"];
    expect(result.findings.filter(({ code }) => !open.includes(code))).toEqual([]);
    expect(result.environments).toMatchObject([{ name: "development" }]);
    expect(JSON.parse(await read("package.json"))).toMatchObject({ private: true, type: "module" });
    expect(JSON.parse(await read("tsconfig.json")).compilerOptions.strict).toBe(true);
    expect((await read(".gitignore")).split("\n")).toContain(".trireme/");
  });

  it("makes the folder when there is none, and leaves nothing else in it", async () => {
    const deeper = join(dir, "a", "b");
    await begun({ ...ANSWERS, dir: deeper });
    const names = [".gitignore", "package.json", "trireme.config.ts", "tsconfig.json"];
    expect((await readdir(deeper)).sort()).toEqual(names);
  });

  it("refuses to overwrite a configuration, and touches nothing beside it", async () => {
    await writeFile(join(dir, "trireme.config.ts"), "// mine");
    await expect(begun()).rejects.toMatchObject({ problems: [{ code: "init/configuration-there" }] });
    expect(await read("trireme.config.ts")).toBe("// mine");
    expect(await readdir(dir)).toEqual(["trireme.config.ts"]);
  });

  it("leaves a package.json as it is, and adds to a .gitignore only what it lacks", async () => {
    await writeFile(join(dir, "package.json"), "{}");
    await writeFile(join(dir, ".gitignore"), "dist\nnode_modules");
    const { files } = await begun();
    expect(files.map(({ what }) => what)).toEqual(["written", "left", "written", "extended"]);
    expect(await read("package.json")).toBe("{}");
    expect(await read(".gitignore")).toBe(
      "dist\nnode_modules\n.trireme/\n*.tfstate\n*.tfstate.*\n*.tfplan\n",
    );
  });

  it("refuses to guess where nobody is there, and names every missing option at once", async () => {
    const error = await begun({ name: "bakery" }).catch((caught: unknown) => caught);
    const { problems } = error as { problems: readonly { where: string }[] };
    expect(problems.map(({ where }) => where)).toEqual(["--domain", "--owner", "--cost-centre", "--account"]);
    expect(await readdir(dir)).toEqual([]);
  });

  it("asks only for what the options do not say, and offers what suits most", async () => {
    const typed: Record<string, string> = {
      "init-domain": "bakery.example.com",
      "init-account": "444444444444",
    };
    const host = new RecordingHost(({ code }) => typed[code]);
    await begun({ name: "bakery" }, host);
    expect(host.questions.map(({ code }) => code)).toEqual([
      "init-domain",
      "init-owner",
      "init-costCentre",
      "init-account",
    ]);
    const text = await read("trireme.config.ts");
    expect(text).toContain('owner: "platform-team"');
    expect(text).toContain('costCentre: "bakery-1"');
  });

  it("refuses answers that a configuration would not take, by their options, and writes no file", async () => {
    const wrong = begun({ ...ANSWERS, name: "The Bakery", account: "12" });
    const error = (await wrong.catch((caught: unknown) => caught)) as { problems: { where: string }[] };
    expect(error.problems.map(({ where }) => where)).toEqual(["--name", "--account"]);
    expect(await readdir(dir)).toEqual([]);
  });

  it("takes an answer for text and nothing else", async () => {
    const owner = 'a"); process.exit(9); ("';
    await expect(begun({ ...ANSWERS, owner })).rejects.toMatchObject({ problems: [{ where: "--owner" }] });
  });
});

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InputError, type InputProblem } from "../lib/index.ts";
import { findConfig } from "./find.ts";
import { findings } from "./findings.ts";
import { NOON, platformInput } from "./fixture.ts";
import { loadPlatform } from "./load.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/storefront/trireme.config.ts", import.meta.url));

/** Outside the repository, so that nothing is found by the repository's own resolution. */
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trireme-config-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(text: string, name = "trireme.config.ts"): Promise<string> {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

const asPlatform = (expression: string) =>
  `import { definePlatform, type PlatformInput } from "trireme";\nexport default definePlatform(${expression} satisfies PlatformInput);\n`;
const sound = asPlatform(JSON.stringify(platformInput()));

async function problemOf(path: string | undefined): Promise<InputProblem> {
  const error = await loadPlatform(path, { clock: NOON }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof InputError)) throw error ?? new Error("was not refused");
  const [problem, ...others] = error.problems;
  if (problem === undefined || others.length > 0) throw new Error(`${error.problems.length} problems`);
  return problem;
}

describe("loadPlatform", () => {
  it("loads the example, in which nothing contradicts itself", async () => {
    const platform = await loadPlatform(EXAMPLE, { clock: NOON });

    expect(platform.environments.map(({ name, slot, regions }) => [name, slot, regions.length])).toEqual([
      ["production", 0, 4],
      ["staging", 1, 1],
      ["development", 2, 1],
    ]);
    expect(findings(platform)).toEqual([]);
  });

  it("loads a file outside the repository that imports trireme and files of its own", async () => {
    await write(`export const owner: string = "shop-team";\n`, "parts/owner.ts");
    const file = await write(
      `import { owner } from "./parts/owner.ts";\n${sound.replace(`"platform-team"`, "owner")}`,
    );

    expect((await loadPlatform(file, { clock: NOON })).owner).toBe("shop-team");
    expect((await loadPlatform(folder, { clock: NOON })).owner).toBe("shop-team");
  });

  it("reads a changed file again, and the files that it imports", async () => {
    const part = await write(`export const owner = "before";\n`, "owner.ts");
    const file = await write(
      `import { owner } from "./owner.ts";\n${sound.replace(`"platform-team"`, "owner")}`,
    );
    const before = await loadPlatform(file, { clock: NOON });

    await writeFile(part, `export const owner = "after";\n`);
    const after = await loadPlatform(file, { clock: NOON });

    expect([before.owner, after.owner]).toEqual(["before", "after"]);
  });

  it("tells loads that go on at the same time apart, the first from the tenth too", async () => {
    const marksOf = `export const owner = \`\${import.meta.url.split("trireme-load").length - 1} mark\`;\n`;
    await write(marksOf, "owner.ts");
    const held = await write("await globalThis.triremeHeld;\nexport default 1;\n", "held.config.ts");
    const file = await write(
      `import { owner } from "./owner.ts";\n${sound.replace(`"platform-team"`, "owner")}`,
    );
    const hold = Promise.withResolvers<void>();
    Object.assign(globalThis, { triremeHeld: hold.promise });
    // Counts from one again.
    vi.resetModules();
    const { loadPlatform: counted } = await import("./load.ts");
    const first = counted(held, { clock: NOON }).catch(() => "refused");
    for (let load = 2; load <= 10; load += 1)
      expect((await counted(file, { clock: NOON })).owner).toBe("1 mark");
    hold.resolve();
    expect(await first).toBe("refused");
    Reflect.deleteProperty(globalThis, "triremeHeld");
  });

  it("loads in plain Node, without a warning, as it does here", async () => {
    const file = await write(sound);
    const face = (path: string) => new URL(path, import.meta.url).href;
    const script = `
      import { loadPlatform } from ${JSON.stringify(face("index.ts"))};
      import { ManualClock } from ${JSON.stringify(face("../lib/index.ts"))};
      const platform = await loadPlatform(${JSON.stringify(file)}, { clock: new ManualClock() });
      process.stdout.write(JSON.stringify(platform));`;

    const run = await execa(process.execPath, ["--input-type=module", "--eval", script], { cwd: folder });

    expect(run.stderr).toBe("");
    expect(JSON.parse(run.stdout)).toEqual(
      JSON.parse(JSON.stringify(await loadPlatform(file, { clock: NOON }))),
    );
  });

  it("refuses a file with a syntax error, and says at which line and column", async () => {
    const file = await write("const one = 1;\nexport default {{ one: ;\n");
    expect(await problemOf(file)).toMatchObject({ code: "config/syntax", where: "trireme.config.ts:2:17" });
  });

  it("refuses a syntax error in a file that is imported, and says in which", async () => {
    await write("export const = 3;\n", "parts/bad.ts");
    const file = await write(`import "./parts/bad.ts";\n${sound}`);
    expect(await problemOf(file)).toMatchObject({ code: "config/syntax", where: "parts/bad.ts:1:14" });
  });

  it("refuses TypeScript that cannot run as it is, and says what to write", async () => {
    const problem = await problemOf(await write("\nenum Size { Small }\nexport default Size;\n"));
    expect(problem).toMatchObject({ code: "config/syntax", where: "trireme.config.ts:2:1" });
    expect(problem.fix).toContain("instead of an enum");
  });

  it("refuses a file that throws, and says where", async () => {
    const problem = await problemOf(
      await write(`const wanted: number = 1;\nthrow new TypeError("no " + wanted);\n`),
    );
    expect(problem).toMatchObject({
      code: "config/threw",
      where: "trireme.config.ts:2:7",
      given: "TypeError: no 1",
    });
  });

  it("refuses a file that throws what is no error", async () => {
    const problem = await problemOf(await write(`throw "a tantrum";\nexport default 1;\n`));
    expect(problem).toMatchObject({ code: "config/threw", given: "a thrown a tantrum" });
  });

  it("refuses an import that is not there", async () => {
    const problem = await problemOf(await write(`import "./absent.ts";\n${sound}`));
    expect(problem.code).toBe("config/import-not-found");
    expect(problem.given).toContain("absent.ts");
  });

  it("refuses a name that trireme does not export, and says in which line", async () => {
    const problem = await problemOf(
      await write(`\nimport { definePlatfrom } from "trireme";\nexport default definePlatfrom;\n`),
    );
    expect(problem).toMatchObject({ code: "config/syntax", where: "trireme.config.ts:2:10" });
    expect(problem.given).toContain("definePlatfrom");
  });

  it("refuses a file without a default export, and names the exports it has", async () => {
    const problem = await problemOf(await write(sound.replace("export default", "export const platform =")));
    expect(problem).toMatchObject({ code: "config/no-default-export", given: "the exports platform" });
  });

  it.each([
    ["3", "3"],
    ["null", "null"],
    ["[]", "[]"],
    ["() => ({})", "a function"],
    ["Promise.resolve({})", "a promise"],
  ])("refuses the default export %s", async (expression, given) => {
    const problem = await problemOf(await write(`export default ${expression};\n`));
    expect(problem).toMatchObject({ code: "config/not-a-platform", given });
    expect(problem.fix).toContain("definePlatform");
  });

  it("fails with the file as the source when a rule is broken", async () => {
    const file = await write(sound.replace("us-west-2", "us-west-9"));
    await expect(loadPlatform(file, { clock: NOON })).rejects.toMatchObject({
      source: file,
      problems: [{ code: "config/unknown-region", where: "homes.US.regions[1]" }],
    });
  });

  it("leaves the resolution of other modules as it was", async () => {
    await loadPlatform(await write(sound), { clock: NOON });
    const other = await write(`import "trireme";\n`, "other.mjs");
    const native = await import("node:module").then(({ createRequire }) =>
      createRequire(pathToFileURL(other)),
    );
    expect(() => native.resolve("trireme")).toThrow("Cannot find module");
  });
});

describe("findConfig", () => {
  it("finds the nearest file at or above the working directory", async () => {
    const file = await write(sound);
    await mkdir(join(folder, "a/b"), { recursive: true });
    expect(await findConfig(undefined, join(folder, "a/b"))).toBe(file);

    const nearer = await write(sound, "a/trireme.config.ts");
    expect(await findConfig(undefined, join(folder, "a/b"))).toBe(nearer);
  });

  it("takes a folder or a file of any name, from the working directory", async () => {
    const file = await write(sound, "shop/trireme.config.ts");
    const other = await write(sound, "shop/other.config.ts");
    expect(await findConfig("shop", folder)).toBe(file);
    expect(await findConfig("shop/other.config.ts", folder)).toBe(other);
  });

  it("refuses a folder without a configuration, though there is one above", async () => {
    await write(sound);
    await mkdir(join(folder, "empty"));
    const problem = await problemOf(join(folder, "empty"));
    expect(problem.code).toBe("config/not-found");
    expect(problem.given).toBe(`no file at ${join(folder, "empty", "trireme.config.ts")}`);
  });

  it("fails with every place it looked at", async () => {
    const attempt = findConfig(undefined, join(folder, "deep"));
    await expect(attempt).rejects.toMatchObject({ problems: [{ code: "config/not-found" }] });
    await expect(attempt.catch((error: InputError) => error.problems[0]?.given)).resolves.toContain(
      `${join(folder, "deep", "trireme.config.ts")}, ${join(folder, "trireme.config.ts")}, `,
    );
  });
});

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { DocumentedConstruct } from "../../scripts/reference/model.ts";
import { PROJECT, Sources } from "../../scripts/reference/sources.ts";

const FOLDER = join(PROJECT, "src/constructs");

interface Tested {
  readonly construct: DocumentedConstruct;
  /** Sources of the unit tests beside it that make one. */
  readonly tests: readonly string[];
}

let all: readonly Tested[];
beforeAll(async () => {
  const sources = new Sources();
  const { constructs } = sources.face("src/constructs/index.ts");
  sources.close();
  all = await Promise.all(
    constructs.map(async (construct) => ({ construct, tests: await testsBeside(construct) })),
  );
}, 180_000);

describe("the promises of the constructs", () => {
  it("are held by at least one unit test each, beside the source", () => {
    const untested = all.filter(({ tests }) => titles(tests) === 0).map(({ construct }) => construct.name);
    expect(untested).toEqual([]);
  });

  it("are held by a test that names it, wherever something may be left out or decided otherwise", () => {
    const unheld = all.flatMap(({ construct: { name, props }, tests }) =>
      props
        .filter(({ optional }) => optional)
        .map((prop) => prop.name.replace("[]", "").split(".").at(-1) ?? "")
        .filter((key) => !tests.some((text) => new RegExp(`\\b${key}\\b`).test(text)))
        .map((key) => `${name}.${key}`),
    );
    expect(unheld).toEqual([]);
  });

  it("are held with and without protection, wherever a construct can be protected", () => {
    const oneSided = all
      .filter(({ construct }) => construct.props.some(({ name }) => name === "protect"))
      .filter(({ tests }) => !tests.some((text) => /\[true, false\]\)/.test(text) || bothSaid(text)))
      .map(({ construct }) => construct.name);
    expect(oneSided).toEqual([]);
  });
});

async function testsBeside({ name, file }: DocumentedConstruct): Promise<readonly string[]> {
  const folder = join(FOLDER, file.replace("src/constructs/", "").split("/")[0] ?? "");
  const files = (await readdir(folder)).filter((each) => each.endsWith(".test.ts")).sort();
  const texts = await Promise.all(files.map((each) => readFile(join(folder, each), "utf8")));
  return texts.filter((text) => text.includes(`new ${name}(`));
}

/** How many titles of tests stand in these sources. */
function titles(tests: readonly string[]): number {
  return tests.join("\n").match(/^\s*it(\.each\([\s\S]*?\))?\(/gm)?.length ?? 0;
}

/** `protect: true` and `protect: false`, or a parameter that has both. */
function bothSaid(text: string): boolean {
  return /protect: true|protect = true/.test(text) && /protect: false|Of\(false\)|\(false\)/.test(text);
}

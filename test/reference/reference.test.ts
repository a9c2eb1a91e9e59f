import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { DocumentedProperty } from "../../scripts/reference/model.ts";
import { REFERENCE, type Reference, reference } from "../../scripts/reference/pages.ts";
import { CONSTRUCTS } from "../../scripts/reference/usage.ts";

let made: Reference;
// The compiler reads the whole project.
beforeAll(async () => {
  made = await reference();
}, 180_000);

describe("the committed reference", () => {
  it("is what the sources say today", async () => {
    // when
    const files = (await readdir(REFERENCE, { recursive: true })).filter((file) => file.endsWith(".md"));
    const committed = await Promise.all(
      files.sort().map(async (file) => [file, await readFile(join(REFERENCE, file), "utf8")]),
    );

    // then
    const wanted = [...made.pages].sort(([a], [b]) => (a < b ? -1 : 1));
    expect(
      committed.map(([file]) => file),
      "run: npm run reference",
    ).toEqual(wanted.map(([file]) => file));
    for (const [index, [file, text]] of wanted.entries()) {
      expect(committed[index]?.[1], `${file} is stale, run: npm run reference`).toBe(text);
    }
  });

  it("stays small enough for a page", () => {
    for (const [file, text] of made.pages) expect(Buffer.byteLength(text), file).toBeLessThan(200_000);
  });

  it("leads nowhere that is not there", () => {
    for (const [file, text] of made.pages) {
      for (const [, path = "", heading] of text.matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)) {
        const page = made.pages.get(path === "" ? file : join(file, "..", path)) ?? "";
        const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
          title
            .toLowerCase()
            .replaceAll(/[^\w\- ]/g, "")
            .replaceAll(" ", "-"),
        );
        expect(headings, `${path}#${heading} in ${file}`).toContain(heading);
      }
    }
  });
});

describe("what the constructs say of themselves", () => {
  it("says of every exported construct what it is for, and finds every one in a stack", () => {
    const { constructs } = made.constructs;
    expect(constructs.map(({ name }) => name).sort()).toEqual([...CONSTRUCTS.keys()].sort());
    expect(constructs.filter(({ doc }) => doc === "").map(({ name }) => name)).toEqual([]);
    expect(constructs.map(({ name }) => name).filter((name) => !made.usages.constructs.has(name))).toEqual(
      [],
    );
  });

  it("says of every prop what it means, and of every optional one what holds without it", () => {
    const silent = made.constructs.constructs.flatMap(({ name, props }) => silentOf(name, props));
    expect(silent).toEqual([]);
  });

  it("says the same of every exported type, function and constant", () => {
    const { types, values } = made.constructs;
    // Props are described by their construct.
    const named = [...types.filter(({ name }) => !name.endsWith("Props")), ...values];
    expect(named.filter(({ doc }) => doc === "").map(({ name }) => name)).toEqual([]);
    expect(types.flatMap(({ name, properties }) => silentOf(name, properties))).toEqual([]);
  });

  it("describes every key of the configuration", () => {
    const silent = made.vocabulary.flatMap(({ name, doc, properties }) => [
      ...(doc === "" ? [name] : []),
      ...properties
        .filter((key) => (key.doc === "" && key.defaultValue === undefined) || lacksDefault(key))
        .map((key) => `${name}.${key.name}`),
    ]);
    expect(silent).toEqual([]);
  });
});

function silentOf(name: string, properties: readonly DocumentedProperty[]): readonly string[] {
  return properties
    .filter((property) => property.doc === "" || lacksDefault(property))
    .map((property) => `${name}.${property.name}`);
}

function lacksDefault({ optional, defaultValue }: DocumentedProperty): boolean {
  return optional && (defaultValue ?? "") === "";
}

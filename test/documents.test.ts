import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../src/cli/program.ts";

const PROJECT = join(import.meta.dirname, "..");
const BY_HAND = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "docs/README.md",
  "docs/bill.md",
  "docs/prices.md",
];

/** Addresses within the project that a page leads to, without their headings. */
async function linksOf(page: string): Promise<readonly string[]> {
  const text = await readFile(join(PROJECT, page), "utf8");
  return [...text.matchAll(/\]\((?![a-z]+:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = ""]) =>
    join(page, "..", link),
  );
}

describe("the pages written by hand", () => {
  it.each(BY_HAND)("lead nowhere that is not there (%s)", async (page) => {
    const links = await linksOf(page);
    expect(links.filter((link) => !existsSync(join(PROJECT, link)))).toEqual([]);
  });

  it("lead to every decision and every page of the reference from the index", async () => {
    const links = await linksOf("docs/README.md");
    for (const folder of ["docs/adr", "docs/reference"]) {
      const pages = (await readdir(join(PROJECT, folder))).filter((file) => file.endsWith(".md"));
      expect(pages.map((file) => join(folder, file)).filter((page) => !links.includes(page))).toEqual([]);
    }
  });

  it.each(["docs/bill.md", "docs/prices.md"])(
    "name only verbs and options that there are (%s)",
    async (page) => {
      const text = await readFile(join(PROJECT, page), "utf8");
      const lines = [...text.matchAll(/trireme ([a-z][^`\n]*)/g)].map(([, line = ""]) => line.split(/\s+/));
      expect(lines.length).toBeGreaterThan(2);
      for (const words of lines) {
        let command: Command = buildProgram(async () => {});
        for (const word of words) {
          command = command.commands.find((each) => each.name() === word) ?? command;
        }
        expect(command.commands, `trireme ${words.join(" ")}`).toEqual([]);
        const options = command.options.map(({ long }) => long);
        const named = words.filter((word) => word.startsWith("--"));
        expect(
          named.filter((name) => !options.includes(name)),
          `trireme ${words.join(" ")}`,
        ).toEqual([]);
      }
    },
  );

  it("say of every verb that there is one", async () => {
    const text = await readFile(join(PROJECT, "README.md"), "utf8");
    const verbs = buildProgram(async () => {}).commands.map((command) => command.name());
    expect(verbs.length).toBeGreaterThan(10);
    expect(verbs.filter((verb) => !text.includes(`| \`${verb}`))).toEqual([]);
  });
});

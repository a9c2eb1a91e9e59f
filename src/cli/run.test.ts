import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BROKEN, folderWith, SMALL, SOUND } from "../actions/testing/configurations.ts";
import { typed } from "./testing/typed.ts";

let folder: string;
beforeEach(async () => {
  folder = await folderWith(SOUND);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const trireme = (...args: readonly string[]) => typed(...args);

describe("the command line", () => {
  it("writes results to standard output and nothing else anywhere", async () => {
    const { code, out, err } = await trireme("check", folder);
    expect(code).toBe(0);
    expect(out).toContain("No findings.");
    expect(err).toBe("");
  }, 120_000);

  it("gives one JSON document with --json", async () => {
    const { code, out } = await trireme("check", folder, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ platform: "shop", findings: [] });
  });

  it("ends with 1 when there are findings, and still gives the document", async () => {
    await writeFile(join(folder, "trireme.config.ts"), SMALL);
    const { code, out } = await trireme("check", folder, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out).findings).toHaveLength(1);
  });

  it("lists everything that is wrong with a configuration at once, with place, given, wanted and fix", async () => {
    await writeFile(join(folder, "trireme.config.ts"), BROKEN);
    const { code, out, err } = await trireme("check", folder);
    expect(code).toBe(2);
    expect(out).toBe("");
    for (const wrong of ["1111", "us-east-9", "floppy"]) expect(err).toContain(wrong);
    const places = err.match(/^ {4}given /gm)?.length ?? 0;
    expect(places).toBeGreaterThanOrEqual(3);
    expect(err.match(/^ {4}wanted /gm)).toHaveLength(places);
    expect(err.match(/^ {4}fix /gm)).toHaveLength(places);
  });

  it("gives the same list as a document with --json", async () => {
    await writeFile(join(folder, "trireme.config.ts"), BROKEN);
    const { code, out } = await trireme("rehearse", folder, "--json");
    expect(code).toBe(2);
    const { error } = JSON.parse(out);
    expect(error).toMatchObject({ code: "input-rejected", fault: "input", exitCode: 2 });
    expect(error.problems.length).toBeGreaterThanOrEqual(3);
  });

  it.each([["check"], ["synth", "--out", "out"], ["rehearse"], ["rehearse", "--lose", "moon"]])(
    "writes nothing on bad input: %s",
    async (verb, ...more) => {
      if (more[0] !== "--lose") await writeFile(join(folder, "trireme.config.ts"), BROKEN);
      const args = more.map((arg) => (arg === "out" ? join(folder, "out") : arg));
      expect((await trireme(verb, folder, ...args)).code).toBe(2);
      expect(await readdir(folder)).toEqual(["trireme.config.ts"]);
    },
  );

  it.each([
    ["a missing option", ["synth"], "usage/missing-mandatory-option-value", "--out"],
    ["an unknown option", ["check", "--colour"], "usage/unknown-option", "--colour"],
    ["an unknown verb", ["conquer"], "usage/unknown-command", "conquer"],
    ["an argument too many", ["doctor", "x"], "usage/excess-arguments", "doctor"],
    [
      "a value that is not allowed",
      ["sandbox", "calls", "--caller", "x"],
      "usage/invalid-argument",
      "--caller",
    ],
    ["no verb", [], "usage/no-verb", "verb"],
    ["no verb of the sandbox", ["sandbox"], "usage/no-verb", "verb"],
  ])("refuses %s, with a document where one is wanted", async (_what, args, code, said) => {
    const plain = await trireme(...args);
    expect(plain.code).toBe(2);
    expect(plain.out).toBe("");
    expect(plain.err).not.toBe("");

    const json = await trireme(...args, "--json");
    expect(json.code).toBe(2);
    const { error } = JSON.parse(json.out);
    expect(error).toMatchObject({ fault: "input", exitCode: 2 });
    // Without a verb there is nothing that --json belongs to: it is the unknown option itself.
    if (code !== "usage/no-verb") {
      expect(error.code).toBe(code);
      expect(error.message).toContain(said);
    }
  });

  it("ends with 3 when what it needs is not there, and says what to do", async () => {
    const { code, out, err } = await trireme("sandbox", "status", folder, "--json");
    expect(code).toBe(3);
    expect(JSON.parse(out).error).toMatchObject({ code: "sandbox-not-up", fault: "environment" });
    expect(err).toContain("trireme sandbox up");
  });

  it("tells its version and its help, and ends well", async () => {
    const version = await trireme("--version");
    expect(version).toMatchObject({ code: 0, err: "" });
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await trireme("--help");
    expect(help.code).toBe(0);
    for (const verb of ["check", "synth", "rehearse", "doctor", "sandbox"]) expect(help.out).toContain(verb);
  });

  it("leaves no listener for interrupts behind", async () => {
    const before = process.listenerCount("SIGINT");
    await trireme("check", folder);
    await trireme("conquer");
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});

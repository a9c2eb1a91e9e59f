import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** Assigns another object, whatever stands between. */
const REPLACED = /process\s*\.\s*env\s*=(?![=>])/;

describe("the environment of a process", () => {
  it("is never replaced by another object: vi.stubEnv would set in that and take nothing out of it, in every later file of the worker", () => {
    const files = globSync("{src,test,bench,scripts}/**/*.{ts,mjs}", { cwd: root });
    expect(files.length).toBeGreaterThan(1000);
    expect(files.filter((file) => REPLACED.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
  });

  it("is seen to be replaced, and not where it is only compared or written to", () => {
    const replaced = ["process", ".env = { ...before }"].join("");
    expect(
      [replaced, "process.env.HOME = x", "process.env === x"].map((text) => REPLACED.test(text)),
    ).toEqual([true, false, false]);
  });
});

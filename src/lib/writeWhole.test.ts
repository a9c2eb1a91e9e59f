import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeWhole } from "./writeWhole.ts";

describe("a file that is written whole", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "trireme-whole-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("replaces the one before, makes the folders that it needs, and leaves nothing beside it", async () => {
    const file = join(folder, "a", "b", "out.txt");
    await writeWhole(file, "one");
    await writeWhole(file, "two", 0o600);
    expect(await readFile(file, "utf8")).toBe("two");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, "a", "b"))).toEqual(["out.txt"]);
  });

  it("leaves what is there as it is when it cannot take its place", async () => {
    const place = join(folder, "place");
    await mkdir(place);
    await writeFile(join(place, "kept"), "kept");
    await expect(writeWhole(place, "text")).rejects.toThrow();
    expect(await readdir(folder)).toEqual(["place"]);
    expect(await readFile(join(place, "kept"), "utf8")).toBe("kept");
  });
});

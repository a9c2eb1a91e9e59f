import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { zipOf } from "./zip.ts";

const READ = `
import sys, zipfile, json
archive = zipfile.ZipFile(sys.argv[1])
print(json.dumps([archive.testzip(), {name: archive.read(name).decode() for name in archive.namelist()}]))
`;

function python(): boolean {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("zipOf", () => {
  const files = { "index.mjs": "export {}\n", "index.py": "# é\n" };

  it("gives equal bytes for equal files", () => {
    expect(zipOf(files).equals(zipOf({ ...files }))).toBe(true);
    expect(zipOf(files).equals(zipOf({ ...files, "index.py": "" }))).toBe(false);
  });

  it.skipIf(!python())(
    "is read by somebody else's reader, checksums and all (SKIPPED without python3)",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "zip-"));
      try {
        const path = join(folder, "code.zip");
        writeFileSync(path, zipOf(files));
        expect(JSON.parse(execFileSync("python3", ["-c", READ, path], { encoding: "utf8" }))).toEqual([
          null,
          files,
        ]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

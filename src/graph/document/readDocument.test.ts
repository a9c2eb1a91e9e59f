import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readDocument } from "./readDocument.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trireme-document-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("reading a document", () => {
  it("gives the bytes of the file", async () => {
    const file = join(folder, "plan.json");
    await writeFile(file, '{"é":1}');
    expect(Buffer.from(await readDocument(file, { bytes: 8 })).toString()).toBe('{"é":1}');
  });

  it("refuses a file over the limit before it reads it, and names the limit", async () => {
    const file = join(folder, "plan.json");
    await writeFile(file, "");
    // A hole: it takes no room on the disk, and would take all memory if it were read.
    await truncate(file, 2 ** 40);
    await expect(readDocument(file, { bytes: 1000 })).rejects.toMatchObject({
      problems: [
        { code: "graph/limit-bytes", given: `${2 ** 40} bytes`, wanted: expect.stringContaining('"bytes"') },
      ],
    });
  });

  it.each([
    ["a binary plan", "PK\x03\x04", "graph/binary-plan"],
    ["UTF-16", "\xff\xfe{\0}\0", "graph/not-utf8"],
  ])("refuses %s with the way out", async (_, text, code) => {
    const file = join(folder, "plan.json");
    await writeFile(file, text, "latin1");
    await expect(readDocument(file, { bytes: 1000 })).rejects.toMatchObject({ problems: [{ code }] });
  });

  it("refuses a folder and a missing file", async () => {
    await expect(readDocument(folder, { bytes: 9 })).rejects.toMatchObject({
      problems: [{ code: "graph/not-a-file" }],
    });
    await expect(readDocument(join(folder, "none"), { bytes: 9 })).rejects.toMatchObject({
      problems: [{ code: "graph/file-unreadable" }],
    });
  });
});

import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { largePlan } from "../testing/largePlan.ts";

/** JSON.parse of the same 100 MB needs about three times this heap. */
const HEAP_MB = 192;
const MB = 1024 * 1024;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trireme-memory-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes parts to a file, a megabyte at a time, until it has `bytes` or the parts end. */
function write(name: string, parts: Iterable<string>): string {
  const file = join(folder, name);
  const handle = openSync(file, "w");
  let pending = "";
  for (const part of parts) {
    pending += part;
    if (pending.length < MB) continue;
    writeSync(handle, pending);
    pending = "";
  }
  writeSync(handle, pending);
  closeSync(handle);
  return file;
}

/** Makes the graph in a process of its own with a small heap. */
function inSmallHeap(file: string) {
  const face = pathToFileURL(join(import.meta.dirname, "..", "index.ts")).href;
  const script = `
    import { graphFromPlan, readDocument, LIMITS } from ${JSON.stringify(face)};
    try {
      const graph = graphFromPlan(await readDocument(process.argv[1], LIMITS), { name: "plan.json" });
      console.log(JSON.stringify({ resources: graph.resources.length }));
    } catch (error) {
      console.log(JSON.stringify({ code: error.problems?.[0]?.code ?? String(error) }));
    }`;
  const result = spawnSync(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, "--input-type=module", "-e", script, file],
    { encoding: "utf8" },
  );
  return { status: result.status, said: result.stdout.trim() };
}

function* repeated(start: string, part: string, bytes: number, end: string): Generator<string> {
  yield start;
  const block = part.repeat(Math.ceil(MB / part.length));
  for (let written = 0; written < bytes; written += block.length) yield block;
  yield end;
}

describe("memory", () => {
  it("reads a plan of 100 MB within a small heap, for what it says twice is not kept", {
    timeout: 240_000,
  }, () => {
    const count = 6_000;
    // What a large plan is made of besides its changes: the state before, and the values again.
    const more = repeated(
      ',"prior_state":{"values":{"root_module":{"resources":[',
      '{"mode":"managed","values":{"text":"0123456789"}},',
      87 * MB,
      "{}]}}}}",
    );
    const plan = [...largePlan(count)].join("").slice(0, -1);
    const file = write("large.json", [plan, ...more]);
    const { status, said } = inSmallHeap(file);
    expect(said).toBe(JSON.stringify({ resources: count }));
    expect(status).toBe(0);
  });

  it("refuses 100 MB of empty lists, which would fill any memory", { timeout: 240_000 }, () => {
    const start = '{"format_version":"1.2","resource_changes":[{"change":{"after":{"x":[';
    const file = write("hostile.json", repeated(start, "[],", 100 * MB, "[]]}}}]}"));
    const { status, said } = inSmallHeap(file);
    expect(said).toBe(JSON.stringify({ code: "graph/limit-values" }));
    expect(status).toBe(0);
  });
});

import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RehearsalResult } from "../../src/actions/index.ts";
import { folderWith, missingTools, SMALLEST_PLATFORM, trireme } from "./trireme.ts";

const missing = await missingTools();
const skipped = missing === undefined ? "" : ` (SKIPPED: ${missing})`;

describe.skipIf(missing !== undefined)(`an emulator that dies while stacks are applied${skipped}`, () => {
  let folder: Awaited<ReturnType<typeof folderWith>>;

  beforeAll(async () => {
    folder = await folderWith(SMALLEST_PLATFORM);
  });

  afterAll(async () => {
    await trireme("sandbox", "down", folder.dir).ended;
    await folder.remove();
  });

  it("says that the emulator is gone when it is killed in the middle, and leaves nothing running", async () => {
    // given
    const up = await trireme("sandbox", "up", folder.dir, "--json").ended;
    const run = trireme("rehearse", folder.dir, "--json");
    // No longer than it must: a refused connection is the same after ten resources as after a hundred.
    await run.seen("Applying");

    // when
    const { emulator } = JSON.parse(up.stdout) as { emulator: { endpoint: string } };
    process.kill(await processListeningOn(new URL(emulator.endpoint).port), "SIGKILL");
    const { exitCode, stdout } = await run.ended;

    // then
    const result = JSON.parse(stdout) as RehearsalResult;
    expect(exitCode).toBe(3);
    expect(result.proven).toBe(false);
    expect(result.notDone.map(({ code }) => code)).toEqual(["emulator-gone"]);
  });
});

/** Process id of the server on a loopback port, by the inode of its socket. */
async function processListeningOn(port: string): Promise<number> {
  const wanted = Number(port).toString(16).toUpperCase().padStart(4, "0");
  const line = (await readFile("/proc/net/tcp", "utf8"))
    .split("\n")
    .map((row) => row.trim().split(/\s+/))
    .find((row) => row[1]?.endsWith(`:${wanted}`) === true && row[3] === "0A");
  const inode = line?.[9];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const handles = await readdir(join("/proc", pid, "fd")).catch(() => []);
    for (const handle of handles) {
      const target = await readlink(join("/proc", pid, "fd", handle)).catch(() => "");
      if (target === `socket:[${inode}]`) return Number(pid);
    }
  }
  throw new Error(`nobody listens on ${port}`);
}

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RehearsalResult } from "../../src/actions/index.ts";
import { folderWith, missingTools, SMALLEST_PLATFORM, trireme } from "./trireme.ts";

const missing = await missingTools();
const skipped = missing === undefined ? "" : ` (SKIPPED: ${missing})`;

describe.skipIf(missing !== undefined)(`a run that is killed in the middle of its apply${skipped}`, () => {
  let folder: Awaited<ReturnType<typeof folderWith>>;

  beforeAll(async () => {
    folder = await folderWith(SMALLEST_PLATFORM);
  });

  afterAll(async () => {
    await trireme("sandbox", "down", folder.dir).ended;
    await folder.remove();
  });

  it("refuses a second run beside the first, and after a kill -9 the next run ends clean", async () => {
    // given a rehearsal in the middle of its apply, on a sandbox that outlives it
    expect((await trireme("sandbox", "up", folder.dir).ended).exitCode).toBe(0);
    const first = trireme("rehearse", folder.dir, "--json");
    await first.seen("staging/global  applied");

    // when another one starts beside it
    const beside = await trireme("rehearse", folder.dir, "--json").ended;

    // then it is refused and told who is at work
    expect(beside.exitCode).toBe(3);
    expect(beside.stderr).toContain(String(first.child.pid));

    // when the first is killed while Terraform is making the networks
    first.child.kill("SIGKILL");
    await first.ended;
    const next = await trireme("rehearse", folder.dir, "--json").ended;

    // then the next one goes on from what is there, and ends with nothing left to do
    const result = JSON.parse(next.stdout) as RehearsalResult;
    expect(result.failures, next.stderr).toEqual([]);
    expect(result.resources.applied).toBe(result.resources.emitted);
    expect(result.plans.second, JSON.stringify(result.plans)).toMatchObject({
      add: 0,
      change: 0,
      replace: 0,
      destroy: 0,
      unplannable: [],
    });
    // One region has no other to fail over to, which is said and not passed over.
    expect(result.notDone.map(({ code }) => code)).toEqual(["one-region"]);
    expect(next.exitCode).toBe(1);
  });
});

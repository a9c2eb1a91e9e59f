import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { drillRecord } from "../actions/drill/record.ts";
import { provenResult } from "../actions/rehearse/testing/rehearsalResults.ts";
import { folderWith, SOUND } from "../actions/testing/configurations.ts";
import { drillHistoryText, drillRecordText, drillText } from "./drillText.ts";
import { run } from "./run.ts";
import { typed } from "./testing/typed.ts";

const record = drillRecord(provenResult());

describe("trireme drill", () => {
  it("says what has changed since the drill before, and what was not done", () => {
    const changes = [{ what: "calls into the lost region", before: "0", now: "2", worse: true }];
    const since = { at: "2026-11-01T10:00:00.000Z", changes };
    const text = drillText({ ...record, since, history: "history.jsonl" });
    expect(text).toContain("✗ calls into the lost region: 0 -> 2");
    expect(text).toContain("Not done: reading rows and objects back");
    expect(text).toContain("No time is modelled for any service.");
    expect(drillText({ ...record, history: "history.jsonl" })).toContain("The first drill of this loss");
  });

  it("tells a cache that keeps nothing from one whose writes are counted", () => {
    const text = drillRecordText({ ...record, kind: "zone", lost: "us-east-1a", history: "history.jsonl" });
    expect(text).toMatch(/data {8}orders-us: \d+ of \d+ acknowledged writes found/);
    expect(text).toContain("data        sessions: not counted, a cache of each region's own");
  });

  it("lists what is kept", () => {
    const text = drillHistoryText({ file: "history.jsonl", drills: [record] });
    expect(text).toContain("2026-11-22 21:03  production, us-east-1: proven");
    expect(text).toContain("0 of 74 calls needed what was lost");
  });

  it("says when nothing is kept", async () => {
    const folder = await folderWith(SOUND);
    const written = { out: "" };
    const code = await run(["drill", "history", folder], {
      stdout: { write: (text) => (written.out += text) },
      stderr: { write: () => true },
      stdin: Readable.from([]),
    });
    await rm(folder, { recursive: true });
    expect(code).toBe(0);
    expect(written.out).toContain("No drills are kept");
    expect(written.out).toContain("Each drill once a month: 4 of 4 overdue.");
    expect(written.out).toContain("production, partition of us-east-1: never held, overdue");
    expect(written.out).toContain("production, writer of orders-us: never held, overdue");
  });

  it("takes a scenario behind its name or by an option, and still knows no drill that there is not", async () => {
    const folder = await folderWith(SOUND);
    const file = join(folder, "scenario.yaml");
    await writeFile(file, "version: 1\nname: x\nevents: [{ at: 0, kind: region-lost, region: mars }]\n");
    const said = (...args: readonly string[]) => typed("drill", ...args);
    const refusal = { code: 2, out: expect.stringContaining('"where": "events[0].region, line 3"') };
    expect(await said("--scenario", file, folder, "--json")).toMatchObject(refusal);
    expect(await said("scenario", file, folder, "--json")).toMatchObject(refusal);
    expect(await said("zonne", "--json")).toMatchObject({ code: 2 });
    expect((await said("zonne")).err).toContain("unknown command 'zonne'");
    expect(await said()).toMatchObject({ code: 2, err: expect.stringContaining("--scenario") });
    await rm(folder, { recursive: true });
  });

  it("tells a scenario as it went", () => {
    const drill = {
      ...record,
      kind: "scenario" as const,
      lost: "bad-evening",
      history: "h",
      events: [{ at: 60, began: 75, kind: "run", what: "failback of us-east-1", outcome: "completed" }],
      verdict: { writtenTwice: "no", fence: "held", calledWhatWasAway: "no" } as const,
    };
    const text = drillRecordText(drill);
    expect(text).toContain("production, scenario bad-evening: proven");
    expect(text).toContain("01:15  failback of us-east-1: completed (due at 01:00)");
    expect(text).toContain("written twice: no; fence: held; called what was away: no");
  });

  it("prints a schedule on its own, and what is overdue beside it", async () => {
    const folder = await folderWith(SOUND);
    const written = { out: "", err: "" };
    const ends = {
      stdout: { write: (text: string) => (written.out += text) },
      stderr: { write: (text: string) => (written.err += text) },
      stdin: Readable.from([]),
    };
    const code = await run(["drill", "schedule", folder, "--as", "crontab"], ends);
    const refused = await run(["drill", "schedule", folder, "--every", "fortnight"], ends);
    await rm(folder, { recursive: true });
    expect([code, refused]).toEqual([0, 2]);
    expect(written.out).toMatch(/^# Made by `trireme drill schedule/);
    expect(written.out).not.toContain("overdue");
    expect(written.err).toContain("4 of 4 overdue");
    expect(written.err).toContain("one of week, month, quarter");
  });
});

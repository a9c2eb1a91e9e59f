import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { drillRecord } from "../actions/drill/record.ts";
import { provenResult } from "../actions/rehearse/testing/rehearsalResults.ts";
import { folderWith, SOUND } from "../actions/testing/configurations.ts";
import { drillHistoryText, drillText } from "./drillText.ts";
import { run } from "./run.ts";

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
    expect(written.out).toContain("Each drill once a month: 3 of 3 overdue.");
    expect(written.out).toContain("production, partition of us-east-1: never held, overdue");
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
    expect(written.err).toContain("3 of 3 overdue");
    expect(written.err).toContain("one of week, month, quarter");
  });
});

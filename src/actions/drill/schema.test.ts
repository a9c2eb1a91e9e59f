import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import { notProvenResult, provenResult } from "../rehearse/testing/rehearsalResults.ts";
import { drillHistory } from "./history.ts";
import type { DrillResult } from "./keep.ts";
import { type DrillRecord, drillRecord } from "./record.ts";
import { type drillRecordSchema, drillResultSchema, recordProblems } from "./schema.ts";

const record = drillRecord(provenResult());
const asRead = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What the types say is what the schema says: a key of one alone does not compile. */
type Keys<Of> = keyof Required<Of>;
const sameKeys = (_: Keys<DrillRecord>): Keys<z.infer<typeof drillRecordSchema>> => _;
const sameResultKeys = (_: Keys<z.infer<typeof drillResultSchema>>): Keys<DrillResult> => _;

describe("the schema of a drill", () => {
  it("fits what drills write, with and without what they did not come to", () => {
    for (const each of [record, drillRecord(notProvenResult()), drillRecord(provenResult(), "partition")]) {
      expect(recordProblems(asRead(each))).toEqual([]);
    }
    const changes = [{ what: "proven", before: "true", now: "false", worse: true }];
    const result = { ...record, since: { at: record.at, changes }, history: "history.jsonl" };
    expect(drillResultSchema.safeParse(asRead(result)).error).toBeUndefined();
    expect([sameKeys("lost"), sameResultKeys("history")]).toEqual(["lost", "history"]);
  });

  it("refuses keys that it does not know, however deep, and values of another kind", () => {
    const [orders, loss] = Object.entries(record.dataLoss)[0] ?? [];
    const strange = { ...record, dataLoss: { [orders ?? ""]: { ...loss, guessed: 3 } }, extra: 1 };
    expect(recordProblems(strange)).toMatchObject([
      { where: "dataLoss.orders-us.guessed", given: "3", wanted: "no such key" },
      { where: "extra", given: "1", wanted: "no such key" },
    ]);
    expect(recordProblems({ ...record, proven: "yes" })).toMatchObject([{ where: "proven", given: '"yes"' }]);
    const { notDone: _, ...without } = record;
    expect(recordProblems(without)).toMatchObject([{ where: "notDone", given: "nothing" }]);
    expect(recordProblems(undefined)).toMatchObject([{ where: "version", given: "nothing" }]);
  });
});

describe("a history that is older or damaged", () => {
  let file: string;
  beforeEach(async () => {
    file = join(await mkdtemp(join(tmpdir(), "trireme-history-")), "history.jsonl");
  });
  afterEach(() => rm(join(file, ".."), { recursive: true }));

  const refusal = async (...lines: readonly unknown[]) => {
    await writeFile(
      file,
      lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
    );
    return drillHistory(file).then(
      () => undefined,
      (error: Error & { fix?: string }) => error,
    );
  };

  it("is refused with file, line, value and remedy when another version wrote it", async () => {
    const { version: _, ...old } = record;
    const error = await refusal(record, old);
    expect(error?.message).toContain(`${file}:2, version: given nothing, wanted 1`);
    expect(error?.fix).toContain("Move the file away");
  });

  it("is refused with every line that is wrong, and with what is wrong in it", async () => {
    const error = await refusal({ ...record, lost: 7 }, "no json", { ...record, kind: "flood" });
    expect(error).toMatchObject({ code: "drill-history-damaged", fault: "environment" });
    expect(error?.message).toContain(`${file}:1, lost: given 7`);
    expect(error?.message).toContain(`${file}:2: given no json, wanted JSON`);
    expect(error?.message).toContain(`${file}:3, kind: given "flood"`);
  });
});

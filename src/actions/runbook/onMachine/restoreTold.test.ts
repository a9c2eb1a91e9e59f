import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunbookParameters } from "../parameters.ts";
import { runbookShow } from "../show.ts";
import { runbookOnAwsDryRun } from "./calls.ts";
import { Story } from "./testing/fakeStates.ts";
import { DAY, LOST, MachineBench } from "./testing/machineBench.ts";

const POINT = `arn:aws:rds:${LOST}:222222222222:cluster-snapshot:awsbackup:job-0c3f7d2a-91`;
const MOMENT = "2026-11-25T03:00:00Z";

let bench: MachineBench;
beforeEach(async () => {
  bench = await MachineBench.open();
}, 60_000);
afterEach(() => bench.close());

const restoring = (more: RunbookParameters) => ({ name: "restore", store: "orders", ...more });
const ready = (more: RunbookParameters) => {
  const [machine, ...others] = bench.machines("restore", { store: "orders", ...more });
  if (machine === undefined) throw new Error("no machine");
  expect(others).toEqual([]);
  bench.define(machine);
  bench.states.stories.set(machine.arn, new Story().step("judge-orders-us", "confirmed", "yes").succeeded());
  return machine;
};
const started = () =>
  bench.called("StartExecution").map(({ body, region }) => {
    const { name, input } = JSON.parse(body) as { readonly name: string; readonly input: string };
    const { by: _, begun: __, ...rest } = JSON.parse(input) as Record<string, unknown>;
    return { region, name, input: rest };
  });

describe("the machine that restores what it is told", () => {
  it("is told the store and the moment, under a name that says both", async () => {
    ready({ at: MOMENT });
    const result = await bench.run(restoring({ at: MOMENT }));
    expect(result).toMatchObject({ outcome: "completed", executions: [{ machine: `restore-${LOST}` }] });
    expect(started()).toEqual([
      {
        region: LOST,
        name: `${DAY}-orders-us-log-2026-11-25T030000Z`,
        input: { store: "orders-us", from: "log", at: MOMENT },
      },
    ]);
  });

  it("is told a moment as the machine wants it, however it was said", () => {
    expect(ready({ at: "2026-11-25T03:00Z" }).taken).toEqual({ at: MOMENT });
  });

  it("is told the recovery point that was named", async () => {
    ready({ from: "backup", point: POINT });
    await bench.run(restoring({ from: "backup", point: POINT }));
    expect(started()).toMatchObject([
      {
        name: `${DAY}-orders-us-backup-job-0c3f7d2a-91`,
        input: { store: "orders-us", from: "backup", point: POINT },
      },
    ]);
  });

  it("is told the newest recovery point of the region's vault where none was named", async () => {
    ready({ from: "backup", point: POINT });
    const older = POINT.replace("0c3f", "1111");
    bench.aws.others.unshift(({ service }) => {
      if (service !== "backup") return undefined;
      const RecoveryPoints = [
        { RecoveryPointArn: older, CreationDate: 1, Status: "COMPLETED" },
        { RecoveryPointArn: POINT, CreationDate: 2, Status: "COMPLETED" },
      ];
      return { action: "list", answer: () => ({ status: 200, body: JSON.stringify({ RecoveryPoints }) }) };
    });
    await bench.run(restoring({ from: "backup" }));
    expect(started()).toMatchObject([{ input: { point: POINT } }]);
  });

  it.each([
    [{}, "option/machine-wants-moment"],
    [{ at: "yesterday" }, "option/no-moment"],
    [{ at: MOMENT, as: "orders-again" }, "option/no-machine"],
    [
      { from: "backup", point: "arn:aws:rds:us-west-2:222222222222:cluster-snapshot:awsbackup:x" },
      "option/no-machine",
    ],
    [{ from: "backup", point: `${POINT.replace("222222222222", "333333333333")}` }, "option/no-machine"],
  ] as const)("refuses %j, which no machine takes, before anything is called", async (more, code) => {
    await expect(bench.run(restoring(more))).rejects.toMatchObject({ problems: [{ code }] });
    expect(bench.aws.calls).toEqual([]);
  });

  it("is shown with what it is told, before anything is called", async () => {
    const options = { path: bench.path, environment: "staging", lost: LOST, ...restoring({ at: MOMENT }) };
    const [shown] = await runbookShow(options);
    expect(shown?.onAws).toContain(
      `--input '{"by":"YOUR NAME","store":"orders-us","from":"log","at":"${MOMENT}"}'`,
    );
    const [dry] = await runbookOnAwsDryRun({ ...options, incident: "42" });
    const start = dry?.fromHere.find(({ what }) => what === "states:StartExecution");
    expect(start).toMatchObject({ region: LOST, input: { input: { at: MOMENT } } });
  });
});

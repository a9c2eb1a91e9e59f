import { describe, expect, it } from "vitest";
import { isAtHome } from "./engine/commands.ts";
import { planeProblems } from "./planes.ts";
import { type ApiCall, callsOf, type Runbook, stepsOf } from "./runbook.ts";
import { LOST, NEXT } from "./testing/bench.ts";
import { everyRunbook } from "./testing/library.ts";

/** A runbook with one call, as somebody might write it in haste. */
const calling = (call: ApiCall, more: Partial<Runbook> = {}): Runbook => ({
  name: "in-haste",
  version: 1,
  title: "In haste",
  when: "now",
  runsIn: NEXT,
  lost: LOST,
  inputs: {},
  stages: [
    {
      id: "only",
      lanes: [
        [
          {
            id: "move-traffic",
            title: "Move the traffic",
            plane: "control",
            guard: { rules: [] },
            action: { kind: "call", call },
            undo: "none",
            budgetSeconds: 60,
            retry: "safe",
            timing: "none",
          },
        ],
      ],
    },
  ],
  leansOn: [],
  ...more,
});
const records: ApiCall = { service: "route53", action: "ChangeResourceRecordSets", input: {} };
const look: ApiCall = { service: "rds", action: "DescribeGlobalClusters", input: {} };

describe("what a runbook needs", () => {
  it.each(everyRunbook())("of the library's $case is never what is lost", (runbook) => {
    expect(planeProblems(runbook)).toEqual([]);
  });

  it.each(everyRunbook())("of the library's $case can be called at home, every call of it", (runbook) => {
    const calls = stepsOf(runbook).flatMap(({ step }) => callsOf(step));
    expect(calls.filter(({ call }) => !isAtHome(call))).toEqual([]);
  });

  it("fails by name and with a remedy when a control plane answers that falls with the lost region", () => {
    const [problem] = planeProblems(calling(records));
    expect(problem).toMatchObject({ runbook: "in-haste", step: "move-traffic" });
    expect(problem?.says).toContain("route53:ChangeResourceRecordSets");
    expect(problem?.says).toContain(`falls with ${LOST}`);
    expect(problem?.fix).toContain("health checks");
  });

  it("is no problem when that control plane is not where the loss is", () => {
    expect(planeProblems(calling(records, { lost: "eu-west-1" }))).toEqual([]);
  });

  it("fails when it names something in the lost region, runs there, or changes a bucket that us-east-1 keeps", () => {
    const arn = `arn:aws:rds:${LOST}:111111111111:cluster:a`;
    expect(planeProblems(calling({ ...look, input: { TargetDbClusterIdentifier: arn } }))).toHaveLength(1);
    expect(planeProblems(calling(look, { runsIn: LOST }))[0]?.says).toContain("runs in");
    const policy: ApiCall = { service: "s3", action: "PutBucketPolicy", input: { Bucket: "b" } };
    expect(planeProblems(calling(policy))[0]?.says).toContain(`needs ${LOST} beside`);
  });

  it.each([
    "secret",
    "key",
    "image",
    "parameter",
    "capacity",
    "quota",
    "name",
    "role",
    "topic",
    "table",
    "alarm",
  ] as const)("fails by step and with a remedy when a %s is lost or missing", (kind) => {
    const leaning = { kind, name: "it", step: "move-traffic", plane: "data", remedy: "Have one." } as const;
    const leansOn = [LOST, "nowhere", NEXT, "everywhere"].map((region) => ({ ...leaning, region }));
    expect(planeProblems(calling(look, { leansOn }))).toEqual([
      {
        runbook: "in-haste",
        step: "move-traffic",
        says: `it needs the ${kind} it of ${LOST}, which is lost`,
        fix: "Have one.",
      },
      {
        runbook: "in-haste",
        step: "move-traffic",
        says: `it needs the ${kind} it, which is nowhere to be found`,
        fix: "Have one.",
      },
    ]);
  });

  it("fails when it leans on something of the lost region, and says what to do", () => {
    const secret = {
      kind: "secret",
      name: "orders-password",
      region: LOST,
      plane: "data",
      remedy: "Replicate it.",
    } as const;
    const [problem, ...more] = planeProblems(
      calling(look, { leansOn: [secret, { ...secret, region: NEXT }] }),
    );
    expect(problem).toMatchObject({ fix: "Replicate it." });
    expect(problem?.says).toContain(`secret orders-password of ${LOST}`);
    expect(more).toEqual([]);
  });
});

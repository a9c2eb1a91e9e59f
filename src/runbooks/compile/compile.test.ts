import aslValidator from "asl-validator";
import { describe, expect, it } from "vitest";
import { statesProblems } from "../../lib/index.ts";
import type { Fact, Runbook, Step } from "../runbook.ts";
import { LOST, NAMES, NEXT } from "../testing/bench.ts";
import { everyRunbook } from "../testing/library.ts";
import { compileRunbook } from "./index.ts";
import { spelled, spelledAnswer, spelledInput, spelledPath } from "./spelling.ts";

type States = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const statesOf = (document: unknown): States => (document as { readonly States: States }).States;

/** States of a machine and of its branches. */
function allStates(document: unknown): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  return Object.entries(statesOf(document)).flatMap(([name, state]) => [
    [name, state] as const,
    ...((state.Branches as readonly unknown[] | undefined) ?? []).flatMap(allStates),
  ]);
}

describe.each(everyRunbook())("$case, from $runsIn", (runbook) => {
  const { document, tasks } = compileRunbook(runbook, NAMES);

  it("is accepted as Amazon States Language", () => {
    const { isValid, errorsText } = aslValidator(document);
    expect(isValid, errorsText("\n")).toBe(true);
    expect(statesProblems(document)).toEqual([]);
  });

  it("calls nothing that names another region than its own, and says how long each call may take", () => {
    for (const [name, state] of allStates(document)) {
      if (state.Type !== "Task") continue;
      // A function is the region's own.
      const calls = "states:::(aws-sdk:[a-z0-9]+:[a-zA-Z]+|sns:publish|events:putEvents|http:invoke)";
      expect(state.Resource, name).toMatch(
        new RegExp(`^arn:aws:(${calls}|lambda:${runbook.runsIn}:\\d{12}:function:)`),
      );
      expect(state.TimeoutSeconds, name).toBeGreaterThan(0);
      expect(state.Catch, name).toBeDefined();
      expect(tasks[name], name).toBeDefined();
    }
  });

  it("asks the switch right before each call that changes something", () => {
    for (const [name, state] of allStates(document)) {
      if (tasks[name]?.part !== "action" || state.Type !== "Task") continue;
      const step = tasks[name]?.step;
      const may = allStates(document).find(([each]) => each === `${step}: may act`)?.[1];
      const says = (value: string) => ({ Variable: "$.switch.value", StringEquals: value });
      expect(may?.Choices).toEqual([
        { ...says("on"), Next: name },
        { And: [says("manual"), { Variable: "$.by", IsPresent: true }], Next: name },
      ]);
      expect(tasks[`${step}: switch`]?.part).toBe("switch");
    }
  });

  it("stays within the events that one execution may have, every budget spent to its end", () => {
    const looks = runbook.stages
      .flatMap(({ lanes }) => lanes.flat())
      .map(({ budgetSeconds, confirmation }) =>
        confirmation === undefined ? 1 : budgetSeconds / (confirmation.everySeconds ?? 5),
      );
    // Six states a look, two events each; 25,000 events: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    expect(looks.reduce((sum, each) => sum + each, 0) * 12).toBeLessThan(25_000);
  });
});

describe("a step that cannot be compiled", () => {
  const runbookOf = (more: Partial<Step>): Runbook => ({
    name: "broken",
    version: 1,
    title: "Broken",
    when: "never",
    runsIn: NEXT,
    lost: LOST,
    inputs: {},
    stages: [
      {
        id: "only",
        lanes: [
          [
            {
              id: "step",
              title: "A step",
              plane: "control",
              guard: { rules: [] },
              undo: "none",
              budgetSeconds: 10,
              retry: "safe",
              timing: "none",
              ...more,
            },
          ],
        ],
      },
    ],
    leansOn: [],
  });
  const look = (facts: Readonly<Record<string, Fact>>) => ({
    ask: { api: { service: "s3", action: "HeadBucket", input: { Bucket: "b" } } } as const,
    facts,
  });
  const refusal = (more: Partial<Step>) => () => compileRunbook(runbookOf(more), NAMES);

  it("is refused when a text has what States Language would misread", () => {
    expect(refusal({ action: { kind: "question", asks: "Who's there?" } })).toThrow("apostrophe");
  });

  it("is refused when a text names a fact that may be absent, or that nobody takes", () => {
    const confirmation = { look: look({ a: { at: "A", optional: true } }), until: { all: [] }, says: "{a}" };
    expect(refusal({ confirmation })).toThrow("may be absent");
    expect(refusal({ confirmation: { ...confirmation, says: "{b}" } })).toThrow("no look takes a fact b");
  });

  it("is refused when it waits or acts and reads nothing back", () => {
    expect(refusal({ action: { kind: "wait", seconds: 60 } })).toThrow("reads nothing back");
  });

  it("is refused when a call asks for what no look before it in its lane has kept", () => {
    const call = { service: "elasticache", action: "TestFailover", input: { A: ["{group}"] } } as const;
    const confirmation = { look: look({ a: { at: "A" } }), until: { all: [] }, says: "done" };
    const step = { action: { kind: "call", call } as const, confirmation };
    expect(refusal(step)).toThrow("asks for group, which nobody has kept");
    const kept = { ...look({ a: { at: "A" } }), keep: { group: "a" } };
    const { document } = compileRunbook(runbookOf({ ...step, guard: { look: kept, rules: [] } }), NAMES);
    expect(statesOf(document)["step: act"]?.Parameters).toEqual({
      "A.$": "States.Array($.kept.group.value)",
    });
  });

  it("is refused when a state's name is longer than Step Functions takes", () => {
    expect(refusal({ id: "x".repeat(90) })).toThrow("80 characters");
  });
});

describe("the spelling of Step Functions", () => {
  it("raises small first letters, and leaves alone what is the caller's own", () => {
    expect(spelled("awayFrom")).toBe("AwayFrom");
    expect(spelledInput({ Metadata: { DBInstanceIdentifier: "a" }, DBName: "b" })).toEqual({
      Metadata: { DBInstanceIdentifier: "a" },
      DbName: "b",
    });
  });

  it("lowers a leading run of capitals but for its first, and nothing else", () => {
    const names = [
      "DBInstances",
      "SSEDescription",
      "ReadReplicaSourceDBInstanceIdentifier",
      "TableName",
      "ACL",
    ];
    expect(names.map(spelled)).toEqual([
      "DbInstances",
      "SseDescription",
      "ReadReplicaSourceDBInstanceIdentifier",
      "TableName",
      "Acl",
    ]);
    expect(spelledPath("DBInstances[0].DBInstanceStatus")).toBe("DbInstances[0].DbInstanceStatus");
  });

  it("makes an answer JSON, without what the SDK adds", () => {
    const at = new Date(0);
    const answer = { $metadata: {}, DBClusters: [{ At: at, Gone: undefined }], Body: new Uint8Array() };
    expect(spelledAnswer(answer)).toEqual({
      DbClusters: [{ At: at.toISOString() }],
      Body: null,
    });
  });
});

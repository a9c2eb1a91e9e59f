import { describe, expect, it } from "vitest";
import { statesProblems } from "./statesLanguage.ts";

const wherein = (definition: unknown) => statesProblems(definition).map(({ where }) => where);
const task = (rest: object) => ({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", ...rest });

describe("statesProblems", () => {
  it("finds nothing wrong with a choice, a retry that is caught, branches and a map", () => {
    const inner = { StartAt: "A", States: { A: task({ End: true }) } };
    expect(
      statesProblems({
        StartAt: "Ask",
        States: {
          Ask: task({ Next: "Decide", Catch: [{ ErrorEquals: ["States.ALL"], Next: "Sorry" }] }),
          Decide: { Type: "Choice", Choices: [{ Variable: "$.ok", Next: "Both" }], Default: "Sorry" },
          Both: { Type: "Parallel", Branches: [inner, inner], Next: "Each" },
          Each: { Type: "Map", ItemProcessor: inner, End: true },
          Sorry: { Type: "Fail" },
        },
      }),
    ).toEqual([]);
  });

  it.each([
    ["no states", { StartAt: "A", States: {} }, ["States"]],
    ["a start that is not there", { StartAt: "B", States: { A: task({ End: true }) } }, ["StartAt"]],
    [
      "a state that leads nowhere there is",
      { StartAt: "A", States: { A: task({ Next: "B" }) } },
      ["States.A.Next"],
    ],
    ["a state that never ends", { StartAt: "A", States: { A: task({}) } }, ["States.A"]],
    [
      "one that goes on and ends",
      { StartAt: "A", States: { A: task({ Next: "A", End: true }) } },
      ["States.A"],
    ],
    [
      "one that cannot be reached",
      { StartAt: "A", States: { A: task({ End: true }), B: task({ End: true }) } },
      ["States.B"],
    ],
    ["an end that goes on", { StartAt: "A", States: { A: { Type: "Succeed", End: true } } }, ["States.A"]],
    ["a type that is none", { StartAt: "A", States: { A: { Type: "Sleep", End: true } } }, ["States.A.Type"]],
    [
      "a caught error that leads nowhere there is",
      { StartAt: "A", States: { A: task({ End: true, Catch: [{ Next: "B" }] }) } },
      ["States.A.Catch[0].Next"],
    ],
    [
      "a choice of none",
      { StartAt: "A", States: { A: { Type: "Choice", Choices: [] } } },
      ["States.A.Choices"],
    ],
    [
      "a broken branch",
      {
        StartAt: "A",
        States: { A: { Type: "Parallel", Branches: [{ StartAt: "X", States: { X: task({}) } }], End: true } },
      },
      ["States.A.Branches[0].States.X"],
    ],
  ])("finds %s", (_, definition, places) => {
    expect(wherein(definition)).toEqual(places);
  });
});

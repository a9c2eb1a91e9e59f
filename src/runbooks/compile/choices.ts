import type { JsonObject } from "../../lib/index.ts";
import type { Runbook } from "../runbook.ts";
import { failingWith } from "./lock.ts";
import { type CompiledRunbook, compiled, compileStages } from "./machine.ts";
import { Machine, type Names } from "./states.ts";

/** What an execution's input says it is to do, field by field: `{ zone: "us-east-1a" }`. */
export type Told = Readonly<Record<string, string | boolean>>;

/** A runbook, and the words by which an execution is told to run it. */
export interface ToldRunbook {
  readonly told: Told;
  readonly runbook: Runbook;
}

const CHOICE = "What is it to do?";
const UNKNOWN = "It was told nothing that it can do";

/**
 * One machine of several runbooks that run in one region: the input of an execution says which, and anything else ends it
 * before its first call, with what it could have been told. Its steps must be apart, see `apart`.
 * @throws RangeError as `compileRunbook`, and for runbooks of several regions
 */
export function compileChoices(choices: readonly ToldRunbook[], names: Names): CompiledRunbook {
  const [first] = choices;
  const regions = new Set(choices.map(({ runbook }) => runbook.runsIn));
  if (first === undefined || regions.size !== 1)
    throw new RangeError(`a machine is in one region, not in ${[...regions].join(" and ") || "none"}`);
  const machine = new Machine();
  const rules = choices.map(({ told, runbook }) => ({
    And: Object.entries(told).flatMap(([field, is]) => saidSo(`$.${field}`, is)),
    Next: compileStages(machine, runbook, names),
  }));
  machine.add(CHOICE, { Type: "Choice", Choices: rules, Default: UNKNOWN });
  const cause = `Nothing was called. The input has to say one of these, beside "by": ${sayable(choices)}`;
  machine.add(UNKNOWN, failingWith(names, "Trireme.ToldNothing", cause));
  const titles = [...new Set(choices.map(({ runbook }) => runbook.name))].join(" and ");
  return compiled(
    machine,
    names,
    CHOICE,
    `${titles}, as its input says; calls ${first.runbook.runsIn} only.`,
  );
}

/** A field that is not there would end the execution by an error of its own. */
function saidSo(Variable: string, is: string | boolean): JsonObject[] {
  return [
    { Variable, IsPresent: true },
    typeof is === "string" ? { Variable, StringEquals: is } : { Variable, BooleanEquals: is },
  ];
}

/** Longest cause that AWS keeps: https://docs.aws.amazon.com/step-functions/latest/apireference/API_ExecutionFailedEventDetails.html */
const LONGEST = 32_000;

function sayable(choices: readonly ToldRunbook[]): string {
  const all = choices.map(({ told }) => JSON.stringify(told)).join(" or ");
  return all.length <= LONGEST ? all : `${all.slice(0, LONGEST)} and more`;
}

/**
 * The same runbooks with ids that none has in common, as states of one machine must: from the second time on, an id has a
 * number behind it. What they do stays the same.
 */
export function apart(choices: readonly ToldRunbook[]): readonly ToldRunbook[] {
  const taken = new Map<string, number>();
  const fresh = (id: string) => {
    const times = (taken.get(id) ?? 0) + 1;
    taken.set(id, times);
    return times === 1 ? id : `${id}#${times}`;
  };
  return choices.map(({ told, runbook }) => {
    const renamed = new Map<string, string>();
    const stages = runbook.stages.map((stage) => ({
      id: fresh(`stage ${stage.id}`).slice("stage ".length),
      lanes: stage.lanes.map((lane) =>
        lane.map((step) => {
          const id = fresh(step.id);
          renamed.set(step.id, id);
          return { ...step, id };
        }),
      ),
    }));
    const leansOn = runbook.leansOn.map(({ step, ...leaning }) =>
      step === undefined ? leaning : { ...leaning, step: renamed.get(step) ?? step },
    );
    return { told, runbook: { ...runbook, stages, leansOn } };
  });
}

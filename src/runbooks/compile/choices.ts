import type { JsonObject } from "../../lib/index.ts";
import type { Runbook, TakenForm } from "../runbook.ts";
import { keptWord } from "./kept.ts";
import { exclusionOf, lockStates } from "./lock.ts";
import { type CompiledRunbook, compiled, compileStages } from "./machine.ts";
import { Machine, type Names } from "./states.ts";

/** What an execution's input says it is to do, field by field: `{ zone: "us-east-1a" }`. */
export type Told = Readonly<Record<string, string | boolean>>;

/** A runbook, and the words by which an execution is told to run it; beside them it takes what the runbook takes. */
export interface ToldRunbook {
  readonly told: Told;
  readonly runbook: Runbook;
}

const CHOICE = "What is it to do?";
const UNKNOWN = "It was told nothing that it can do";
const BEGIN = "Do what it was told";

/**
 * One machine of several runbooks that run in one region: the input of an execution says which, and anything else ends it
 * before its first call, with what it could have been told. What a runbook takes must have its form, or it was not told.
 * Then the lock that the runbook takes is taken. Its steps must be apart, see `apart`.
 * @throws RangeError as `compileRunbook`, and for runbooks of several regions
 */
export function compileChoices(choices: readonly ToldRunbook[], names: Names): CompiledRunbook {
  const [first] = choices;
  const regions = new Set(choices.map(({ runbook }) => runbook.runsIn));
  if (first === undefined || regions.size !== 1)
    throw new RangeError(`a machine is in one region, not in ${[...regions].join(" and ") || "none"}`);
  const machine = new Machine();
  const begins = choices.map(({ runbook }) => compileStages(machine, runbook, names));
  machine.add(BEGIN, {
    Type: "Choice",
    Choices: begins.map((Next, choice) => ({ Variable: "$.told.choice", NumericEquals: choice, Next })),
  });
  const locked = lockStates(machine, names, "told", BEGIN);
  const rules = choices.map(({ told, runbook }, choice) => ({
    And: [
      ...Object.entries(told).flatMap(([field, is]) => saidSo(`$.${field}`, is)),
      ...Object.entries(runbook.takes ?? {}).flatMap(([field, form]) => formed(`$.${field}`, form)),
    ],
    Next: toldStates(machine, runbook, choice, locked),
  }));
  machine.add(CHOICE, { Type: "Choice", Choices: rules, Default: UNKNOWN });
  machine.add(UNKNOWN, {
    Type: "Fail",
    Error: "Trireme.ToldNothing",
    Cause: `Nothing was called. The input has to say one of these, beside "by": ${sayable(choices)}`,
  });
  const titles = [...new Set(choices.map(({ runbook }) => runbook.name))].join(" and ");
  return compiled(machine, CHOICE, `${titles}, as its input says; calls ${first.runbook.runsIn} only.`);
}

/** Adds the states that write down what was chosen and keep the words that it takes; returns the first. */
function toldStates(machine: Machine, runbook: Runbook, choice: number, then: string): string {
  const name = `Told ${choice + 1}`;
  const next = Object.entries(runbook.takes ?? {}).reduceRight((following, [taken, form]) => {
    const state = `${name}, keep ${taken}`;
    machine.add(state, keptWord(taken, form, following));
    return state;
  }, then);
  const { key, of } = exclusionOf(runbook);
  const Result = { choice, lock: { key, of } };
  machine.add(name, { Type: "Pass", Result, ResultPath: "$.told", Next: next });
  return name;
}

/** A field that is not there would end the execution by an error of its own. */
function saidSo(Variable: string, is: string | boolean): JsonObject[] {
  return [
    { Variable, IsPresent: true },
    typeof is === "string" ? { Variable, StringEquals: is } : { Variable, BooleanEquals: is },
  ];
}

/** Step Functions takes a timestamp of the RFC 3339 profile for one, with any offset; ours are in UTC. */
function formed(Variable: string, form: TakenForm): JsonObject[] {
  const there = { Variable, IsPresent: true };
  if ("is" in form && form.is === "beginning") return [];
  if ("is" in form) return [there, { Variable, IsTimestamp: true }, { Variable, StringMatches: "*Z" }];
  return [
    there,
    { Variable, IsString: true },
    { Or: form.like.map((pattern) => ({ Variable, StringMatches: pattern })) },
  ];
}

/** Longest cause that AWS keeps: https://docs.aws.amazon.com/step-functions/latest/apireference/API_ExecutionFailedEventDetails.html */
const LONGEST = 32_000;

function sayable(choices: readonly ToldRunbook[]): string {
  const all = choices
    .map(({ told, runbook: { takes = {} } }) =>
      JSON.stringify({
        ...told,
        ...Object.fromEntries(Object.entries(takes).flatMap(([name, form]) => words(name, form))),
      }),
    )
    .join(" or ");
  return all.length <= LONGEST ? all : `${all.slice(0, LONGEST)} and more`;
}

function words(name: string, form: TakenForm): readonly (readonly [string, string])[] {
  if ("like" in form) return [[name, form.like.join(" or ")]];
  return form.is === "beginning" ? [] : [[name, "a moment in UTC such as 2026-11-25T03:00:00Z"]];
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

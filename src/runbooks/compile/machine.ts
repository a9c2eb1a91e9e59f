import type { JsonObject } from "../../lib/index.ts";
import type { Runbook, Stage } from "../runbook.ts";
import { goneBy } from "./expendable.ts";
import { refuseUnkept } from "./kept.ts";
import { afterLast, DONE, exclusionOf, failing, lockStates } from "./lock.ts";
import { GOOD_ENDS, Machine, type Names, type StepOutcome, type TaskMeaning } from "./states.ts";
import { compileStep } from "./step.ts";

/** A runbook as a state machine, and what its states stand for. */
export interface CompiledRunbook {
  /** In Amazon States Language, with JSONPath. Runs on Step Functions as it is. */
  readonly document: JsonObject;
  /** Task state to what it stands for. */
  readonly tasks: Readonly<Record<string, TaskMeaning>>;
  /** State in which a step begins, to the step. */
  readonly begins: Readonly<Record<string, string>>;
  /** State in which a step is over, to the step and how it ended. */
  readonly ends: Readonly<Record<string, { readonly step: string; readonly outcome: StepOutcome }>>;
}

/**
 * @throws RangeError for a runbook that States Language cannot hold, a test over the library keeps that from happening;
 * and for one that takes words, whose form is looked at where a choice is made
 */
export function compileRunbook(runbook: Runbook, names: Names): CompiledRunbook {
  const [taken] = Object.keys(runbook.takes ?? {});
  if (taken !== undefined)
    throw new RangeError(`${runbook.title}: nobody has looked at the form of ${taken}`);
  const machine = new Machine();
  const first = compileStages(machine, runbook, names);
  return compiled(
    machine,
    lockStates(machine, names, exclusionOf(runbook), first),
    `${runbook.title}. ${runbook.name}, version ${runbook.version}; calls ${runbook.runsIn} only.`,
  );
}

/** A machine of these states, which begins with `first`; its good end is added here. */
export function compiled(machine: Machine, first: string, comment: string): CompiledRunbook {
  machine.add(DONE, { Type: "Succeed" });
  return {
    document: { Comment: comment, StartAt: first, States: machine.states },
    tasks: Object.fromEntries(machine.tasks),
    begins: Object.fromEntries(machine.begins),
    ends: Object.fromEntries(machine.ends),
  };
}

/** Adds the states of a runbook, the last of which lead to the machine's end; returns the first. */
export function compileStages(machine: Machine, runbook: Runbook, names: Names): string {
  refuseUnkept(runbook);
  return runbook.stages
    .filter(({ lanes }) => lanes.some((lane) => lane.length > 0))
    .reduceRight((next, stage) => compileStage(machine, stage, names, next), afterLast(names));
}

function compileStage(machine: Machine, stage: Stage, surroundings: Names, next: string): string {
  const lanes = stage.lanes.filter((lane) => lane.length > 0);
  const [only] = lanes;
  if (lanes.length === 1 && only !== undefined) {
    let following = next;
    for (const step of only.toReversed()) {
      const fail = `${step.id}: FAILED`;
      const bad = goneBy(machine, step, surroundings, step === only.at(-1) ? undefined : following) ?? fail;
      if (bad === fail)
        machine.add(fail, failing(surroundings, { error: "$.last.step", cause: "$.last.says" }));
      following = compileStep(machine, step, { surroundings, next: following, fail: bad });
    }
    return following;
  }
  // Each lane comes to its own end, good or bad, since a branch that fails would have the others stopped half way.
  const branches = lanes.map((lane) => {
    const branch = new Machine(machine);
    let following: string | undefined;
    for (const step of lane.toReversed()) {
      const fail = goneBy(branch, step, surroundings, following);
      following = compileStep(branch, step, { surroundings, next: following, fail });
    }
    return { StartAt: following ?? "", States: branch.states };
  });
  const [name, judged] = [`${stage.id}: together`, `${stage.id}: all well?`];
  machine.add(name, { Type: "Parallel", Branches: branches, ResultPath: "$.lanes", Next: judged });
  machine.add(judged, {
    Type: "Choice",
    Choices: lanes.map((_, lane) => ({
      Not: {
        Or: GOOD_ENDS.map((outcome) => ({
          Variable: `$.lanes[${lane}].last.outcome`,
          StringEquals: outcome,
        })),
      },
      Next: `${stage.id}: FAILED ${lane + 1}`,
    })),
    Default: next,
  });
  for (const lane of lanes.keys()) {
    const last = `$.lanes[${lane}].last`;
    machine.add(
      `${stage.id}: FAILED ${lane + 1}`,
      failing(surroundings, { error: `${last}.step`, cause: `${last}.says` }),
    );
  }
  return name;
}

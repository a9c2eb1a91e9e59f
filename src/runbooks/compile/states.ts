import type { JsonObject } from "../../lib/index.ts";
import type { Look } from "../runbook.ts";

/** How a step came to its end. */
export type StepOutcome = "confirmed" | "satisfied" | "stopped" | "declined" | "failed" | "timed-out";

/** Ends after which the next step may begin. */
export const GOOD_ENDS: readonly StepOutcome[] = ["confirmed", "satisfied"];

/** What a Task state stands for, for whoever makes its call in place of Step Functions. */
export interface TaskMeaning {
  readonly step: string;
  readonly part: "guard" | "switch" | "action" | "confirmation" | "doubt" | "question" | "notification";
  /** Absent for what is no call: a question, a notification, the switch. */
  readonly ask?: Look["ask"];
  /** Seconds that a Wait state has waited before this one, at its first visit and at every other. */
  readonly firstWait: number;
  readonly everyWait: number;
  readonly budgetSeconds: number;
}

/** Names of a region that states need beside the calls of a step. */
export interface Names {
  /** Topic to which questions and notifications go. */
  readonly topicArn: (severity: "critical" | "warning") => string;
  /** Parameter that says `on` while recoveries may act. */
  readonly switchParameter: string;
}

/** What a step is compiled into. */
export interface Surroundings {
  readonly surroundings: Names;
  /** State after a good end; undefined: the branch is over. */
  readonly next: string | undefined;
  /** State after a bad end; undefined: the branch is over, and what follows it looks at its end. */
  readonly fail: string | undefined;
}

/** States as they come to be. */
export class Machine {
  readonly states: Record<string, JsonObject> = {};
  /** Task state to what it stands for. */
  readonly tasks: Map<string, TaskMeaning>;
  /** State in which a step begins, to the step. */
  readonly begins: Map<string, string>;
  /** State in which a step ends, to the step and how. */
  readonly ends: Map<string, { readonly step: string; readonly outcome: StepOutcome }>;

  /** A branch shares what its whole knows of tasks, begins and ends. */
  constructor(whole?: Machine) {
    this.tasks = whole?.tasks ?? new Map();
    this.begins = whole?.begins ?? new Map();
    this.ends = whole?.ends ?? new Map();
  }

  has(name: string): boolean {
    return name in this.states;
  }

  add(name: string, state: JsonObject): void {
    // Step Functions takes no longer names: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    if (name.length > 80) throw new RangeError(`the name of a state has 80 characters at most: ${name}`);
    if (this.has(name)) throw new RangeError(`two states are called ${name}`);
    this.states[name] = state;
  }

  addTask(name: string, state: JsonObject, meaning: TaskMeaning): void {
    const { doubtful: _, ...shown } = state;
    this.add(name, shown);
    this.tasks.set(name, meaning);
  }
}

/** Adds a state in which a step is over. */
export function ended(
  machine: Machine,
  place: Surroundings,
  name: string,
  step: string,
  outcome: StepOutcome,
  says: JsonObject,
): void {
  const to = GOOD_ENDS.includes(outcome) ? place.next : place.fail;
  machine.add(name, {
    Type: "Pass",
    Parameters: { step, outcome, ...says },
    ResultPath: "$.last",
    ...(to === undefined ? { End: true } : { Next: to }),
  });
  machine.ends.set(name, { step, outcome });
}

/** Adds the end of a step that may not act now; returns its name. */
export function endedBySwitch(machine: Machine, place: Surroundings, step: string): string {
  const name = `${step}: switched off`;
  const says = {
    "says.$": "States.Format('recoveries are switched {}. Nothing was called', $.switch.value)",
  };
  ended(machine, place, name, step, "stopped", says);
  return name;
}

import type { JsonObject } from "../../lib/index.ts";
import type { Look } from "../runbook.ts";

/** How a step came to its end. */
export type StepOutcome = "confirmed" | "satisfied" | "stopped" | "declined" | "failed" | "timed-out";

/** Ends after which the next step may begin. */
export const GOOD_ENDS: readonly StepOutcome[] = ["confirmed", "satisfied"];

/** Whether a step has come to what it is for, by its own doing or not. */
export function isGoodEnd(outcome: StepOutcome): boolean {
  return GOOD_ENDS.includes(outcome);
}

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
  /**
   * Parameter that says whether recoveries may act: `on` for all, `manual` for those that somebody began by name, and
   * nothing else for none.
   */
  readonly switchParameter: string;
  /**
   * Connection of EventBridge with which Step Functions makes HTTP requests.
   * @default what an execution's input has as `connectionArn`
   */
  readonly connectionArn?: string;
  /**
   * Table of the region's lock, which a machine takes before its first step.
   * @default none: whoever runs it sees to it that nobody else does
   */
  readonly lockTable?: string;
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
  const to = isGoodEnd(outcome) ? place.next : place.fail;
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
    "says.$":
      "States.Format('recoveries are switched {}. Nothing was called. While that is manual, the input must say by whom: a field called by', $.switch.value)",
  };
  ended(machine, place, name, step, "stopped", says);
  return name;
}

/** Where the switch lets a step act. An alarm or a schedule that begins a recovery has nobody to name. */
export function mayAct(act: string): JsonObject[] {
  const says = (value: string) => ({ Variable: "$.switch.value", StringEquals: value });
  return [
    { ...says("on"), Next: act },
    { And: [says("manual"), { Variable: "$.by", IsPresent: true }], Next: act },
  ];
}

/**
 * Step Functions takes every answer above 299 for a failed task, and so would end a step that waits for a name to answer
 * again. Here it is an answer like any other: looked at once more, until the budget is spent. Adds the state that makes
 * it one, and gives what catches the failure.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html (errors), read November 2026.
 */
export function unanswered(machine: Machine, look: string, next: string): JsonObject[] {
  const name = `${look}, none`;
  machine.add(name, {
    Type: "Pass",
    Result: { answer: { StatusCode: 0, StatusText: "no answer, or one that refuses" } },
    ResultPath: "$.look",
    Next: next,
  });
  return [{ ErrorEquals: ["States.TaskFailed", "States.Timeout"], ResultPath: "$.error", Next: name }];
}

import type { HistoryEvent } from "../../../aws/index.ts";
import type { JsonObject } from "../../../lib/index.ts";
import {
  actionsOf,
  type PlacedStep,
  type Runbook,
  type StepRecord,
  stepsOf,
} from "../../../runbooks/index.ts";

/** A question that an execution waits for. */
export interface OpenQuestion {
  /** State that asks. */
  readonly state: string;
  /** What was sent to whoever is on call: the question, and the command that answers it. */
  readonly message: string;
  readonly text: string;
  readonly token: string;
}

/** How an execution ended. */
export interface Ending {
  readonly completed: boolean;
  readonly says: string;
}

interface StepStates {
  readonly begins: ReadonlyMap<string, string>;
  readonly ends: ReadonlyMap<string, { readonly step: string; readonly outcome: StepRecord["outcome"] }>;
  readonly asks: ReadonlySet<string>;
}

const TOKEN = " --task-token ";
const INVITATION = " Answer yes or no with ";

/** What an execution has done, from its own events; nothing is known but what they say. */
export class ExecutionHistory {
  readonly #states: StepStates;
  readonly #steps: ReadonlyMap<string, PlacedStep>;
  readonly #region: string;
  readonly #startedAt = new Map<string, number>();
  readonly #records: StepRecord[] = [];
  /** Ids of the events by which a question's state was entered, and its name. */
  readonly #asking = new Map<number, string>();
  readonly #open = new Map<string, OpenQuestion>();
  #last = 0;
  #ending: Ending | undefined;

  /**
   * @param definition the machine as it is deployed, which may be of an earlier version than `runbook`: which states begin
   * and end a step is read there, and titles are looked up here.
   */
  constructor(definition: string, runbook: Runbook) {
    this.#states = statesOf(JSON.parse(definition) as JsonObject);
    this.#steps = new Map(stepsOf(runbook).map((placed) => [placed.step.id, placed]));
    this.#region = runbook.runsIn;
  }

  get records(): readonly StepRecord[] {
    return this.#records;
  }

  get open(): ReadonlyMap<string, OpenQuestion> {
    return this.#open;
  }

  /** Steps that have begun and not ended, with when. */
  get underWay(): ReadonlyMap<string, number> {
    return this.#startedAt;
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  titleOf(step: string): string {
    return this.#steps.get(step)?.step.title ?? step;
  }

  /** Takes an event that is new; says which step it began or ended. Events that were taken before change nothing. */
  take(event: HistoryEvent): { readonly began?: string; readonly ended?: StepRecord } {
    if (event.id <= this.#last) return {};
    this.#last = event.id;
    const at = Math.round(event.timestamp * 1000);
    const entered = event.stateEnteredEventDetails?.name;
    if (entered !== undefined) return this.#entered(entered, event, at);
    const exited = event.stateExitedEventDetails;
    if (exited !== undefined) return this.#exited(exited, at);
    if (event.type === "TaskScheduled") this.#asked(event);
    if (event.type.startsWith("Execution") && event.type !== "ExecutionStarted") this.#over(event, at);
    return {};
  }

  #entered(name: string, { id, type }: HistoryEvent, at: number): { readonly began?: string } {
    if (type === "TaskStateEntered" && this.#states.asks.has(name)) this.#asking.set(id, name);
    const step = this.#states.begins.get(name);
    if (step === undefined) return {};
    this.#startedAt.set(step, at);
    return { began: step };
  }

  #exited(
    { name, output }: { readonly name: string; readonly output?: string },
    at: number,
  ): { readonly ended?: StepRecord } {
    this.#open.delete(name);
    const end = this.#states.ends.get(name);
    if (end === undefined) return {};
    const record = this.#record(end.step, end.outcome, saidIn(output), at);
    return { ended: record };
  }

  #record(step: string, outcome: StepRecord["outcome"], detail: string, endedAt: number): StepRecord {
    const placed = this.#steps.get(step);
    const record: StepRecord = {
      id: step,
      title: this.titleOf(step),
      plane: placed?.step.plane ?? "control",
      region: placed?.region ?? this.#region,
      actions: placed === undefined ? [] : actionsOf(placed.step),
      outcome,
      detail,
      startedAt: this.#startedAt.get(step) ?? endedAt,
      endedAt,
    };
    this.#startedAt.delete(step);
    this.#records.push(record);
    return record;
  }

  #asked({ previousEventId = 0, taskScheduledEventDetails }: HistoryEvent): void {
    const state = this.#asking.get(previousEventId);
    if (state === undefined || taskScheduledEventDetails === undefined) return;
    const { Message: message = "" } = JSON.parse(taskScheduledEventDetails.parameters) as {
      Message?: string;
    };
    const [text = "", command = ""] = message.split(INVITATION);
    const [, token = ""] = command.split(TOKEN);
    this.#open.set(state, { state, message, text, token });
  }

  /** Of the steps that were on their way nobody will hear more. */
  #over({ type, executionFailedEventDetails: failed }: HistoryEvent, at: number): void {
    const completed = type === "ExecutionSucceeded";
    const says =
      type === "ExecutionFailed"
        ? `${failed?.error ?? "no step"}: ${failed?.cause ?? "no cause was given"}`
        : ({ ExecutionSucceeded: "done", ExecutionAborted: "somebody stopped it" }[type] ?? type);
    for (const step of this.#startedAt.keys()) this.#record(step, "stopped", `cut off: ${says}`, at);
    this.#open.clear();
    this.#ending = { completed, says };
  }
}

/** Which states of a machine begin, end and ask, its branches included; as the compiler writes them. */
function statesOf(document: JsonObject): StepStates {
  const begins = new Map<string, string>();
  const ends = new Map<string, { step: string; outcome: StepRecord["outcome"] }>();
  const asks = new Set<string>();
  const visit = ({ States: states }: JsonObject): void => {
    for (const [name, state] of Object.entries((states ?? {}) as Readonly<Record<string, JsonObject>>)) {
      const { ResultPath, Resource, Branches } = state;
      const { step, outcome } = (state.Parameters ?? {}) as {
        readonly step?: string;
        readonly outcome?: StepRecord["outcome"];
      };
      if (ResultPath === "$.count" && step !== undefined && name === `${step}: begin`) begins.set(name, step);
      if (ResultPath === "$.last" && step !== undefined && outcome !== undefined)
        ends.set(name, { step, outcome });
      if (typeof Resource === "string" && Resource.endsWith(".waitForTaskToken")) asks.add(name);
      if (Array.isArray(Branches)) for (const branch of Branches) visit(branch as JsonObject);
    }
  };
  visit(document);
  return { begins, ends, asks };
}

/** AWS cuts an output off that is longer than 256 KiB, and leaves it away for whoever may not read it. */
function saidIn(output: string | undefined): string {
  try {
    const { last } = JSON.parse(output ?? "") as { readonly last?: { readonly says?: string } };
    return last?.says ?? "it does not say what was seen";
  } catch {
    return "what was seen could not be read";
  }
}

import { type Json, type JsonObject, TriremeError } from "../../lib/index.ts";
import type { TaskMeaning } from "../compile/index.ts";
import { iamAction } from "../runbook.ts";
import { type Callers, madeCall } from "./calls.ts";
import { failureOfCall, TaskFailure } from "./failures.ts";
import type { RunEntry, RunJournal } from "./journal.ts";
import type { Known } from "./replay.ts";

/** A question to a person. */
export interface Question {
  readonly step: string;
  readonly text: string;
}

export interface Answer {
  readonly answer: "yes" | "no";
  /** Who answered. */
  readonly by: string;
}

/** The places at which a process may be cut off. */
export type Boundary = "before intent" | "before call" | "before result" | "after result";

/** What a run does with the world, beside calls. */
export interface Bridge {
  /** Absent: nobody is there, and a question ends the run. */
  readonly ask?: (question: Question) => Promise<Answer>;
  readonly notify?: (text: string) => Promise<void>;
  /** Why recoveries may not act now; undefined while they may. One that throws means that they may not. */
  readonly switchedOff?: () => Promise<string | undefined>;
  /** Milliseconds on a clock that never jumps. */
  readonly elapsed: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Told of every place at which the process could be killed. For tests. */
  readonly onBoundary?: (boundary: Boundary, key: string) => void;
}

export type Handler = (given: Json) => Promise<Json>;

/**
 * Makes the calls of a state machine in Step Functions' place: intent on disk, call, result on disk. A call that is
 * known from the journal is not made again.
 */
export class Tasks {
  readonly #callers: Callers;
  readonly #bridge: Bridge;
  readonly #journal: RunJournal;
  readonly #region: string;
  readonly #known: ReadonlyMap<string, Known>;
  readonly #visits = new Map<string, number>();
  /** Milliseconds that a step has taken, in earlier lives of the run. */
  readonly #spentBefore = new Map<string, number>();
  readonly #begun = new Map<string, number>();
  readonly #going = new Set<Promise<Json>>();

  constructor(
    callers: Callers,
    bridge: Bridge,
    run: {
      readonly journal: RunJournal;
      readonly region: string;
      readonly known: ReadonlyMap<string, Known>;
    },
  ) {
    this.#callers = callers;
    this.#bridge = bridge;
    this.#journal = run.journal;
    this.#region = run.region;
    this.#known = run.known;
    for (const { ended } of run.known.values()) {
      if (ended !== undefined)
        this.#spentBefore.set(ended.step, Math.max(ended.spentMs, this.#spentBefore.get(ended.step) ?? 0));
    }
  }

  /** The handler that stands in for a Task state. */
  handler(state: string, meaning: TaskMeaning): Handler {
    return (given) => {
      const mine = this.#handle(state, meaning, given);
      this.#going.add(mine);
      const gone = () => this.#going.delete(mine);
      mine.then(gone, gone);
      return mine;
    };
  }

  /** Resolves when no call is on its way: a lane that is stopped by another one does not take its calls back. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#going);
  }

  async #handle(state: string, meaning: TaskMeaning, given: Json): Promise<Json> {
    const visit = this.#visits.get(state) ?? 0;
    this.#visits.set(state, visit + 1);
    const key = `${state}#${visit}`;
    const known = this.#known.get(key);
    if (known?.ended !== undefined) return replayed(known.ended);
    if (known !== undefined && meaning.part === "action") return this.#inDoubt(key, meaning);
    try {
      await this.#pause(visit === 0 ? meaning.firstWait : meaning.everyWait, meaning);
      return await this.#perform(key, meaning, given);
    } catch (error) {
      if (error instanceof TaskFailure || !this.#bridge.signal?.aborted) throw error;
      throw interrupted();
    }
  }

  async #perform(key: string, meaning: TaskMeaning, given: Json): Promise<Json> {
    const { step, part } = meaning;
    if (this.#bridge.signal?.aborted) throw interrupted();
    this.#boundary("before intent", key);
    await this.#append({
      type: "call-intended",
      key,
      step,
      part,
      region: this.#region,
      what: whatOf(meaning),
      input: given,
    });
    this.#boundary("before call", key);
    let answer: Json;
    try {
      answer = await this.#answer(meaning, given);
    } catch (error) {
      // Cut off in a test, or told to stop: what is on disk is all that is known.
      if (error instanceof TaskFailure && !error.isCatchable) throw error;
      throw await this.#failed(key, meaning, error);
    }
    this.#boundary("before result", key);
    await this.#append({ type: "call-ended", key, step, answer, spentMs: this.#spent(step) });
    this.#boundary("after result", key);
    return answer;
  }

  async #answer(meaning: TaskMeaning, given: Json): Promise<Json> {
    const { ask, part, step, budgetSeconds } = meaning;
    const fields = (given ?? {}) as JsonObject;
    if (ask !== undefined) {
      const signal = this.#bridge.signal;
      const until = Math.min(this.#spent(step) + LONGEST_PATIENCE_MS, budgetSeconds * 1000);
      return madeCall(this.#callers, this.#region, ask, fields, {
        acts: part === "action",
        patient: () => this.#spent(step) < until,
        signal,
      });
    }
    const text = typeof fields.Message === "string" ? fields.Message : "";
    if (part === "question") return { ...(await this.#asked(step, text)) };
    if (part === "notification") {
      await this.#bridge.notify?.(text);
      return {};
    }
    return { Parameter: { Value: (await this.#offBecause()) ?? "on" } };
  }

  async #asked(step: string, message: string): Promise<Answer> {
    // What follows is for whoever answers on AWS.
    const text = message.replace(/ Answer yes or no with aws stepfunctions .*$/, "");
    if (this.#bridge.ask === undefined) {
      throw new TaskFailure("Trireme.NobodyToAsk", `nobody is there to answer: ${text}`);
    }
    return this.#bridge.ask({ step, text });
  }

  /** A switch that cannot be looked at is off. */
  async #offBecause(): Promise<string | undefined> {
    try {
      return await this.#bridge.switchedOff?.();
    } catch (error) {
      return `off: it could not be looked at, ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  async #failed(key: string, meaning: TaskMeaning, error: unknown): Promise<TaskFailure> {
    const message = error instanceof Error ? error.message : String(error);
    const given = error instanceof TaskFailure || error instanceof TriremeError;
    const doubt = meaning.part === "action" && !given && failureOfCall(error) === "doubtful";
    const name = doubt ? "Trireme.InDoubt" : error instanceof Error ? error.name : "Error";
    const { step } = meaning;
    await this.#append({
      type: "call-failed",
      key,
      step,
      error: name,
      message,
      doubt,
      spentMs: this.#spent(step),
    });
    this.#boundary("after result", key);
    return new TaskFailure(name, message);
  }

  /** A call whose end is not on disk: says so, and has it read back. */
  async #inDoubt(key: string, { step }: TaskMeaning): Promise<never> {
    const [error, message] = ["Trireme.InDoubt", "the run was cut off while this was called"];
    await this.#append({
      type: "call-failed",
      key,
      step,
      error,
      message,
      doubt: true,
      spentMs: this.#spent(step),
    });
    throw new TaskFailure(error, message);
  }

  async #pause(seconds: number, { step, part, budgetSeconds }: TaskMeaning): Promise<void> {
    this.#spent(step);
    if (seconds > 0) await this.#callers.clock.sleep(seconds * 1000, this.#bridge.signal);
    if (part !== "confirmation") return;
    // The looks are counted; this is for looks that take long themselves, and for what was spent before a crash.
    if (this.#spent(step) > (budgetSeconds + 2 * Math.max(seconds, 1)) * 1000 + LOOKING_MS) {
      throw new TaskFailure("Trireme.BudgetSpent", `not confirmed after ${budgetSeconds} s`);
    }
  }

  /** Milliseconds that the step has taken, all lives of the run together. */
  #spent(step: string): number {
    const now = this.#bridge.elapsed();
    const begun = this.#begun.get(step) ?? now;
    this.#begun.set(step, begun);
    return Math.round((this.#spentBefore.get(step) ?? 0) + now - begun);
  }

  async #append(entry: RunEntry): Promise<void> {
    try {
      await this.#journal.append(entry);
    } catch (error) {
      // No state of the machine may catch this: it would go on without a journal.
      throw Object.assign(new TaskFailure("Trireme.Journal", (error as Error).message, false), {
        cause: error,
      });
    }
  }

  #boundary(boundary: Boundary, key: string): void {
    this.#bridge.onBoundary?.(boundary, key);
  }
}

/** What the looks and calls of a step may take themselves before its budget counts as spent. */
const LOOKING_MS = 30_000;

/** Of a step that has hours: what is turned away for longer is for people to look at. */
const LONGEST_PATIENCE_MS = 300_000;

/** No state may catch it. */
function interrupted(): TaskFailure {
  return new TaskFailure("Trireme.Interrupted", "interrupted", false);
}

function replayed(ended: NonNullable<Known["ended"]>): Json {
  if (ended.type === "call-ended") return ended.answer;
  throw new TaskFailure(ended.error, ended.message);
}

function whatOf({ ask, part }: TaskMeaning): string {
  if (ask === undefined) return part;
  if ("api" in ask) return iamAction(ask.api);
  return "names" in ask ? "names" : "http";
}

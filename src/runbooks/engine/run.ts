import { ExecutionError, StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions";
import { acquireRunLock, type Clock, type JsonObject, TriremeError } from "../../lib/index.ts";
import { compileRunbook, isGoodEnd, type Names, type StepOutcome } from "../compile/index.ts";
import { actionsOf, type PlacedStep, type Runbook, stepsOf } from "../runbook.ts";
import type { Callers } from "./calls.ts";
import { TaskFailure } from "./failures.ts";
import {
  beginningOf,
  type DatedRunEntry,
  RunJournal,
  readRun,
  runsIn,
  started,
  unfinishedRunbook,
} from "./journal.ts";
import { type Known, replayable } from "./replay.ts";
import { type Bridge, Tasks } from "./tasks.ts";

/** How a step went. */
export interface StepRecord {
  readonly id: string;
  readonly title: string;
  readonly plane: Runbook["stages"][number]["lanes"][number][number]["plane"];
  /** Region that was called; `everywhere` for DNS. */
  readonly region: string;
  readonly actions: readonly string[];
  readonly outcome: StepOutcome;
  readonly detail: string;
  /** Milliseconds since the epoch, on the clock that the run was given. */
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface RunOptions extends Callers, Bridge {
  /** Folder of the journals of one target: of an environment and a lost region. One run at a time works in it. */
  readonly dir: string;
  /** Who runs it, for the journal and for whoever comes second. */
  readonly by: string;
  /**
   * Takes what keeps others from acting in the region of a run, before its first call; throws where somebody else has it.
   * @default nothing does, beside the folder's own lock
   */
  readonly lock?: (run: string, runbook: Runbook) => Promise<HeldLock | undefined>;
  readonly onStart?: (step: PlacedStep) => void;
  readonly onStep?: (record: StepRecord) => void;
}

/** A region of which a run has the lock. */
export interface HeldLock {
  /** What is held, for the journal. */
  readonly says: string;
  /** Why the run has it no more and may not act; undefined while it has it. */
  readonly lost: () => string | undefined;
  readonly release: () => Promise<void>;
}

export interface RunResult {
  readonly run: string;
  readonly runbook: string;
  readonly completed: boolean;
  readonly steps: readonly StepRecord[];
}

/**
 * Runs a runbook from its beginning.
 * @throws TriremeError `run-locked` while another run goes on, `runbook-unfinished` when an earlier one waits to be
 * resumed, `journal-unwritable`
 */
export async function runRunbook(runbook: Runbook, names: Names, options: RunOptions): Promise<RunResult> {
  return locked(options, `runbook ${runbook.name}`, async () => {
    const earlier = await unfinishedRunbook(options.dir);
    if (earlier !== undefined) throw unfinished(earlier);
    const run = await newRun(options.dir, runbook.name, options.clock);
    return underLock(options, run, runbook, async (held) => {
      const journal = await RunJournal.open(options.dir, run, options.clock);
      try {
        const compiled = compileRunbook(runbook, names);
        const input: JsonObject = { run, connectionArn: "none" };
        await journal.append(started({ run, by: options.by, runbook, compiled, input }));
        if (held !== undefined) await journal.append({ type: "lock", says: held.says });
        const begun = { run, runbook, compiled, input, known: new Map(), earlier: [] };
        return await new Run(heldBackBy(options, held), journal, begun).go();
      } finally {
        await journal.close();
      }
    });
  });
}

/**
 * Goes on with the last run of a folder, by the runbook that it began with.
 * @throws TriremeError `nothing-to-resume`, `run-locked`, `journal-unreadable`, `journal-unwritable`
 */
export async function resumeRunbook(options: RunOptions): Promise<RunResult> {
  return locked(options, "runbook resume", async () => {
    const { run } = await unfinishedOf(options.dir);
    const earlier = await readRun(options.dir, run);
    const { runbook, compiled, input } = beginningOf(run, earlier);
    return underLock(options, run, runbook, async (held) => {
      const journal = await RunJournal.open(options.dir, run, options.clock);
      try {
        await journal.append({ type: "run-resumed", by: options.by });
        if (held !== undefined) await journal.append({ type: "lock", says: held.says });
        const begun = { run, runbook, compiled, input, known: replayable(earlier), earlier };
        return await new Run(heldBackBy(options, held), journal, begun).go();
      } finally {
        await journal.close();
      }
    });
  });
}

/** Gives the last run of a folder up: what it did stays done, and another may begin. */
export async function abandonRunbook(options: Pick<RunOptions, "dir" | "by" | "clock">): Promise<string> {
  return locked(options, "runbook abandon", async () => {
    const { run } = await unfinishedOf(options.dir);
    const journal = await RunJournal.open(options.dir, run, options.clock);
    await journal.append({ type: "run-abandoned", by: options.by });
    await journal.close();
    return run;
  });
}

/** With the region's lock, which is taken under the run's own name: a later life of the run enters it again. */
async function underLock(
  { lock }: RunOptions,
  run: string,
  runbook: Runbook,
  work: (held: HeldLock | undefined) => Promise<RunResult>,
): Promise<RunResult> {
  const held = await lock?.(run, runbook);
  try {
    return await work(held);
  } finally {
    await held?.release();
  }
}

/** A run that has lost its lock acts no more, as if it were switched off. */
function heldBackBy(options: RunOptions, held: HeldLock | undefined): RunOptions {
  if (held === undefined) return options;
  return { ...options, switchedOff: async () => held.lost() ?? (await options.switchedOff?.()) };
}

async function locked<Result>(
  { dir, clock }: { readonly dir: string; readonly clock: Clock },
  operation: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const lock = await acquireRunLock(dir, operation, clock);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

interface Begun {
  readonly run: string;
  readonly runbook: Runbook;
  readonly compiled: ReturnType<typeof compileRunbook>;
  readonly input: JsonObject;
  readonly known: ReadonlyMap<string, Known>;
  readonly earlier: readonly DatedRunEntry[];
}

class Run {
  readonly #options: RunOptions;
  readonly #journal: RunJournal;
  readonly #begun: Begun;
  readonly #steps: ReadonlyMap<string, PlacedStep>;
  readonly #startedAt = new Map<string, number>();
  readonly #records: StepRecord[] = [];
  /** Steps that an earlier life brought to a good end, by their end's entry. */
  readonly #done: ReadonlyMap<string, Extract<DatedRunEntry, { type: "step-ended" }>>;

  constructor(options: RunOptions, journal: RunJournal, begun: Begun) {
    this.#options = options;
    this.#journal = journal;
    this.#begun = begun;
    this.#steps = new Map(stepsOf(begun.runbook).map((placed) => [placed.step.id, placed]));
    this.#done = new Map(
      begun.earlier.flatMap((entry) =>
        entry.type === "step-ended" && isGoodEnd(entry.outcome) ? [[entry.step, entry] as const] : [],
      ),
    );
  }

  async go(): Promise<RunResult> {
    const { compiled, input, run, runbook, known } = this.#begun;
    const tasks = new Tasks(this.#options, this.#options, {
      journal: this.#journal,
      region: runbook.runsIn,
      known,
    });
    const handlers = Object.fromEntries(
      Object.entries(compiled.tasks).map(([state, meaning]) => [state, tasks.handler(state, meaning)]),
    );
    const waits = Object.fromEntries(waitStates(compiled.document).map((state) => [state, 0]));
    const machine = new StateMachine(compiled.document as unknown as StateMachineDefinition, {
      // Checked by a test over the whole library; a recovery is no moment to find fault with itself.
      validationOptions: { noValidate: true },
    });
    const execution = machine.run(input as never, {
      // The pauses are taken by the tasks behind them, on the run's own clock.
      overrides: { taskResourceLocalHandlers: handlers as never, waitTimeOverrides: waits },
      context: { Execution: { Id: run }, Task: { Token: "answered here" } } as never,
    });
    const followed = this.#follow(execution.eventLogs);
    const failure = await execution.result.then(
      () => undefined,
      (error: unknown) => (error instanceof ExecutionError ? error.cause : error),
    );
    await tasks.settled();
    await followed;
    if (failure instanceof TaskFailure && !failure.isCatchable && failure.name !== "Trireme.Interrupted") {
      throw failure.cause ?? failure;
    }
    const completed = failure === undefined;
    if (failure instanceof TaskFailure) this.#cutShort();
    else if (failure !== undefined && this.#records.every(({ outcome }) => isGoodEnd(outcome))) throw failure;
    await this.#journal.append({ type: "run-ended", completed });
    return { run, runbook: runbook.name, completed, steps: this.#records };
  }

  /** Writes down where the machine is, from its own events. */
  async #follow(
    events: AsyncIterable<{
      readonly type: string;
      readonly state?: { readonly name: string; readonly output?: unknown };
    }>,
  ) {
    const { begins, ends } = this.#begun.compiled;
    for await (const { type, state } of events) {
      if (state === undefined) continue;
      const begun = begins[state.name];
      if (type === "StateEntered" && begun !== undefined) await this.#began(begun);
      const end = ends[state.name];
      if (type === "StateExited" && end !== undefined) {
        const { says } = (state.output as { readonly last: { readonly says: string } }).last;
        await this.#ended(end.step, end.outcome, says);
      }
    }
  }

  async #began(id: string): Promise<void> {
    const placed = this.#steps.get(id);
    if (placed === undefined) return;
    this.#startedAt.set(id, this.#options.clock.now());
    if (this.#done.has(id)) return;
    this.#options.onStart?.(placed);
    await this.#write({ type: "step-started", step: id });
  }

  async #ended(id: string, outcome: StepOutcome, detail: string): Promise<void> {
    const placed = this.#steps.get(id);
    if (placed === undefined) return;
    const done = this.#done.get(id);
    const now = this.#options.clock.now();
    const { step, region } = placed;
    const record: StepRecord = {
      id,
      title: step.title,
      plane: step.plane,
      region,
      actions: actionsOf(step),
      outcome,
      detail,
      startedAt: done === undefined ? this.#beginOf(id, now) : this.#beginOf(id, Date.parse(done.at)),
      endedAt: done === undefined ? now : Date.parse(done.at),
    };
    this.#records.push(record);
    if (done !== undefined) return;
    this.#options.onStep?.(record);
    await this.#write({ type: "step-ended", step: id, outcome, detail });
  }

  /** When the step first began, in whatever life of the run. */
  #beginOf(id: string, otherwise: number): number {
    const first = this.#begun.earlier.find((entry) => entry.type === "step-started" && entry.step === id);
    return first === undefined ? (this.#startedAt.get(id) ?? otherwise) : Date.parse(first.at);
  }

  /** Of the steps that were on their way when the run was told to stop. */
  #cutShort(): void {
    const over = new Set(this.#records.map(({ id }) => id));
    for (const [id, { step, region }] of this.#steps) {
      const startedAt = this.#startedAt.get(id);
      if (startedAt === undefined || over.has(id)) continue;
      const detail = "interrupted before it was confirmed";
      const common = { id, title: step.title, plane: step.plane, region, actions: actionsOf(step) };
      const record = {
        ...common,
        outcome: "stopped",
        detail,
        startedAt,
        endedAt: this.#options.clock.now(),
      } as const;
      this.#records.push(record);
      this.#options.onStep?.(record);
    }
  }

  /** The machine goes on whatever becomes of this: the calls' own entries are what a resumed run stands on. */
  async #write(entry: Parameters<RunJournal["append"]>[0]): Promise<void> {
    await this.#journal.append(entry).catch(() => undefined);
  }
}

function waitStates(document: JsonObject): readonly string[] {
  const states = document.States as Readonly<Record<string, JsonObject>>;
  return Object.entries(states).flatMap(([name, state]) => {
    if (state.Type === "Wait") return [name];
    return Array.isArray(state.Branches) ? (state.Branches as readonly JsonObject[]).flatMap(waitStates) : [];
  });
}

/** The run's name sorts by when it began. */
async function newRun(dir: string, runbook: string, clock: Clock): Promise<string> {
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, "-");
  const taken = new Set(await runsIn(dir));
  for (let number = 0; ; number++) {
    const name = `${stamp}-${number}-${runbook}`;
    if (!taken.has(name)) return name;
  }
}

async function unfinishedOf(dir: string) {
  const found = await unfinishedRunbook(dir);
  if (found !== undefined) return found;
  throw new TriremeError(`no run in ${dir} waits to be gone on with`, {
    code: "nothing-to-resume",
    fault: "input",
    fix: "Begin one: trireme runbook run.",
  });
}

function unfinished({
  run,
  runbook,
  by,
  since,
}: {
  run: string;
  runbook: string;
  by: string;
  since: string;
}): TriremeError {
  return new TriremeError(`${runbook} was begun by ${by} at ${since} and is not finished (${run})`, {
    code: "runbook-unfinished",
    fault: "environment",
    fix: "Go on with it: trireme runbook resume. To give it up, so that another may begin: trireme runbook abandon.",
  });
}

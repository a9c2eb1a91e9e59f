import { type FileHandle, mkdir, open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, type Json, type JsonObject, TriremeError } from "../../lib/index.ts";
import type { CompiledRunbook, StepOutcome, TaskMeaning } from "../compile/index.ts";
import type { Runbook } from "../runbook.ts";

/** Raised when an entry changes its meaning. A journal of another schema is not gone on with. */
const SCHEMA = 1;

/** What happened in a run, in order. */
export type RunEntry =
  | {
      readonly type: "run-started";
      readonly schema: number;
      readonly run: string;
      /** Who began it. */
      readonly by: string;
      /** What runs, as it was then: a later version of the library changes nothing in a run that has begun. */
      readonly runbook: Runbook;
      readonly compiled: CompiledRunbook;
      readonly input: JsonObject;
    }
  | { readonly type: "run-resumed"; readonly by: string }
  /** What the run holds of the region, or why it goes on without; said again by each of its lives. */
  | { readonly type: "lock"; readonly says: string }
  | { readonly type: "step-started"; readonly step: string }
  /** On disk before the call is made. */
  | {
      readonly type: "call-intended";
      readonly key: string;
      readonly step: string;
      readonly part: TaskMeaning["part"];
      readonly region: string;
      /** `rds:FailoverGlobalCluster`, `names`, `question`. */
      readonly what: string;
      readonly input: Json;
    }
  | {
      readonly type: "call-ended";
      readonly key: string;
      readonly step: string;
      readonly answer: Json;
      readonly spentMs: number;
    }
  | {
      readonly type: "call-failed";
      readonly key: string;
      readonly step: string;
      readonly error: string;
      readonly message: string;
      /** Nobody knows whether it took effect. */
      readonly doubt: boolean;
      readonly spentMs: number;
    }
  | {
      readonly type: "step-ended";
      readonly step: string;
      readonly outcome: StepOutcome;
      readonly detail: string;
    }
  | { readonly type: "run-ended"; readonly completed: boolean }
  | { readonly type: "run-abandoned"; readonly by: string };

export type DatedRunEntry = RunEntry & {
  /** ISO 8601, on the run's clock. */
  readonly at: string;
};

export type CallEntry = Extract<DatedRunEntry, { readonly key: string }>;

/** Append-only record of one run, on disk before the deed that it announces. A line torn by a crash is skipped by every reader. */
export class RunJournal {
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #clock: Clock;
  #last: Promise<void> = Promise.resolve();
  #broken: TriremeError | undefined;

  static async open(dir: string, run: string, clock: Clock): Promise<RunJournal> {
    await mkdir(dir, { recursive: true });
    const path = join(dir, `${run}.jsonl`);
    const text = await readFile(path, "utf8").catch(() => "");
    const file = await open(path, "a", 0o600);
    if (text !== "" && !text.endsWith("\n")) await file.appendFile("\n");
    return new RunJournal(file, path, clock);
  }

  private constructor(file: FileHandle, path: string, clock: Clock) {
    this.#file = file;
    this.#path = path;
    this.#clock = clock;
  }

  /**
   * Returns when the entry is on disk. After one that could not be written every other is refused.
   * @throws TriremeError `journal-unwritable`
   */
  async append(entry: RunEntry): Promise<void> {
    const line = `${JSON.stringify({ at: new Date(this.#clock.now()).toISOString(), ...entry })}\n`;
    const mine = this.#last.then(() => this.#write(line));
    this.#last = mine.catch(() => undefined);
    await mine;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
  }

  async #write(line: string): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken;
    try {
      await this.#file.appendFile(line);
      await this.#file.sync();
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      this.#broken = new TriremeError(`the run's journal ${this.#path} cannot be written: ${why}`, {
        code: "journal-unwritable",
        fault: "environment",
        fix: "Make room on that disk or give leave to write there, then: trireme runbook resume. What was called stays called.",
        cause,
      });
      throw this.#broken;
    }
  }
}

/** All entries of a run, oldest first. */
export async function readRun(dir: string, run: string): Promise<readonly DatedRunEntry[]> {
  return entriesOf(await readFile(join(dir, `${run}.jsonl`), "utf8"));
}

/** Names of the runs that have a journal in a folder, oldest first. */
export async function runsIn(dir: string): Promise<readonly string[]> {
  const names = await readdir(dir).catch(() => []);
  return names
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => name.slice(0, -".jsonl".length))
    .sort();
}

/** A run that did not come to a good end and was not given up. */
export interface UnfinishedRunbook {
  readonly run: string;
  readonly runbook: string;
  readonly by: string;
  /** ISO 8601. */
  readonly since: string;
}

/** The last run of a folder, when it is unfinished. */
export async function unfinishedRunbook(dir: string): Promise<UnfinishedRunbook | undefined> {
  const run = (await runsIn(dir)).at(-1);
  if (run === undefined) return undefined;
  const entries = await readRun(dir, run);
  const start = entries.find((entry) => entry.type === "run-started");
  const given = entries.some(
    (entry) => entry.type === "run-abandoned" || (entry.type === "run-ended" && entry.completed),
  );
  if (start?.type !== "run-started" || given) return undefined;
  return { run, runbook: start.runbook.name, by: start.by, since: start.at };
}

/**
 * What a run began with.
 * @throws TriremeError `journal-unreadable` when it has no beginning, or is of another schema
 */
export function beginningOf(
  run: string,
  entries: readonly DatedRunEntry[],
): Extract<DatedRunEntry, { type: "run-started" }> {
  const [start] = entries;
  if (start?.type === "run-started" && start.schema === SCHEMA) return start;
  const found = start?.type === "run-started" ? `schema ${start.schema}` : "no beginning";
  throw new TriremeError(`the journal of run ${run} has ${found}; schema ${SCHEMA} is wanted`, {
    code: "journal-unreadable",
    fault: "environment",
    fix: "Go on with the release of Trireme that began the run, or begin anew: every step looks before it acts.",
  });
}

export function started(
  facts: Omit<Extract<RunEntry, { type: "run-started" }>, "type" | "schema">,
): RunEntry {
  return { type: "run-started", schema: SCHEMA, ...facts };
}

function entriesOf(text: string): DatedRunEntry[] {
  return text.split("\n").flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === "object" && value !== null && "type" in value ? [value as DatedRunEntry] : [];
    } catch {
      return [];
    }
  });
}

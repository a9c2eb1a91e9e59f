import { type FileHandle, mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../lib/index.ts";
import type { PlanCounts } from "./driver.ts";

/** What happened in a work root, in order. Holds no values of variables or outputs: those may be secret. */
export type JournalEntry =
  | {
      readonly type: "run-started";
      readonly operation: "apply" | "destroy" | "plan";
      readonly stacks: readonly string[];
    }
  | {
      readonly type: "planned";
      readonly stack: string;
      readonly sha256: string;
      readonly counts: PlanCounts;
      readonly provisional: boolean;
    }
  | { readonly type: "apply-intended"; readonly stack: string; readonly sha256: string }
  | { readonly type: "apply-succeeded"; readonly stack: string; readonly seconds: number }
  | { readonly type: "apply-failed"; readonly stack: string; readonly code: string }
  /** A later run planned the stack anew and found nothing to do. */
  | { readonly type: "doubt-settled"; readonly stack: string }
  | { readonly type: "run-finished"; readonly failed: number };

export type DatedEntry = JournalEntry & {
  /** ISO 8601. */
  readonly at: string;
};

/** An apply that was begun and of whose end nothing is known. */
export interface InDoubt {
  readonly stack: string;
  readonly sha256: string;
  /** ISO 8601, when the apply was begun. */
  readonly since: string;
}

const FILE = "journal.jsonl";

/**
 * Append-only record of runs in a work root, on disk before the deed that it
 * announces. A line torn by a crash is closed by the next opening and skipped by
 * every reader.
 */
export class Journal {
  readonly #file: FileHandle;
  readonly #clock: Clock;
  /** Applies of earlier runs whose end is unknown. */
  readonly inDoubt: readonly InDoubt[];
  #last: Promise<void> = Promise.resolve();

  static async open(workRoot: string, clock: Clock): Promise<Journal> {
    await mkdir(workRoot, { recursive: true });
    const text = await readFile(join(workRoot, FILE), "utf8").catch(() => "");
    const file = await open(join(workRoot, FILE), "a", 0o600);
    if (text !== "" && !text.endsWith("\n")) await file.appendFile("\n");
    return new Journal(file, clock, doubtsOf(entriesOf(text)));
  }

  constructor(file: FileHandle, clock: Clock, inDoubt: readonly InDoubt[]) {
    this.#file = file;
    this.#clock = clock;
    this.inDoubt = inDoubt;
  }

  /** Returns when the entry is on disk. */
  async append(entry: JournalEntry): Promise<void> {
    const line = `${JSON.stringify({ at: new Date(this.#clock.now()).toISOString(), ...entry })}\n`;
    const write = async () => {
      await this.#file.appendFile(line);
      await this.#file.sync();
    };
    const mine = this.#last.then(write);
    this.#last = mine.catch(() => undefined);
    await mine;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
  }
}

/** All entries of a work root's journal, oldest first; torn lines are left out. */
export async function readJournal(workRoot: string): Promise<DatedEntry[]> {
  return entriesOf(await readFile(join(workRoot, FILE), "utf8").catch(() => ""));
}

function entriesOf(text: string): DatedEntry[] {
  return text.split("\n").flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === "object" && value !== null && "type" in value ? [value as DatedEntry] : [];
    } catch {
      return [];
    }
  });
}

/** The last run that applied or destroyed here, if it did not come to a good end. */
export interface UnfinishedRun {
  readonly operation: "apply" | "destroy";
  /** ISO 8601. */
  readonly since: string;
  /** False when the run was ended from outside: its process was killed, or the machine went down. */
  readonly ended: boolean;
  /** Stacks that it brought to their end. */
  readonly done: readonly string[];
  /** Stacks that failed, each with the error's code. */
  readonly failed: readonly { readonly stack: string; readonly code: string }[];
  /** Stacks of which nobody knows how far they came. The next plan of each tells. */
  readonly inDoubt: readonly InDoubt[];
}

/** What an earlier run left unfinished in a work root; undefined when it left nothing. Changes nothing. */
export async function unfinishedRun(workRoot: string): Promise<UnfinishedRun | undefined> {
  const entries = await readJournal(workRoot);
  const at = entries.findLastIndex((entry) => entry.type === "run-started" && entry.operation !== "plan");
  const start = entries[at];
  if (start?.type !== "run-started" || start.operation === "plan") return undefined;
  const run = entries.slice(at + 1);
  const next = run.findIndex((entry) => entry.type === "run-started");
  const own = next < 0 ? run : run.slice(0, next);
  const finish = own.find((entry) => entry.type === "run-finished");
  const inDoubt = doubtsOf(entries);
  if (finish !== undefined && finish.failed === 0 && inDoubt.length === 0) return undefined;
  return {
    operation: start.operation,
    since: start.at,
    ended: finish !== undefined,
    done: own.flatMap((entry) => (entry.type === "apply-succeeded" ? [entry.stack] : [])),
    failed: own.flatMap((entry) =>
      entry.type === "apply-failed" ? [{ stack: entry.stack, code: entry.code }] : [],
    ),
    inDoubt,
  };
}

const ENDS = new Set<string>(["apply-succeeded", "apply-failed", "doubt-settled"]);

function doubtsOf(entries: readonly DatedEntry[]): InDoubt[] {
  const open = new Map<string, InDoubt>();
  for (const entry of entries) {
    if (entry.type === "apply-intended") {
      open.set(entry.stack, { stack: entry.stack, sha256: entry.sha256, since: entry.at });
    } else if (ENDS.has(entry.type) && "stack" in entry) open.delete(entry.stack);
  }
  return [...open.values()];
}

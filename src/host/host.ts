/**
 * The one port for all that Trireme says and asks. The terminal, the JSON mode
 * and the tests are hosts of it; nothing else writes to a stream.
 */
export type Level = "debug" | "info" | "warn" | "error";

export interface Message {
  /** Stable, kebab-case: `stack-applied`, `fault-set`, `step-confirmed`. */
  readonly code: string;
  readonly level: Level;
  /** A sentence for a person. */
  readonly text: string;
  /** The same for a program. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Work that is under way: a stack being applied, a step being confirmed. Replaced by its next report of the same `key`. */
export interface Progress {
  /** What is at work, unique while it runs: a stack id, a step id. */
  readonly key: string;
  readonly state: "started" | "running" | "done" | "failed";
  /** What it does or waits for now: `aws_rds_cluster.orders creating, 34 s`. */
  readonly text: string;
  /** Seconds since it started. */
  readonly seconds: number;
}

export interface Question {
  readonly code: string;
  readonly text: string;
  /** What must be typed for yes; `yes` when absent. */
  readonly expected?: string;
}

/** A question whose answer is free text. */
export interface OpenQuestion {
  readonly code: string;
  readonly text: string;
  /** Taken when nothing is typed. */
  readonly suggestion?: string;
}

export interface Host {
  /** Whether somebody is there to answer. Where nobody is, what would be asked must be said in options. */
  readonly attended: boolean;
  notify(message: Message): void;
  progress(progress: Progress): void;
  /** False when declined, or when nobody is there to answer. */
  confirm(question: Question): Promise<boolean>;
  /** What was typed, without blanks at its ends; undefined when nobody is there to answer. */
  ask(question: OpenQuestion): Promise<string | undefined>;
}

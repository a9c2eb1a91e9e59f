import type { Host } from "../host/index.ts";

/** What a verb gives back: a document for programs, the same for people, and the exit code. */
export interface Outcome {
  readonly document: unknown;
  readonly text: string;
  readonly exitCode: number;
}

/** What a verb is given. */
export interface Shell {
  readonly host: Host;
  /** Aborted at the first interrupt; a second one ends the process at once. */
  readonly signal: AbortSignal;
}

/** One verb, ready to be carried out. */
export type Verb = (shell: Shell) => Promise<Outcome>;

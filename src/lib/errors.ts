/**
 * Errors with a stable code that say whose fault they are.
 *
 * `input`: what the user wrote. `environment`: a missing tool, a port in use, a
 * state that somebody else holds. `ours`: a defect of Trireme.
 */
export type Fault = "input" | "environment" | "ours";

/** Exit codes of the command line, by fault. 0 is fine, 1 is findings. */
export const EXIT_CODES = { input: 2, environment: 3, ours: 4 } as const satisfies Record<Fault, number>;

export interface TriremeErrorOptions {
  /** Stable, kebab-case, never reused for another meaning. */
  readonly code: string;
  readonly fault: Fault;
  /** What the reader can do about it, one sentence in the imperative. */
  readonly fix?: string;
  readonly cause?: unknown;
}

export class TriremeError extends Error {
  readonly code: string;
  readonly fault: Fault;
  readonly fix: string | undefined;

  constructor(message: string, options: TriremeErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "TriremeError";
    this.code = options.code;
    this.fault = options.fault;
    this.fix = options.fix;
  }
}

/** One thing wrong with what the user wrote. */
export interface InputProblem {
  /** Stable code of the rule, for example `config/store-name-taken`. */
  readonly code: string;
  /** Where it stands, as a path into the file: `stores.orders.partitions.EU.replicas[0]`. */
  readonly where: string;
  /** The value found there, as the user would recognise it. */
  readonly given: string;
  /** What would have been accepted. */
  readonly wanted: string;
  /** What to do, one sentence in the imperative. */
  readonly fix: string;
}

/** Everything wrong with one input, reported at once. */
export class InputError extends TriremeError {
  readonly source: string;
  readonly problems: readonly InputProblem[];

  constructor(source: string, problems: readonly InputProblem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`${source}: ${count}`, { code: "input-rejected", fault: "input" });
    this.name = "InputError";
    this.source = source;
    this.problems = problems;
  }
}

import { InputError, type InputProblem } from "../lib/index.ts";

/** Problems shown of one input; the rest are counted. */
const SHOWN = 20;

/** Collects what is wrong with one input, so that all of it is reported at once. */
export class InputProblems {
  readonly source: string;
  readonly #problems: InputProblem[] = [];
  #more = 0;

  constructor(source: string) {
    this.source = source;
  }

  add(problem: InputProblem): void {
    if (this.#problems.length < SHOWN) this.#problems.push(problem);
    else this.#more += 1;
  }

  /** Throws at once, with what was collected before. */
  refuse(problem: InputProblem): never {
    this.add(problem);
    throw this.#error();
  }

  throwIfAny(): void {
    if (this.#problems.length > 0) throw this.#error();
  }

  #error(): InputError {
    const last = this.#problems.at(-1);
    const more =
      this.#more === 0 || last === undefined
        ? []
        : [{ ...last, where: `and ${this.#more} more places`, given: "more of the same kind" }];
    return new InputError(this.source, [...this.#problems, ...more]);
  }
}

/** A limit of `Limits` that was passed. */
export function overLimit(
  limit: string,
  allowed: number,
  where: string,
  given: string,
  fix = `Give less, or raise the limit "${limit}".`,
): InputProblem {
  return {
    code: `graph/limit-${limit}`,
    where,
    given,
    wanted: `at most ${allowed} (limit "${limit}")`,
    fix,
  };
}

/** What a value is, without showing it: it may be a secret. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

import { type Clock, systemClock } from "../lib/index.ts";

/** Real time plus what it was advanced by: what a health check or a replica waits for need not be waited for. */
export class SandboxClock implements Clock {
  readonly #base: Clock;
  #offset = 0;
  #asOf: number | undefined;

  constructor(base: Clock = systemClock) {
    this.#base = base;
  }

  now(): number {
    return this.#asOf ?? this.#base.now() + this.#offset;
  }

  /**
   * Looks as it was at an earlier moment: for what has not been looked at since and changes with the time alone. What is
   * looked at must be looked at in the order of the moments, and at once.
   */
  asOf<Result>(moment: number, look: () => Result): Result {
    if (moment > this.now()) throw new RangeError("what is to come cannot be looked at");
    const before = this.#asOf;
    this.#asOf = moment;
    try {
      return look();
    } finally {
      this.#asOf = before;
    }
  }

  /**
   * Moves the clock forward, to whole milliseconds: services write moments as whole numbers. Never back: what has been seen
   * to happen stays in the past.
   */
  advance(seconds: number): void {
    if (!Number.isFinite(seconds) || seconds < 0)
      throw new RangeError("a clock is advanced by 0 seconds or more");
    this.#offset += Math.ceil(seconds * 1000);
  }

  /** Sleeps in real time; an advance does not wake the sleeper. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#base.sleep(ms, signal);
  }
}

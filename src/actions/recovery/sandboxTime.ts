import { type Clock, systemClock } from "../../lib/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";

/**
 * The sandbox's clock as the runbooks' clock: real time plus what was skipped. Waiting moves the
 * sandbox forward, so that a rehearsal spends no real minutes on modelled ones.
 */
export class SandboxTime implements Clock {
  readonly #sandbox: Sandbox;
  #skippedMs: number;
  #last: Promise<void> = Promise.resolve();

  private constructor(sandbox: Sandbox, skippedMs: number) {
    this.#sandbox = sandbox;
    this.#skippedMs = skippedMs;
  }

  static async of(sandbox: Sandbox): Promise<SandboxTime> {
    const { now } = await sandbox.status();
    return new SandboxTime(sandbox, Date.parse(now) - systemClock.now());
  }

  /** After somebody else has moved the sandbox's clock. */
  async look(): Promise<void> {
    const { now } = await this.#sandbox.status();
    this.#skippedMs = Date.parse(now) - systemClock.now();
  }

  now(): number {
    return systemClock.now() + this.#skippedMs;
  }

  /** Two who sleep at the same time, such as lanes of a runbook, sleep through the same minutes. */
  async sleep(ms: number): Promise<void> {
    const until = this.now() + ms;
    const mine = this.#last.then(async () => {
      const left = until - this.now();
      if (left <= 0) return;
      await this.#sandbox.advanceClock(left / 1000);
      this.#skippedMs += left;
    });
    this.#last = mine.catch(() => undefined);
    await mine;
  }
}

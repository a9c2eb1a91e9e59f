import { type Clock, systemClock } from "../../lib/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";

/**
 * The sandbox's clock as the runbooks' clock: real time plus what was skipped. Waiting moves the
 * sandbox forward, so that a rehearsal spends no real minutes on modelled ones.
 */
export class SandboxTime implements Clock {
  readonly #sandbox: Sandbox;
  #skippedMs: number;

  private constructor(sandbox: Sandbox, skippedMs: number) {
    this.#sandbox = sandbox;
    this.#skippedMs = skippedMs;
  }

  static async of(sandbox: Sandbox): Promise<SandboxTime> {
    const { now } = await sandbox.status();
    return new SandboxTime(sandbox, Date.parse(now) - systemClock.now());
  }

  now(): number {
    return systemClock.now() + this.#skippedMs;
  }

  async sleep(ms: number): Promise<void> {
    await this.#sandbox.advanceClock(ms / 1000);
    this.#skippedMs += ms;
  }
}

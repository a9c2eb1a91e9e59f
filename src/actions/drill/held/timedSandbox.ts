import type { Sandbox } from "../../../sandbox/index.ts";

interface Due {
  /** Milliseconds since the epoch on the sandbox's clock. */
  readonly at: number;
  readonly act: () => Promise<void>;
}

/**
 * A sandbox in which things happen at moments of its clock: whoever moves the clock past such a moment, a step of a runbook
 * that waits among them, moves it to that moment first. While nobody moves it, what is due waits for the next who does.
 */
export class TimedSandbox implements Sandbox {
  readonly #inner: Sandbox;
  #due: readonly Due[] = [];
  #failure: { readonly error: unknown } | undefined;

  constructor(inner: Sandbox) {
    this.#inner = inner;
  }

  get endpoint(): string {
    return this.#inner.endpoint;
  }

  /** `act` may look at the sandbox and change it, and must not move its clock. */
  at(at: number, act: () => Promise<void>): void {
    this.#due = [...this.#due, { at, act }].toSorted((a, b) => a.at - b.at);
  }

  async now(): Promise<number> {
    return Date.parse((await this.#inner.status()).now);
  }

  /** Moves the clock until a moment; at once where that is over. */
  async advanceTo(moment: number): Promise<void> {
    await this.advanceClock(Math.max(0, moment - (await this.now())) / 1000);
  }

  /** What happened on the way and could not: whoever moved the clock, a step of a runbook, has no use for it. */
  throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async advanceClock(seconds: number): Promise<void> {
    let left = seconds;
    while (this.#due.length > 0) {
      const [next] = this.#due;
      const wait = next === undefined ? 0 : Math.max(0, next.at - (await this.now())) / 1000;
      if (next === undefined || wait > left) break;
      this.#due = this.#due.filter((each) => each !== next);
      if (wait > 0) await this.#inner.advanceClock(wait);
      left -= wait;
      await next.act().catch((error: unknown) => {
        this.#failure ??= { error };
      });
    }
    await this.#inner.advanceClock(left);
  }

  status: Sandbox["status"] = () => this.#inner.status();
  calls: Sandbox["calls"] = (filter) => this.#inner.calls(filter);
  loseRegion: Sandbox["loseRegion"] = (region, fault) => this.#inner.loseRegion(region, fault);
  restoreRegion: Sandbox["restoreRegion"] = (region) => this.#inner.restoreRegion(region);
  losePart: Sandbox["losePart"] = (part) => this.#inner.losePart(part);
  restorePart: Sandbox["restorePart"] = (part) => this.#inner.restorePart(part);
  setFault: Sandbox["setFault"] = (rule) => this.#inner.setFault(rule);
  clearFault: Sandbox["clearFault"] = (id) => this.#inner.clearFault(id);
  faults: Sandbox["faults"] = () => this.#inner.faults();
  resolveName: Sandbox["resolveName"] = (question) => this.#inner.resolveName(question);
  startClients: Sandbox["startClients"] = (options) => this.#inner.startClients(options);
  clients: Sandbox["clients"] = () => this.#inner.clients();
  stopClients: Sandbox["stopClients"] = () => this.#inner.stopClients();
}

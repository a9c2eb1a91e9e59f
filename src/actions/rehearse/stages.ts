import type { Host } from "../../host/index.ts";
import type { Clock } from "../../lib/index.ts";

/** Announces the stages of a rehearsal and keeps how long each took, in wall-clock seconds. */
export class Stages {
  readonly seconds: Record<string, number> = {};
  readonly #host: Host;
  readonly #clock: Clock;
  readonly #begun: number;

  constructor(host: Host, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
    this.#begun = clock.now();
  }

  async run<Result>(name: string, text: string, work: () => Promise<Result>): Promise<Result> {
    this.#host.notify({ code: "stage-started", level: "info", text, data: { stage: name } });
    const begun = this.#clock.now();
    try {
      return await work();
    } finally {
      this.seconds[name] = (this.#clock.now() - begun) / 1000;
    }
  }

  total(): number {
    return (this.#clock.now() - this.#begun) / 1000;
  }
}

import type { Host } from "../../host/index.ts";
import type { Clock } from "../../lib/index.ts";
import type { TimelineEntry } from "./result.ts";

/** Announces the stages of a rehearsal and keeps when each began and how long it took, in wall-clock seconds. */
export class Stages {
  readonly seconds: Record<string, number> = {};
  /** Milliseconds since the epoch: the zero of the rehearsal's wall clock. */
  readonly begunAt: number;
  readonly #host: Host;
  readonly #clock: Clock;
  readonly #ended: TimelineEntry[] = [];
  #outage: { readonly region: string; readonly start: number } | undefined;

  constructor(host: Host, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
    this.begunAt = clock.now();
  }

  async run<Result>(name: string, text: string, work: () => Promise<Result>): Promise<Result> {
    this.#host.notify({ code: "stage-started", level: "info", text, data: { stage: name } });
    const start = this.total();
    let outcome: TimelineEntry["outcome"] = "failed";
    try {
      const result = await work();
      outcome = "done";
      return result;
    } finally {
      const end = this.total();
      this.seconds[name] = end - start;
      this.#ended.push({ kind: "stage", name, clock: "wall", start, end, outcome });
    }
  }

  regionLost(region: string): void {
    this.#outage = { region, start: this.total() };
  }

  regionBack(): void {
    if (this.#outage === undefined) return;
    const { region, start } = this.#outage;
    const end = this.total();
    this.#ended.push({
      kind: "outage",
      name: region,
      place: region,
      clock: "wall",
      start,
      end,
      outcome: "done",
    });
    this.#outage = undefined;
  }

  /** Stages that have ended and the outage, in the order of their ends. */
  entries(): readonly TimelineEntry[] {
    return [...this.#ended];
  }

  /** Seconds since the rehearsal began. */
  total(): number {
    return (this.#clock.now() - this.begunAt) / 1000;
  }
}

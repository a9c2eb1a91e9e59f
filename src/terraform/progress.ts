import type { Clock } from "../lib/index.ts";
import type { OnEvent, TerraformEvent } from "./driver.ts";

/** What a stack is at, for a host to show. */
export interface StackProgress {
  readonly stack: string;
  readonly state: "started" | "running" | "done" | "failed" | "skipped";
  /** `planning`, `aws_rds_cluster.orders: Still creating… [40s elapsed]`. */
  readonly text: string;
  /** Since work on the stack began. */
  readonly seconds: number;
}

export type OnStackProgress = (progress: StackProgress) => void;

/** Reports on one stack, with the time since it began. */
export class StackReporter {
  readonly #stack: string;
  readonly #clock: Clock;
  readonly #onProgress: OnStackProgress | undefined;
  readonly #begun: number;

  constructor(stack: string, clock: Clock, onProgress: OnStackProgress | undefined) {
    this.#stack = stack;
    this.#clock = clock;
    this.#onProgress = onProgress;
    this.#begun = clock.now();
  }

  seconds(): number {
    return (this.#clock.now() - this.#begun) / 1000;
  }

  /** From when it began until now: milliseconds since the epoch, and their difference in seconds. */
  span(): { readonly startedAt: number; readonly endedAt: number; readonly seconds: number } {
    const endedAt = this.#clock.now();
    return { startedAt: this.#begun, endedAt, seconds: (endedAt - this.#begun) / 1000 };
  }

  started(text: string): void {
    this.#tell("started", text);
  }

  running(text: string): void {
    this.#tell("running", text);
  }

  done(text: string): void {
    this.#tell("done", text);
  }

  failed(text: string): void {
    this.#tell("failed", text);
  }

  skipped(text: string): void {
    this.#tell("skipped", text);
  }

  readonly onEvent: OnEvent = (event: TerraformEvent) => {
    this.#tell("running", event.text);
  };

  #tell(state: StackProgress["state"], text: string): void {
    this.#onProgress?.({ stack: this.#stack, state, text, seconds: this.seconds() });
  }
}

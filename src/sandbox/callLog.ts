import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { finished } from "node:stream/promises";
import type { CallRecord } from "./call.ts";
import type { CallFilter } from "./sandbox.ts";

/** Records kept in memory; older ones are in the file only. */
const DEFAULT_BOUND = 100_000;
/** Calls over which the gateway's own time is summed up. */
const TIMING_WINDOW = 10_000;

/**
 * The calls that have ended, in the order in which they ended: a later look with `after` set to the
 * last id seen misses none. Kept in memory up to a bound and, given a file, written there as JSON
 * lines.
 */
export class CallLog {
  readonly #bound: number;
  readonly #records: CallRecord[] = [];
  readonly #ownMs: number[] = [];
  #stream: WriteStream | undefined;
  #streamError: Error | undefined;
  #count = 0;

  constructor(bound = DEFAULT_BOUND) {
    this.#bound = bound;
  }

  /** Starts the file anew. Writes are buffered; `close` waits for the last. */
  async writeTo(file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    this.#stream = createWriteStream(file, { flags: "w" });
    // A full disk must not end the sandbox; the loss is told in `problem`.
    this.#stream.on("error", (error) => {
      this.#streamError = error;
      this.#stream = undefined;
    });
  }

  /** Why the file is no longer written, if so. */
  get problem(): string | undefined {
    return this.#streamError?.message;
  }

  get count(): number {
    return this.#count;
  }

  append(entry: Omit<CallRecord, "id">): CallRecord {
    this.#count += 1;
    const record: CallRecord = { id: this.#count, ...entry };
    this.#records.push(record);
    // Trimmed in slices, not one by one: removing from the front costs the whole length.
    if (this.#records.length > this.#bound * 1.1) this.#records.splice(0, this.#records.length - this.#bound);
    this.#ownMs[(this.#count - 1) % TIMING_WINDOW] = record.ownMs;
    this.#stream?.write(`${JSON.stringify(record)}\n`);
    return record;
  }

  calls(filter: CallFilter = {}): readonly CallRecord[] {
    const fitting = this.#records.filter((record) => fits(filter, record));
    if (filter.last === undefined) return fitting;
    return filter.last === 0 ? [] : fitting.slice(-filter.last);
  }

  /** The gateway's own time a call over the latest calls, milliseconds; 0 when there were none. */
  ownMs(): { readonly p50: number; readonly p95: number } {
    const sorted = this.#ownMs.toSorted((a, b) => a - b);
    return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) };
  }

  async close(): Promise<void> {
    const stream = this.#stream;
    if (stream === undefined) return;
    this.#stream = undefined;
    stream.end();
    await finished(stream);
  }
}

function fits(filter: CallFilter, record: CallRecord): boolean {
  return (
    (filter.after === undefined || record.id > filter.after) &&
    (filter.region === undefined || record.homeRegion === filter.region) &&
    (filter.service === undefined || record.service === filter.service) &&
    (filter.caller === undefined || record.caller === filter.caller)
  );
}

/** Nearest-rank percentile of sorted values. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

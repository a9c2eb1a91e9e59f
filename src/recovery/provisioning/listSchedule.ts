import type { StackWork } from "./work.ts";

/** Where a schedule is written, one place for each task of all stacks; kept and written over. */
export interface ScheduleSpace {
  /** Seconds from the begin of the stack's apply until the task is done. */
  readonly finish: Float64Array;
  /**
   * What a task waited for last: the number of a task in its stack that it depends on; the bitwise complement of one whose
   * place it took; `NOTHING` when it began at once.
   */
  readonly cause: Int32Array;
}

export const NOTHING = 0x7fffffff;

/**
 * Creates the resources of stacks as Terraform does: each as soon as all it depends on stands, at most `slots`
 * at once, who has been ready longest first.
 *
 * With a bound on what runs at once, such schedules have anomalies (R. L. Graham, "Bounds on Multiprocessing
 * Timing Anomalies", 1969): a shorter task, one dependency less or one more slot can make the whole later.
 * Without contention for slots they cannot.
 */
export class ListScheduler {
  readonly #freeAt: Float64Array;
  readonly #lastIn: Int32Array;
  readonly #heap: Int32Array;
  readonly #ready: Float64Array;
  readonly #latest: Int32Array;
  readonly #left: Int32Array;
  #heapSize = 0;

  /** `largest`: tasks in the largest stack. */
  constructor(slots: number, largest: number) {
    this.#freeAt = new Float64Array(slots);
    this.#lastIn = new Int32Array(slots);
    this.#heap = new Int32Array(largest + 1);
    this.#ready = new Float64Array(largest);
    this.#latest = new Int32Array(largest);
    this.#left = new Int32Array(largest);
  }

  /** Seconds until all tasks of the stack are done. `durations` holds those of all stacks, in seconds. */
  run(work: StackWork, durations: Float32Array, { finish, cause }: ScheduleSpace): number {
    const { waitsFor, sources, nextFrom, next, offset } = work;
    // The innermost loop of the simulation, a million times over: fields are read once.
    const freeAt = this.#freeAt;
    const lastIn = this.#lastIn;
    const ready = this.#ready;
    const latest = this.#latest;
    const left = this.#left;
    this.#reset(waitsFor);
    let makespan = 0;
    // What waits for nothing has been ready longest: it needs no queue.
    let begun = 0;
    while (begun < sources.length || this.#heapSize > 0) {
      const task = begun < sources.length ? (sources[begun++] as number) : this.#pop();
      const slot = firstOf(freeAt);
      const free = freeAt[slot] as number;
      const since = ready[task] as number;
      const end = Math.max(free, since) + (durations[offset + task] as number);
      finish[offset + task] = end;
      cause[offset + task] = free > since ? ~(lastIn[slot] as number) : (latest[task] as number);
      freeAt[slot] = end;
      lastIn[slot] = task;
      if (end > makespan) makespan = end;
      const last = nextFrom[task + 1] as number;
      for (let at = nextFrom[task] as number; at < last; at++) {
        const follower = next[at] as number;
        if (end > (ready[follower] as number)) {
          ready[follower] = end;
          latest[follower] = task;
        }
        left[follower] = (left[follower] as number) - 1;
        if (left[follower] === 0) this.#push(follower);
      }
    }
    return makespan;
  }

  #reset(waitsFor: Int32Array): void {
    this.#freeAt.fill(0);
    this.#ready.fill(0);
    this.#latest.fill(NOTHING);
    this.#left.set(waitsFor);
    this.#heapSize = 0;
  }

  #push(task: number): void {
    const heap = this.#heap;
    const ready = this.#ready;
    let at = this.#heapSize++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as number;
      if (!isBefore(task, above, ready)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = task;
  }

  #pop(): number {
    const heap = this.#heap;
    const ready = this.#ready;
    const top = heap[0] as number;
    const size = --this.#heapSize;
    const task = heap[size] as number;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(heap[child + 1] as number, heap[child] as number, ready)) child++;
      const below = heap[child] as number;
      if (!isBefore(below, task, ready)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = task;
    return top;
  }
}

/** Ready first; of equals, the lower number, so that equal input gives an equal schedule. */
function isBefore(one: number, other: number, ready: Float64Array): boolean {
  const first = ready[one] as number;
  const second = ready[other] as number;
  return first < second || (first === second && one < other);
}

/** Index of the smallest. */
function firstOf(times: Float64Array): number {
  let first = 0;
  for (let at = 1; at < times.length; at++) {
    if ((times[at] as number) < (times[first] as number)) first = at;
  }
  return first;
}

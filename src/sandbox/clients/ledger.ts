import type { Tally } from "./model.ts";

/** A write on its way to one copy. */
interface UnderWay {
  readonly number: number;
  readonly at: number;
}

/** Writes of one fate, and how far back the oldest of them reaches. */
type Fate = { -readonly [Key in keyof Tally]: Tally[Key] };

/** Has a write that `from` acknowledged at `at` reached `to` by now? Of two, the earlier has if the later has. */
export type HasReached = (from: string, to: string, at: number) => boolean;

/**
 * The numbered writes of one store and the copies on which each stands. Every acknowledged write is in exactly one
 * place: where clients read, on its way there, or given up as lost or diverged.
 */
export class Ledger {
  readonly #copies: ReadonlyMap<string, Set<number>>;
  /** By the region that acknowledged, then by the copy that it is on its way to, in the order of the numbers. */
  readonly #underWay: ReadonlyMap<string, Map<string, UnderWay[]>>;
  /** What each region acknowledged, in the order of the numbers. */
  readonly #taken: ReadonlyMap<string, UnderWay[]>;
  /** Lost or diverged, though a copy may still hold it. */
  readonly #givenUp = new Set<number>();
  readonly #lost: Fate = { writes: 0, seconds: 0 };
  readonly #diverged: Fate = { writes: 0, seconds: 0 };
  #acknowledged = 0;

  constructor(regions: readonly string[]) {
    this.#copies = new Map(regions.map((region) => [region, new Set()]));
    this.#taken = new Map(regions.map((region) => [region, []]));
    this.#underWay = new Map(
      regions.map((from) => [
        from,
        new Map(regions.filter((to) => to !== from).map((to) => [to, [] as UnderWay[]])),
      ]),
    );
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  get lost(): Tally {
    return { ...this.#lost };
  }

  get diverged(): Tally {
    return { ...this.#diverged };
  }

  acknowledge(region: string, at: number): void {
    const number = this.#take(region);
    this.#taken.get(region)?.push({ number, at });
    for (const queue of this.#underWay.get(region)?.values() ?? []) queue.push({ number, at });
  }

  /** A write that an old writer takes although another has taken over: it goes nowhere from there. */
  acknowledgeAstray(region: string, at: number, cutAt: number): void {
    this.#givenUp.add(this.#take(region));
    count(this.#diverged, at - cutAt);
  }

  /** Carries over what has arrived. */
  carry(hasReached: HasReached): void {
    for (const [from, queues] of this.#underWay) {
      for (const [to, queue] of queues) {
        const left = queue.findIndex(({ at }) => !hasReached(from, to, at));
        const arrived = queue.splice(0, left < 0 ? queue.length : left);
        for (const { number } of arrived) this.#copies.get(to)?.add(number);
      }
    }
  }

  /**
   * `to` becomes what clients read. What only others hold is given up: lost when it was taken until `cutAt`, diverged
   * when an old writer went on after that.
   */
  promote(to: string, cutAt: number): void {
    if (!this.#copies.has(to)) throw new RangeError(`no copy in ${to}`);
    for (const queues of this.#underWay.values()) {
      for (const { number, at } of queues.get(to)?.splice(0) ?? []) {
        this.#givenUp.add(number);
        if (at <= cutAt) count(this.#lost, cutAt - at);
        else count(this.#diverged, at - cutAt);
      }
    }
  }

  /**
   * What a region acknowledged after a moment stood on a machine alone that is gone: lost. `cutAt`: when it took its last
   * write.
   */
  forget(region: string, after: number, cutAt: number): void {
    const [taken, held] = [this.#taken.get(region), this.#copies.get(region)];
    if (taken === undefined || held === undefined) throw new RangeError(`no copy in ${region}`);
    const first = taken.findIndex(({ at }) => at > after);
    const gone = first < 0 ? [] : taken.splice(first).filter(({ number }) => held.delete(number));
    for (const { at } of gone) count(this.#lost, Math.max(0, cutAt - at));
    const numbers = new Set(gone.map(({ number }) => number));
    for (const queue of this.#underWay.get(region)?.values() ?? []) {
      queue.splice(0, queue.length, ...queue.filter(({ number }) => !numbers.has(number)));
    }
  }

  /** `copy` is made anew from `source`: it holds what that holds, and nothing else. */
  rebuild(copy: string, source: string): void {
    const [held, wanted] = [this.#copies.get(copy), this.#copies.get(source)];
    if (held === undefined || wanted === undefined) throw new RangeError(`no copy in ${copy} or ${source}`);
    held.clear();
    for (const number of wanted) held.add(number);
    for (const [from, queues] of this.#underWay) {
      if (from === copy) for (const queue of queues.values()) queue.length = 0;
      // What the source has taken by now is in what was made of it.
      queues.get(copy)?.splice(0);
    }
  }

  /** A copy lets go of what was given up: it follows another from now on, filled or not. */
  discard(copy: string): void {
    const held = this.#copies.get(copy);
    for (const number of this.#givenUp) held?.delete(number);
  }

  /** How many acknowledged writes are found by somebody who can read these copies. */
  found(regions: readonly string[]): number {
    const held = regions.map((region) => this.#copies.get(region) ?? new Set<number>());
    return new Set(held.flatMap((numbers) => [...numbers])).size;
  }

  /** Writes on their way that stand in none of these copies, and how far back the oldest of a region reaches. */
  missing(regions: readonly string[], until: (from: string) => number): Tally {
    const fate: Fate = { writes: 0, seconds: 0 };
    for (const [from, queues] of this.#underWay) {
      if (regions.includes(from)) continue;
      // What one copy lacks is the end of what another lacks: the shortest is what all lack.
      const [shortest] = regions.map((to) => queues.get(to) ?? []).toSorted((a, b) => a.length - b.length);
      for (const { at } of shortest ?? []) count(fate, until(from) - at);
    }
    return fate;
  }

  #take(region: string): number {
    const held = this.#copies.get(region);
    if (held === undefined) throw new RangeError(`no copy in ${region}`);
    this.#acknowledged += 1;
    held.add(this.#acknowledged);
    return this.#acknowledged;
  }
}

function count(fate: Fate, ms: number): void {
  fate.writes += 1;
  fate.seconds = Math.max(fate.seconds, ms / 1000);
}

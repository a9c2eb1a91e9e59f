/**
 * Lets at most `places` pieces of work go on at once, those of the highest priority first. Planning
 * keeps a core busy where applying waits, so it is held back while more may be applying.
 */
export class Gate {
  readonly #places: number;
  #busy = 0;
  #waiting: { readonly priority: number; readonly enter: () => void }[] = [];

  constructor(places: number) {
    this.#places = Math.max(1, places);
  }

  async run<Result>(priority: number, work: () => Promise<Result>): Promise<Result> {
    if (this.#busy < this.#places) this.#busy += 1;
    else {
      await new Promise<void>((enter) => {
        this.#waiting.push({ priority, enter });
        this.#waiting.sort((a, b) => b.priority - a.priority);
      });
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#busy -= 1;
      else next.enter();
    }
  }
}

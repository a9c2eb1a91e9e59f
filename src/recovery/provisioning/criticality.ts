import type { TimingFigure } from "../timing/figure.ts";
import { TERRAFORM_OVERHEAD } from "../timing/table.ts";
import type { Link } from "./criticalPath.ts";
import { itemOf } from "./item.ts";
import type { CriticalItem, RecalledFigure } from "./prediction.ts";
import { tenths } from "./quantiles.ts";
import type { StackWork } from "./work.ts";

/**
 * How often each resource lies on the critical path. One path of one sample says little: with many chains of
 * about equal length, the next sample takes another.
 */
export class Criticality {
  readonly #links = new Map<number, { link: Link; times: number; seconds: number }>();
  readonly #weights = new Map<TimingFigure, number>();
  /** Stacks' own times are numbered below the tasks, which begin at 0. */
  readonly #stacks: number;
  #samples = 0;

  constructor(work: readonly StackWork[]) {
    this.#stacks = work.length;
  }

  add(path: readonly Link[], makespan: number): void {
    this.#samples++;
    for (const link of path) {
      const key = link.task === undefined ? link.number - this.#stacks : link.number;
      const seen = this.#links.get(key);
      if (seen === undefined) this.#links.set(key, { link, times: 1, seconds: link.seconds });
      else {
        seen.times++;
        seen.seconds += link.seconds;
      }
      const figure = link.task?.figure ?? TERRAFORM_OVERHEAD;
      if (makespan > 0) {
        this.#weights.set(figure, (this.#weights.get(figure) ?? 0) + link.seconds / makespan);
      }
    }
  }

  /** Ordered by share of the samples times seconds: what would shorten the whole most if it took no time. */
  mostOften(count: number): readonly CriticalItem[] {
    return [...this.#links.values()]
      .sort((a, b) => b.seconds - a.seconds || a.link.number - b.link.number)
      .slice(0, count)
      .map(({ link, times, seconds }) => ({
        ...itemOf(link),
        share: times / this.#samples,
        seconds: tenths(seconds / times),
      }));
  }

  /** Figures of resources by their mean share of the makespan, heaviest first, and what goes by them on paths. */
  heaviest(count: number): readonly { figure: TimingFigure; addresses: readonly string[] }[] {
    const links = [...this.#links.values()].sort((a, b) => b.seconds - a.seconds);
    return [...this.#weights]
      .filter(([figure]) => figure !== TERRAFORM_OVERHEAD)
      .sort(([, a], [, b]) => b - a)
      .slice(0, count)
      .map(([figure]) => ({
        figure,
        addresses: links
          .filter(({ link }) => link.task?.figure === figure)
          .flatMap(({ link }) => link.task?.resource.id ?? []),
      }));
  }

  /** Figures from memory that bear at least this share of the whole. */
  recalled(least: number): readonly RecalledFigure[] {
    return [...this.#weights]
      .filter(([{ origin }]) => origin.kind === "recalled")
      .map(([{ id, typical, pessimistic, origin }, weight]) => ({
        figure: id,
        typical,
        pessimistic,
        note: origin.note,
        weight: weight / this.#samples,
      }))
      .filter(({ weight }) => weight >= least)
      .sort((a, b) => b.weight - a.weight);
  }
}

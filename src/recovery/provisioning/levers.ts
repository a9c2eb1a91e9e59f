import type { Criticality } from "./criticality.ts";
import type { Lever } from "./prediction.ts";
import { spreadOf, tenths } from "./quantiles.ts";
import type { Simulation } from "./simulate.ts";

const FIGURES = 5;
/** Every so many samples; the same ones with and without, so the difference is far surer than either. */
const EVERY = 10;

/**
 * What the heaviest kinds of resources cost: the same samples again, with these taking no time. That is less
 * than their seconds on the path, because the next longest chain takes over.
 */
export function leversOf(
  simulation: Simulation,
  criticality: Criticality,
  makespans: Float64Array,
): readonly Lever[] {
  const numbers = [...makespans.keys()].filter((number) => number % EVERY === 0);
  const median = (seconds: readonly number[]) => spreadOf(Float64Array.from(seconds)).p50.seconds;
  const before = median(numbers.map((number) => makespans[number] ?? 0));
  return criticality
    .heaviest(FIGURES)
    .map(({ figure, addresses }) => ({
      figure: figure.id,
      typical: figure.typical,
      pessimistic: figure.pessimistic,
      resources: addresses.slice(0, 3),
      saves: tenths(before - median(numbers.map((number) => simulation.sample(number, figure).makespan))),
    }))
    .sort((a, b) => b.saves - a.saves);
}

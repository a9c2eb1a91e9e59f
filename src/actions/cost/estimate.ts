import { breakdown, type Dimension, dollars, type Estimate, estimateDocument } from "../../cost/index.ts";
import { type Clock, exactly, type Interval, sumIntervals } from "../../lib/index.ts";
import { type CostSource, estimateOf } from "./source.ts";

export interface CostEstimateOptions extends CostSource {
  /** What the text takes it apart by. @default ["environment", "region", "service"] */
  readonly by?: readonly Dimension[];
}

export interface CostEstimateResult {
  /** As it is given out as JSON. */
  readonly document: ReturnType<typeof estimateDocument>;
  readonly shares: readonly {
    readonly by: Dimension;
    readonly parts: readonly {
      readonly name: string;
      readonly monthly: Interval;
      readonly resources: number;
    }[];
  }[];
  readonly types: { readonly priced: number; readonly free: number; readonly unpriced: number };
  /** US dollars a month, expected, that rest on prices that are recalled, or borrowed from another region. */
  readonly recalled: number;
  readonly borrowed: number;
  /** And on usage that nobody gave. */
  readonly assumed: number;
  readonly seconds: number;
}

/** What a month of a configuration, a plan, a state or a folder costs. Throws `InputError` for what cannot be read. */
export async function costEstimate({
  by = ["environment", "region", "service"],
  ...source
}: CostEstimateOptions): Promise<CostEstimateResult> {
  const started = source.clock.now();
  const made = await estimateOf(source);
  return { ...resultOf(made, by), seconds: secondsSince(source.clock, started) };
}

function secondsSince(clock: Clock, started: number): number {
  return (clock.now() - started) / 1000;
}

function resultOf(made: Estimate, by: readonly Dimension[]): Omit<CostEstimateResult, "seconds"> {
  const components = made.resources.flatMap((resource) => resource.components);
  const expected = (which: (component: (typeof components)[number]) => boolean) =>
    dollars(sumIntervals(components.filter(which).map(({ monthly }) => exactly(monthly.expected)))).expected;
  const types = (resources: readonly { readonly type: string }[]) =>
    new Set(resources.map(({ type }) => type)).size;
  return {
    document: estimateDocument(made),
    shares: by.map((dimension) => ({
      by: dimension,
      parts: breakdown(made, dimension).map((share) => ({ ...share, monthly: dollars(share.monthly) })),
    })),
    types: { priced: types(made.resources), free: types(made.free), unpriced: types(made.unpriced) },
    recalled: expected(({ grade }) => grade === "recalled"),
    borrowed: expected(({ borrowed }) => borrowed !== undefined),
    assumed: expected(({ assumed }) => assumed),
  };
}

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
    /** Of what carries no such name, the types, dearest first. */
    readonly nobody: readonly { readonly type: string; readonly expected: number }[];
  }[];
  /** Whether it is a configuration of ours, of which everything is tagged that AWS keeps tags for. */
  readonly ours: boolean;
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
  const ours = source.plan === undefined && source.state === undefined && source.dir === undefined;
  return { ...resultOf(made, by), ours, seconds: secondsSince(source.clock, started) };
}

function secondsSince(clock: Clock, started: number): number {
  return (clock.now() - started) / 1000;
}

function resultOf(made: Estimate, by: readonly Dimension[]): Omit<CostEstimateResult, "ours" | "seconds"> {
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
      nobody: nobodysTypes(made, dimension),
    })),
    types: { priced: types(made.resources), free: types(made.free), unpriced: types(made.unpriced) },
    recalled: expected(({ grade }) => grade === "recalled"),
    borrowed: expected(({ borrowed }) => borrowed !== undefined),
    assumed: expected(({ assumed }) => assumed),
  };
}

const TAG_FIELDS: ReadonlyMap<Dimension, "service" | "owner" | "costCentre"> = new Map([
  ["service", "service"],
  ["owner", "owner"],
  ["cost-centre", "costCentre"],
]);

function nobodysTypes(made: Estimate, by: Dimension): CostEstimateResult["shares"][number]["nobody"] {
  const field = TAG_FIELDS.get(by);
  if (field === undefined) return [];
  const resources = made.resources.filter((resource) => resource[field] === "");
  return breakdown({ resources }, "type")
    .map(({ name, monthly }) => ({ type: name, expected: dollars(monthly).expected }))
    .filter(({ expected }) => expected > 0);
}

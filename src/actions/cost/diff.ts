import { type CostDifference, difference, dollars } from "../../cost/index.ts";
import { type Clock, InputError, type Interval } from "../../lib/index.ts";
import { type CostSource, estimateOf } from "./source.ts";

export interface CostDiffOptions extends Pick<CostSource, "environment" | "usage" | "region" | "prices"> {
  /** A configuration, or the JSON of a plan: a file that ends in `.json`. */
  readonly before: string;
  readonly after: string;
  /** US dollars a month that it may cost more. @default no bound */
  readonly most?: number;
  readonly clock: Clock;
}

/** What changes, in US dollars a month. */
export interface CostDiffResult {
  readonly currency: "USD";
  readonly before: Interval;
  readonly after: Interval;
  readonly delta: Interval;
  readonly resources: readonly {
    readonly address: string;
    readonly type: string;
    readonly region: string;
    readonly change: "added" | "removed" | "changed";
    readonly before: Interval;
    readonly after: Interval;
    readonly delta: Interval;
  }[];
  readonly unpriced: number;
  /** True where a bound was given and what is expected goes above it. */
  readonly tooMuch: boolean;
}

/** What one configuration or plan costs more than another. Throws `InputError` for what cannot be read. */
export async function costDiff({ before, after, most, ...rest }: CostDiffOptions): Promise<CostDiffResult> {
  if (most !== undefined && !(Number.isFinite(most) && most >= 0)) {
    throw new InputError("cost", [
      {
        code: "cost/most",
        where: "--most",
        given: String(most),
        wanted: "US dollars a month, 0 or more",
        fix: "Write a number, or leave the option out.",
      },
    ]);
  }
  const [old, young] = [await estimateOf(side(before, rest)), await estimateOf(side(after, rest))];
  const found = difference(old, young);
  const delta = dollars(found.delta);
  return {
    currency: "USD",
    ...inDollars(found),
    delta,
    tooMuch: most !== undefined && delta.expected > most,
  };
}

function side(path: string, { environment, ...rest }: Omit<CostDiffOptions, "before" | "after">): CostSource {
  if (path.endsWith(".json")) return { ...rest, plan: path };
  return { ...rest, path, ...(environment === undefined ? {} : { environment }) };
}

function inDollars({ before, after, resources, unpriced }: CostDifference) {
  return {
    before: dollars(before),
    after: dollars(after),
    resources: resources.map((resource) => ({
      ...resource,
      before: dollars(resource.before),
      after: dollars(resource.after),
      delta: dollars(resource.delta),
    })),
    unpriced,
  };
}

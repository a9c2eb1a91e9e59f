import type { Platform, Unit } from "../../config/index.ts";
import {
  dollars,
  type Estimate,
  estimate,
  type Monthly,
  monthlyChange,
  type PriceBook,
  shippedBook,
} from "../../cost/index.ts";
import { graphFromStacks, graphFromState } from "../../graph/index.ts";
import { type Interval, sumIntervals } from "../../lib/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import type { ResourceAction, ResourceChange } from "../../terraform/index.ts";
import { platformUsage } from "../cost/platformUsage.ts";

/** What one resource costs more or less. */
export interface ResourceCostChange {
  /** `<stack>:<address>` */
  readonly address: string;
  readonly type: string;
  readonly action: ResourceAction;
  readonly before: Interval;
  readonly after: Interval;
  readonly delta: Interval;
}

/** What a month costs more or less, in US dollars, of the resources that plans change. Modelled, never a bill. */
export interface CostChange {
  readonly currency: "USD";
  readonly before: Interval;
  readonly after: Interval;
  readonly delta: Interval;
  /** Those whose cost changes, the largest first. */
  readonly resources: readonly ResourceCostChange[];
  /** Addresses of what changes and has no price, wholly or in part: the sums are short of it. */
  readonly unpriced: readonly string[];
}

/** A stack, what its plan would do, and its state as it lies in its bucket: undefined where there is none. */
export interface StackChanges {
  readonly stack: SynthesizedStack;
  readonly changes: readonly ResourceChange[];
  readonly state: Uint8Array | undefined;
}

interface Price {
  readonly monthly: Monthly;
  readonly whole: boolean;
}
type Prices = ReadonlyMap<string, Price>;

const NOTHING: Price = { monthly: { low: 0n, expected: 0n, high: 0n }, whole: true };
const NOT_THERE: Price = { ...NOTHING, whole: false };

/**
 * Prices what the states hold and what the configuration says, of the resources that change. Data on their way and
 * nodes that Karpenter adds belong to no resource and are not in it: `cost diff` has them.
 */
export function costChange(
  platform: Platform,
  unit: Unit,
  planned: readonly StackChanges[],
  book: PriceBook = shippedBook(),
): CostChange {
  const after = configured(platform, unit, planned, book);
  const compared = planned.flatMap(({ changes, ...each }) => {
    const before = held(platform, unit, each, book);
    return changes
      .filter(({ action }) => action !== "read" && action !== "move")
      .map((change) => ({
        ...change,
        address: `${each.stack.id}:${change.address}`,
        was: comes(change) ? NOTHING : (before.get(change.address) ?? NOT_THERE),
        is: goes(change) ? NOTHING : (after.get(`${each.stack.id}:${change.address}`) ?? NOT_THERE),
      }));
  });
  const sum = (side: "was" | "is") => sumIntervals(compared.map((each) => each[side].monthly));
  const [was, is] = [sum("was"), sum("is")];
  return {
    currency: "USD",
    before: dollars(was),
    after: dollars(is),
    delta: dollars(monthlyChange(was, is)),
    resources: compared.flatMap(resourceChange).sort(largestFirst),
    unpriced: compared.filter((each) => !each.was.whole || !each.is.whole).map(({ address }) => address),
  };
}

function comes({ action }: ResourceChange): boolean {
  return action === "create";
}

function goes({ action }: ResourceChange): boolean {
  return action === "delete" || action === "forget";
}

function resourceChange({
  address,
  type,
  action,
  was,
  is,
}: ResourceChange & { readonly was: Price; readonly is: Price }): readonly ResourceCostChange[] {
  const delta = monthlyChange(was.monthly, is.monthly);
  if (delta.low === 0n && delta.expected === 0n && delta.high === 0n) return [];
  const [before, after] = [dollars(was.monthly), dollars(is.monthly)];
  return [{ address, type, action, before, after, delta: dollars(delta) }];
}

function largestFirst(one: ResourceCostChange, other: ResourceCostChange): number {
  return (
    Math.abs(other.delta.expected) - Math.abs(one.delta.expected) || (one.address < other.address ? -1 : 1)
  );
}

function configured(
  platform: Platform,
  unit: Unit,
  planned: readonly StackChanges[],
  book: PriceBook,
): Prices {
  const graph = graphFromStacks(
    planned.map(({ stack }) => stack),
    { name: unit.name },
  );
  const { source } = platformUsage(platform, unit);
  return pricesOf(estimate(graph, { book, usage: [source] }));
}

/** By address in the stack. A state tells no region of what has no ARN: then it is the stack's. */
function held(
  platform: Platform,
  unit: Unit,
  { stack, state }: Pick<StackChanges, "stack" | "state">,
  book: PriceBook,
): Prices {
  if (state === undefined) return new Map();
  const { source } = platformUsage(platform, unit);
  const region = stack.scope.kind === "region" ? stack.scope.region : "us-east-1";
  const graph = graphFromState(state, { name: stack.id });
  return pricesOf(
    estimate(graph, {
      book,
      usage: [
        (resource, key) => source({ ...resource, region: resource.region ?? region, stack: stack.id }, key),
      ],
      region,
    }),
  );
}

function pricesOf({ resources, free, unpriced }: Estimate): Prices {
  const short = new Set(unpriced.map(({ address }) => address));
  return new Map([
    ...free.map(({ address }) => [address, NOTHING] as const),
    ...unpriced.map(({ address }) => [address, NOT_THERE] as const),
    ...resources.map(({ address, monthly }) => [address, { monthly, whole: !short.has(address) }] as const),
  ]);
}

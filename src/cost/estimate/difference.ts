import type { Estimate, Monthly, PricedResource } from "./result.ts";

const NOTHING: Monthly = { low: 0n, expected: 0n, high: 0n };

export interface ResourceDifference {
  readonly address: string;
  readonly type: string;
  readonly region: string;
  readonly change: "added" | "removed" | "changed";
  readonly before: Monthly;
  readonly after: Monthly;
  readonly delta: Monthly;
}

export interface CostDifference {
  readonly before: Monthly;
  readonly after: Monthly;
  readonly delta: Monthly;
  /** Those whose cost changes, the largest first. */
  readonly resources: readonly ResourceDifference[];
  /** What has no price on either side: the difference is short of it. */
  readonly unpriced: number;
}

/**
 * What another estimate costs more, or less. Low is taken from low and high from high, since both sides assume the same
 * use; where that turns them round, they are put in order again.
 */
export function difference(before: Estimate, after: Estimate): CostDifference {
  const [old, young] = [before, after].map(
    ({ resources }) => new Map(resources.map((resource) => [resource.address, resource])),
  );
  const addresses = [...new Set([...(old?.keys() ?? []), ...(young?.keys() ?? [])])];
  const resources = addresses
    .flatMap((address) => compared(old?.get(address), young?.get(address)))
    .sort((a, b) => Number(size(b.delta) - size(a.delta)) || (a.address < b.address ? -1 : 1));
  return {
    before: before.monthly,
    after: after.monthly,
    delta: monthlyChange(before.monthly, after.monthly),
    resources,
    unpriced: before.unpriced.length + after.unpriced.length,
  };
}

function compared(
  before: PricedResource | undefined,
  after: PricedResource | undefined,
): readonly ResourceDifference[] {
  const { address, type, region } = after ?? before ?? { address: "", type: "", region: "" };
  const [was, is] = [before?.monthly ?? NOTHING, after?.monthly ?? NOTHING];
  if (before !== undefined && after !== undefined) {
    if (was.low === is.low && was.expected === is.expected && was.high === is.high) return [];
  }
  const change = before === undefined ? "added" : after === undefined ? "removed" : "changed";
  return [{ address, type, region, change, before: was, after: is, delta: monthlyChange(was, is) }];
}

/** What a month costs more, or less. Low from low and high from high; where that turns them round, put in order. */
export function monthlyChange(before: Monthly, after: Monthly): Monthly {
  const parts = [after.low - before.low, after.expected - before.expected, after.high - before.high];
  const [low = 0n, , high = 0n] = parts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { low, expected: after.expected - before.expected, high };
}

function size({ expected }: Monthly): bigint {
  return expected < 0n ? -expected : expected;
}

import { describe, expect, it } from "vitest";
import { difference } from "./difference.ts";
import type { Estimate, PricedResource } from "./result.ts";

const resource = (address: string, low: bigint, expected: bigint, high: bigint): PricedResource => ({
  address,
  type: "aws_x",
  region: "us-east-1",
  environment: "",
  service: "",
  owner: "",
  costCentre: "",
  monthly: { low, expected, high },
  components: [],
});
const estimate = (...resources: PricedResource[]): Estimate => ({
  currency: "USD",
  monthly: {
    low: resources.reduce((sum, { monthly }) => sum + monthly.low, 0n),
    expected: resources.reduce((sum, { monthly }) => sum + monthly.expected, 0n),
    high: resources.reduce((sum, { monthly }) => sum + monthly.high, 0n),
  },
  resources,
  free: [],
  unpriced: [],
  priceBook: { date: "2026-01-01", sources: [] },
  notices: [],
});

describe("the difference of two estimates", () => {
  it("tells what comes, what goes and what changes, the largest first", () => {
    const { delta, resources } = difference(
      estimate(resource("stays", 1n, 2n, 3n), resource("goes", 10n, 20n, 30n), resource("grows", 1n, 2n, 3n)),
      estimate(resource("stays", 1n, 2n, 3n), resource("comes", 5n, 5n, 5n), resource("grows", 2n, 4n, 9n)),
    );
    expect(resources.map(({ address, change, delta: { expected } }) => [address, change, expected])).toEqual([
      ["goes", "removed", -20n],
      ["comes", "added", 5n],
      ["grows", "changed", 2n],
    ]);
    expect(delta).toEqual({ low: -19n, expected: -13n, high: -4n });
  });

  it("keeps low below high when a cost goes down", () => {
    const { delta } = difference(estimate(resource("a", 1n, 5n, 9n)), estimate());
    expect(delta).toEqual({ low: -9n, expected: -5n, high: -1n });
  });

  it("is nothing between equals", () => {
    const same = estimate(resource("a", 1n, 2n, 3n));
    expect(difference(same, same)).toMatchObject({
      resources: [],
      delta: { low: 0n, expected: 0n, high: 0n },
    });
  });
});

import { describe, expect, it } from "vitest";
import { platformInput } from "../../config/fixture.ts";
import { resolvePlatform } from "../../config/index.ts";
import type { Resource } from "../../graph/index.ts";
import { ManualClock } from "../../lib/index.ts";
import { platformUsage } from "./platformUsage.ts";

const clock = new ManualClock(Date.UTC(2026, 5, 15, 12));

function usageIn(region: string, usage: object = {}) {
  const services = [{ name: "storefront" }, { name: "previews", runsOn: "fargate" as const }];
  const platform = resolvePlatform(platformInput({ services, usage }), { clock });
  const [environment] = platform.environments;
  if (environment === undefined) throw new Error("no environment");
  const { source, derived } = platformUsage(platform, environment);
  const profile = {
    type: "aws_eks_fargate_profile",
    region,
    values: { known: {} },
    tags: {},
  } as unknown as Resource;
  return { of: (key: string) => source(profile, key), derived };
}

describe("what pods on Fargate cost", () => {
  it("is counted by the pods of a service, each as the pair that AWS sells", () => {
    const { of } = usageIn("us-east-1", {
      requests: 1_000_000,
      podsPerService: 4,
      podCpu: 1,
      podMemoryGib: 8,
    });

    expect(of("pods")?.expected).toBe(4);
    expect(of("vcpu_per_pod")).toEqual({ low: 2, expected: 2, high: 2, assumed: false });
    expect(of("memory_gb_per_pod")).toMatchObject({ expected: 9 });
  });

  it("is called assumed where nothing is said of use, and is one pod in a region that waits", () => {
    expect(usageIn("us-east-1").of("vcpu_per_pod")?.assumed).toBe(true);
    expect(usageIn("eu-central-1", { podsPerService: 4 }).of("pods")?.expected).toBe(1);
  });

  it("is not counted again as nodes", () => {
    const figures = { podsPerService: 100, podCpu: 2 };
    const nodes = usageIn("us-east-1", figures).derived.find(({ type }) => type === "kubernetes_nodes");
    const quantity = nodes?.components.map(({ quantity }) => quantity.expected) ?? [];

    // 100 pods of one service, not of two: 56 nodes, of which three are there anyway; half of them Spot at 35 per cent.
    expect(quantity[0]).toBeCloseTo(((200 / 3.6 - 3) / 2) * 730, 0);
  });
});

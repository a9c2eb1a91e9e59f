import { describe, expect, it } from "vitest";
import type { PlatformInput } from "../config/input.ts";
import { allStacks, platform, resourcesOf } from "./testing/platforms.ts";

const services: PlatformInput["services"] = [
  { name: "storefront", host: "www", stores: ["catalogue", "media"], critical: true },
  { name: "checkout", stores: ["cart", "orders"], critical: true },
];
function watched(replace: Partial<PlatformInput> = {}) {
  const found = allStacks(platform({ services, ...replace })).flatMap((stack) =>
    resourcesOf(stack).map((each) => ({ ...each, stack: stack.id.replace("production/", "") })),
  );
  const ofType = (type: string) => found.filter((each) => each.type === type);
  return {
    rules: ofType("aws_cloudwatch_contributor_insight_rule"),
    keys: ofType("aws_dynamodb_contributor_insights"),
  };
}

describe("those who contribute most", () => {
  it("are counted among the refused, by each region's network and at the edge", () => {
    expect(watched().rules.map(({ stack }) => stack)).toEqual([
      "edge",
      "us-east-1/compute",
      "us-west-2/compute",
      "eu-west-1/compute",
      "eu-central-1/compute",
    ]);
    const groups = allStacks(platform({ services }))
      .flatMap(resourcesOf)
      .filter(({ type }) => type === "aws_cloudwatch_log_group")
      .map(({ body }) => body.name);
    for (const { body } of watched().rules) {
      const { LogGroupNames } = JSON.parse(String(body.rule_definition)) as { LogGroupNames: string[] };
      for (const group of LogGroupNames) expect(groups).toContain(group);
    }
  });

  it("are keys of goods that a critical service asks for in any region, and never keys that name people", () => {
    const { keys } = watched();
    expect(keys.map(({ stack, body }) => [stack, body.table_name])).toEqual([
      ["us-east-1/tables", "shop-production-catalogue"],
      ["us-west-2/replicas", "shop-production-catalogue"],
      ["eu-west-1/replicas", "shop-production-catalogue"],
      ["eu-central-1/replicas", "shop-production-catalogue"],
    ]);
    expect(watched({ services: services.map((each) => ({ ...each, critical: false })) }).keys).toEqual([]);
  });

  it("are not counted in small environments, or where nobody wants it", () => {
    const small = {
      name: "production",
      account: "111111111111",
      slot: 0,
      size: "small",
      production: false,
    } as const;
    expect(watched({ environments: [small] })).toEqual({ rules: [], keys: [] });
    expect(watched({ observability: { contributors: false } })).toEqual({ rules: [], keys: [] });
  });
});

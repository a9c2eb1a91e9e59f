import { expect, it } from "vitest";
import type { EnvironmentInput } from "../config/input.ts";
import { allStacks, platform, resourcesOf, stackNamed } from "./testing/platforms.ts";

it("the nodes that are always there, and those that Karpenter may start, are what the environment says", () => {
  const environments: EnvironmentInput[] = [
    { name: "production", account: "111111111111", slot: 0, nodes: { families: ["m7i", "m6i", "c7g"] } },
  ];
  const stacks = allStacks(platform({ environments }));
  const bodies = (id: string, type: string) =>
    resourcesOf(stackNamed(stacks, `production/${id}`)).flatMap((each) =>
      each.type === type ? each.body : [],
    );
  const types = Object.fromEntries(
    bodies("us-east-1/compute", "aws_eks_node_group").map((group) => [
      (group as { node_group_name: string }).node_group_name,
      group,
    ]),
  );
  expect(types["shop-production-application"]).toMatchObject({
    ami_type: "BOTTLEROCKET_x86_64",
    capacity_type: "ON_DEMAND",
    instance_types: ["m7i.xlarge", "m6i.xlarge"],
  });
  expect(types["shop-production-system"]).toMatchObject({
    capacity_type: "ON_DEMAND",
    instance_types: ["m7g.large"],
  });
  const policies = JSON.stringify(bodies("global", "aws_iam_role_policy"));
  expect(policies).toContain(String.raw`\"ec2:InstanceType\":[\"m7i.*\",\"m6i.*\",\"c7g.*\"]`);
  expect(policies).toContain(String.raw`\"ec2:InstanceMarketType\":\"on-demand\"`);
}, 60_000);

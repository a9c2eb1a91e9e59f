import { describe, expect, it } from "vitest";
import type { OrganizationInput } from "../config/organizationInput.ts";
import { allStacks, loosely, platform, resourcesOf } from "./testing/platforms.ts";

const sink = (region: string) =>
  `arn:aws:oam:${region}:666666666666:sink/0a1b2c3d-0000-4000-8000-0123456789ab`;
const sinks = { "us-east-1": sink("us-east-1"), "eu-west-1": sink("eu-west-1") };

const stacksOf = (observability: OrganizationInput["observability"]) =>
  allStacks(
    platform({
      organization: {
        management: { account: "444444444444", email: "aws-management@shop.example.com" },
        logArchive: { account: "555555555555", email: "aws-log-archive@shop.example.com" },
        security: { account: "666666666666", email: "aws-security@shop.example.com" },
        ...(observability === undefined ? {} : { observability }),
      },
      environments: [
        { name: "staging", slot: 1, regions: ["us-east-1"], production: false },
        { name: "production", slot: 0 },
      ].map((each) => ({ ...each, account: "111111111111", email: "aws-production@shop.example.com" })),
    }),
  );
const ofType = (stacks: ReturnType<typeof stacksOf>, type: string) =>
  stacks.flatMap((stack) =>
    resourcesOf(stack)
      .filter((each) => each.type === type)
      .map(({ body }) => ({ stack: stack.id, body })),
  );

describe("an account that looks at all environments", () => {
  const stacks = stacksOf({ share: ["metrics", "traces"], sinks });

  it("has a sink in each region, open to the accounts of environments and to no other", () => {
    expect(loosely(stacks)).toEqual([]);
    expect(ofType(stacks, "aws_oam_sink").map(({ stack }) => stack)).toEqual(
      ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"].map(
        (region) => `organization/${region}/security`,
      ),
    );
    for (const { body } of ofType(stacks, "aws_oam_sink_policy")) {
      expect(JSON.parse(String(body.policy)).Statement[0].Principal).toEqual({
        AWS: ["arn:aws:iam::111111111111:root"],
      });
    }
  });

  it("is linked to in the regions whose sinks are known, and by one environment of an account", () => {
    const links = ofType(stacks, "aws_oam_link");
    expect(links.map(({ stack, body }) => [stack, body.sink_identifier])).toEqual([
      ["production/us-east-1/compute", sinks["us-east-1"]],
      ["production/eu-west-1/compute", sinks["eu-west-1"]],
    ]);
    for (const { body } of links)
      expect(body.resource_types).toEqual(["AWS::CloudWatch::Metric", "AWS::XRay::Trace"]);
  });

  it("has sinks and no links before their ids are known, and nothing where it is not wanted", () => {
    const before = stacksOf({});
    expect(ofType(before, "aws_oam_sink")).toHaveLength(4);
    expect(ofType(before, "aws_oam_link")).toEqual([]);
    const without = stacksOf(undefined).flatMap(resourcesOf);
    expect(without.filter(({ type }) => type.startsWith("aws_oam"))).toEqual([]);
  });
});

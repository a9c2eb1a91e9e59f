import { beforeAll, describe, expect, it } from "vitest";
import type { PlatformInput } from "../config/input.ts";
import { allStacks, platform, type Resource, resourcesOf, stackNamed } from "./testing/platforms.ts";

const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"];
const FED: Partial<PlatformInput> = {
  queues: [
    { name: "parcels", data: "personal", senders: ["booker"], visibilityTimeout: "3m", homes: ["EU"] },
  ],
  events: {
    types: [
      { name: "OrderPlaced", data: "personal", publishers: ["checkout", "booker"], functions: ["packer"] },
    ],
  },
  functions: [
    { name: "packer", queues: [{ queue: "parcels", atOnce: 5 }], critical: true },
    { name: "booker" },
  ],
};

let stacks: ReturnType<typeof allStacks>;
beforeAll(() => {
  stacks = allStacks(platform(FED));
}, 60_000);

const links = (region: string) => stackNamed(stacks, `production/${region}/links`);
const named = (resources: readonly Resource[], address: string) =>
  resources.find((each) => each.address === address)?.body;
const policy = (name: string) =>
  String(
    named(
      resourcesOf(stackNamed(stacks, "production/global")),
      `aws_iam_role_policy.serverless_function-${name}-policy`,
    )?.policy,
  );

describe("functions that queues and events of our own start", () => {
  it("are started by the queue of their own region, where there is one", () => {
    const mapping = (region: string) =>
      named(resourcesOf(links(region)), "aws_lambda_event_source_mapping.packer-from-parcels_mapping");
    expect(mapping("us-east-1")).toBeUndefined();
    for (const region of ["eu-west-1", "eu-central-1"]) {
      expect(mapping(region)).toMatchObject({
        event_source_arn: `arn:aws:sqs:${region}:111111111111:shop-production-parcels`,
        function_name: `arn:aws:lambda:${region}:111111111111:function:shop-production-packer:live`,
        scaling_config: { maximum_concurrency: 5 },
      });
    }
  });

  it("are started by events of every region that runs services, when queue, bus and function are there", () => {
    for (const region of REGIONS) {
      expect(
        named(resourcesOf(links(region)), "aws_cloudwatch_event_target.OrderPlaced-functions_packer"),
      ).toMatchObject({ event_bus_name: "shop-production-events" });
      expect(links(region).dependsOn).toEqual(
        expect.arrayContaining([`production/${region}/compute`, `production/${region}/data`]),
      );
    }
  });

  it("take messages, send and publish by their own roles, and no more than they declare", () => {
    expect(policy("packer")).toContain("sqs:ReceiveMessage");
    expect(policy("packer")).not.toContain("events:PutEvents");
    expect(policy("booker")).toContain("events:PutEvents");
    expect(policy("booker")).not.toContain("sqs:ReceiveMessage");
    expect(policy("booker")).toContain(":shop-production-parcels");
  });

  it("may publish on the bus, whose own policy lets in nobody else", () => {
    const bus = named(
      resourcesOf(stackNamed(stacks, "production/eu-west-1/data")),
      "aws_cloudwatch_event_bus_policy.events_policy",
    );
    expect(bus?.policy).toContain("arn:aws:iam::111111111111:role/shop-production-function-booker");
    expect(bus?.policy).not.toContain("function-packer");
  });

  it("have links in an environment of one region, and a region that runs nothing has no triggers", () => {
    const one = allStacks(
      platform({
        ...FED,
        queues: FED.queues?.map(({ homes: _, ...queue }) => queue) ?? [],
        environments: [
          { name: "staging", account: "222222222222", slot: 1, regions: ["us-east-1"], production: false },
        ],
      }),
    );
    const types = resourcesOf(stackNamed(one, "staging/us-east-1/links")).map(({ type }) => type);
    expect([...new Set(types)].sort()).toEqual([
      "aws_cloudwatch_event_rule",
      "aws_cloudwatch_event_target",
      "aws_lambda_event_source_mapping",
      "aws_lambda_permission",
    ]);

    const dark = allStacks(
      platform({
        ...FED,
        homes: {
          US: { regions: ["us-east-1", "us-west-2"] },
          EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"], recoveryCluster: "none" },
        },
        objectives: { rto: "8h" },
      }),
    );
    expect(
      resourcesOf(stackNamed(dark, "production/eu-central-1/links")).map(({ type }) => type),
    ).not.toContain("aws_lambda_event_source_mapping");
  }, 60_000);
});

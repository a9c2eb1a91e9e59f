import { describe, expect, it } from "vitest";
import type { EnvironmentInput } from "../config/input.ts";
import { policyIn } from "../constructs/testing/synthesised.ts";
import { allStacks, loosely, platform, resourcesOf } from "./testing/platforms.ts";

const production: EnvironmentInput = { name: "production", account: "111111111111", slot: 0 };
const stacksOf = (stream?: object, environment = production) =>
  allStacks(
    platform({
      environments: [environment],
      ...(stream === undefined ? {} : { observability: { stream } }),
    }),
  );
const found = (stacks: ReturnType<typeof stacksOf>, type: string) =>
  stacks.flatMap((stack) =>
    resourcesOf(stack)
      .filter((each) => each.type === type)
      .map((each) => ({ ...each, stack: stack.id })),
  );
const TYPE = "aws_cloudwatch_metric_stream";

describe("metrics that are copied to files", () => {
  const stacks = stacksOf({ namespaces: ["AWS/RDS", "AWS/DynamoDB", "AWS/RDS"], keepDays: 30 });

  it("are those of the named namespaces, each once, in every region", () => {
    expect(loosely(stacks)).toEqual([]);
    const streams = found(stacks, TYPE);
    expect(streams.map(({ stack }) => stack)).toEqual(
      ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"].map((region) => `production/${region}/compute`),
    );
    for (const { body } of streams)
      expect(body.include_filter).toEqual([{ namespace: "AWS/DynamoDB" }, { namespace: "AWS/RDS" }]);
  });

  it("stay in their region's bucket, sealed with its key, for as long as is said", () => {
    for (const { stack, body } of found(stacks, "aws_kinesis_firehose_delivery_stream")) {
      const region = stack.split("/")[1] ?? "";
      expect(JSON.stringify(body)).toContain(`"arn:aws:s3:::shop-production-metrics-${region}-111111111111"`);
    }
    const kept = found(stacks, "aws_s3_bucket_lifecycle_configuration").filter(
      ({ address }) => address === "aws_s3_bucket_lifecycle_configuration.metrics_lifecycle",
    );
    expect(kept).toHaveLength(4);
    for (const { body } of kept) expect(JSON.stringify(body.rule)).toContain('"days":30');
  });

  it("are written by roles of the global stack, to those buckets and streams and no other", () => {
    const policies = found(stacks, "aws_iam_role_policy").filter(({ address }) =>
      address.includes("metrics_"),
    );
    expect(policies.map(({ stack }) => stack)).toEqual(["production/global", "production/global"]);
    const statements = policies.flatMap(({ body }) => policyIn(body.policy).Statement);
    expect(JSON.stringify(statements)).not.toMatch(/"\*"/);
    const handed = statements.find(({ Action }) => JSON.stringify(Action).includes("firehose:PutRecord"));
    expect(handed?.Resource).toHaveLength(4);
  });

  it("are none until somebody asks, and none of a small environment", () => {
    expect(found(stacksOf(), TYPE)).toEqual([]);
    expect(found(stacksOf({}, { ...production, size: "small", production: false }), TYPE)).toEqual([]);
    expect(found(stacksOf({}), TYPE)[0]?.body.include_filter).toHaveLength(4);
  });
});

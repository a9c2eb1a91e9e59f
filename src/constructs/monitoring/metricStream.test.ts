import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { MetricStream, type MetricStreamProps } from "./stream/metricStream.ts";
import { MetricStreamRoles } from "./stream/metricStreamRoles.ts";

const made = (replace: Partial<MetricStreamProps> = {}) =>
  synthesised((scope) => {
    new MetricStream(scope, "metrics", {
      naming: NAMING,
      region: "eu-west-1",
      keyArn: "arn:key",
      namespaces: ["AWS/RDS", "AWS/DynamoDB"],
      keepDays: 400,
      protect: true,
      tags: TAGS,
      ...replace,
    });
    new MetricStreamRoles(scope, "roles", {
      naming: NAMING,
      regions: ["eu-west-1", "eu-central-1"],
      keyPurposes: ["eu"],
      tags: TAGS,
    });
  });

describe("a stream of metrics", () => {
  it("is of the namespaces that are named, in one order, and of nothing else", () => {
    const { include_filter, exclude_filter } = made().only("aws_cloudwatch_metric_stream");
    expect(include_filter).toEqual([{ namespace: "AWS/DynamoDB" }, { namespace: "AWS/RDS" }]);
    expect(exclude_filter).toBeUndefined();
  });

  it("ends in a bucket of its region that is sealed with the region's key", () => {
    const delivery = made().only("aws_kinesis_firehose_delivery_stream");
    expect(JSON.stringify(delivery)).toContain("arn:aws:s3:::shop-production-metrics-eu-west-1-111111111111");
    const sealed = made().only("aws_s3_bucket_server_side_encryption_configuration");
    expect(JSON.stringify(sealed)).toContain("arn:key");
  });

  it.each([true, false])("keeps its files from being deleted as the environment wants it (%s)", (protect) => {
    expect(made({ protect }).only("aws_s3_bucket").force_destroy).toBe(!protect);
  });
});

describe("the roles of all streams", () => {
  const statements = () =>
    Object.values(made().all("aws_iam_role_policy")).flatMap(({ policy }) => policyIn(policy).Statement);

  it("hand on to the delivery streams of the regions, and write to their buckets, with their keys", () => {
    expect(statements().find(({ Action }) => String(Action).startsWith("firehose:"))?.Resource).toEqual(
      ["eu-west-1", "eu-central-1"].map(
        (region) => `arn:aws:firehose:${region}:111111111111:deliverystream/shop-production-metrics`,
      ),
    );
    expect(statements().find(({ Action }) => String(Action).includes("s3:PutObject"))?.Resource).toEqual([
      "arn:aws:s3:::shop-production-metrics-eu-west-1-111111111111/*",
      "arn:aws:s3:::shop-production-metrics-eu-central-1-111111111111/*",
    ]);
    const keys = statements().find(({ Action }) => String(Action).includes("kms:"));
    expect(keys?.Condition).toMatchObject({
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/shop-production-eu"] },
    });
  });

  it("are taken on by CloudWatch, and by Firehose for this account only", () => {
    const trust = Object.values(made().all("aws_iam_role")).map(
      ({ assume_role_policy }) => policyIn(assume_role_policy).Statement[0],
    );
    expect(trust.map((each) => each?.Principal)).toEqual([
      { Service: "streams.metrics.cloudwatch.amazonaws.com" },
      { Service: "firehose.amazonaws.com" },
    ]);
    expect(trust[1]?.Condition).toEqual({ StringEquals: { "sts:ExternalId": "111111111111" } });
  });
});

import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { AccessLogBucket, type AccessLogBucketProps } from "./accessLogBucket.ts";

const logsOf = (replace: Partial<AccessLogBucketProps> = {}) =>
  synthesised((scope) => {
    new AccessLogBucket(scope, "logs", {
      naming: NAMING,
      region: "us-east-1",
      protect: true,
      tags: TAGS,
      ...replace,
    });
  });

describe("the bucket of a region's access logs", () => {
  it("takes entries from S3's log delivery on behalf of this account only, and over TLS only", () => {
    const { Statement } = policyIn(logsOf().only("aws_s3_bucket_policy").policy);
    expect(Statement).toMatchObject([
      {
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Condition: { StringEquals: { "aws:SourceAccount": NAMING.account } },
      },
      { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ]);
  });

  it("keeps them for a year, or for as many days as asked", () => {
    const rules = (props: Partial<AccessLogBucketProps>) =>
      logsOf(props).only("aws_s3_bucket_lifecycle_configuration").rule;
    expect(rules({})).toMatchObject([{ expiration: [{ days: 365 }] }]);
    expect(rules({ retentionDays: 90 })).toMatchObject([{ expiration: [{ days: 90 }] }]);
  });

  it("is closed to the public and knows no access lists", () => {
    const stack = logsOf();
    expect(stack.only("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(stack.only("aws_s3_bucket_ownership_controls")).toMatchObject({
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
  });

  it("keeps versions, so that a deleted entry can be brought back for a month", () => {
    expect(logsOf().only("aws_s3_bucket_versioning")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
    expect(logsOf().only("aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([
      { noncurrent_version_expiration: [{ noncurrent_days: 30 }] },
    ]);
  });

  it("is encrypted with S3's own key, because log delivery writes to no bucket with another default", () => {
    expect(logsOf().only("aws_s3_bucket_server_side_encryption_configuration").rule).toMatchObject([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
  });

  it("logs no access to itself, which would never end", () => {
    expect(logsOf().types).not.toContain("aws_s3_bucket_logging");
  });

  it.each([true, false])("is emptied for its deletion only where nothing is protected (%s)", (protect) => {
    expect(logsOf({ protect }).only("aws_s3_bucket").force_destroy).toBe(!protect);
  });

  it("takes what AWS Config of this account recorded only where it is asked to", () => {
    const services = (props: Partial<AccessLogBucketProps>) =>
      policyIn(logsOf(props).only("aws_s3_bucket_policy").policy).Statement.filter(
        ({ Principal }) => JSON.stringify(Principal) === '{"Service":"config.amazonaws.com"}',
      );
    expect(services({})).toEqual([]);
    const [look, write] = services({ takesConfiguration: true });
    for (const { Condition } of [look ?? {}, write ?? {}]) {
      expect(Condition).toMatchObject({ StringEquals: { "aws:SourceAccount": NAMING.account } });
    }
    expect(write?.Resource).toBe(
      `arn:aws:s3:::shop-production-access-logs-us-east-1-${NAMING.account}/config/AWSLogs/${NAMING.account}/Config/*`,
    );
  });
});

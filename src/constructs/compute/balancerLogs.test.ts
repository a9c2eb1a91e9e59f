import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { BalancerLogs, type BalancerLogsProps } from "./balancerLogs.ts";
import { nodeVolumeKeyStatements } from "./nodeVolumeKey.ts";

const ARN = "arn:aws:s3:::shop-production-lb-logs-eu-west-1-111111111111";

const logsOf = (protect = true, more: Partial<BalancerLogsProps> = {}) =>
  synthesised((scope) => {
    new BalancerLogs(scope, "logs", { naming: NAMING, region: "eu-west-1", protect, tags: TAGS, ...more });
  });

describe("the bucket for access logs", () => {
  it("takes logs of this account's load balancers, over TLS, from ELB and nobody else", () => {
    const [write, tls, ...others] = policyIn(logsOf().only("aws_s3_bucket_policy").policy).Statement;
    expect(others).toEqual([]);
    expect(write).toMatchObject({
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${ARN}/AWSLogs/111111111111/*`,
    });
    expect(tls).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
  });

  it("is encrypted with S3's own keys, since ELB cannot use ours", () => {
    expect(logsOf().only("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
  });

  it("keeps them for a year, or for as many days as asked", () => {
    const rules = (more: Partial<BalancerLogsProps>) =>
      logsOf(true, more).only("aws_s3_bucket_lifecycle_configuration").rule;
    expect(rules({})).toMatchObject([{ expiration: [{ days: 365 }] }]);
    expect(rules({ keepDays: 90 })).toMatchObject([{ expiration: [{ days: 90 }] }]);
  });

  it("is closed to the public, and keeps what was deleted for a month", () => {
    const stack = logsOf();
    expect(stack.only("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(stack.only("aws_s3_bucket_versioning")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
    expect(stack.only("aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([
      { noncurrent_version_expiration: [{ noncurrent_days: 30 }] },
    ]);
  });

  it.each([true, false])("is emptied for its deletion only where nothing is protected (%s)", (protect) => {
    expect(logsOf(protect).only("aws_s3_bucket").force_destroy).toBe(!protect);
  });
});

describe("the key of the nodes' volumes", () => {
  it("admits the role under which EC2 Auto Scaling starts instances, and no other", () => {
    for (const statement of nodeVolumeKeyStatements(NAMING)) {
      expect(statement).toMatchObject({
        Condition: {
          StringEquals: {
            "aws:PrincipalArn":
              "arn:aws:iam::111111111111:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
            "kms:CallerAccount": "111111111111",
          },
        },
      });
    }
  });
});

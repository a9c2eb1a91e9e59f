import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { BucketReplication, ReplicatedBucket } from "./replicatedBucket.ts";

const NAME = "shop-production-media-us-east-1-111111111111";
const bucketOf = (protect = true) =>
  synthesised((scope) => {
    new ReplicatedBucket(scope, "media", {
      naming: NAMING,
      region: "us-east-1",
      store: "media",
      keyArn: "arn:key:east",
      noncurrentDays: 30,
      protect,
      tags: TAGS,
    });
  });

describe("a replicated bucket", () => {
  it("refuses whoever does not come over TLS, for the bucket and all that is in it", () => {
    const { Statement } = policyIn(bucketOf().only("aws_s3_bucket_policy").policy);
    expect(Statement).toEqual([
      {
        Sid: "OnlyTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${NAME}`, `arn:aws:s3:::${NAME}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("refuses every kind of public access, and access lists with it", () => {
    const stack = bucketOf();
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

  it("keeps versions, for as many days as asked", () => {
    const stack = bucketOf();
    expect(stack.only("aws_s3_bucket_versioning")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
    expect(stack.only("aws_s3_bucket_lifecycle_configuration")).toMatchObject({
      rule: expect.arrayContaining([
        expect.objectContaining({
          status: "Enabled",
          noncurrent_version_expiration: [{ noncurrent_days: 30 }],
        }),
      ]),
    });
  });

  it("encrypts with the key of its region", () => {
    expect(bucketOf().only("aws_s3_bucket_server_side_encryption_configuration")).toMatchObject({
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: "arn:key:east",
          },
        },
      ],
    });
  });

  it.each([
    [true, false],
    [false, true],
  ])("is emptied by its deletion only when it is not protected (protect %s)", (protect, emptied) => {
    expect(bucketOf(protect).only("aws_s3_bucket").force_destroy).toBe(emptied);
  });
});

describe("a bucket's half of a replication", () => {
  const replication = (timeControl?: boolean) =>
    synthesised((scope) => {
      new BucketReplication(scope, "media", {
        naming: NAMING,
        region: "us-east-1",
        store: "media",
        destinations: [
          { region: "us-west-2", keyArn: "arn:key:west" },
          { region: "eu-west-1", keyArn: "arn:key:europe" },
        ],
        roleArn: "arn:role",
        ...(timeControl === undefined ? {} : { timeControl }),
      });
    }).only("aws_s3_bucket_replication_configuration");

  it("goes from this region's bucket to every other, under the key of each", () => {
    expect(replication()).toMatchObject({
      bucket: NAME,
      role: "arn:role",
      rule: [
        ["us-west-2", "arn:key:west"],
        ["eu-west-1", "arn:key:europe"],
      ].map(([region, key]) => ({
        id: `to-${region}`,
        status: "Enabled",
        destination: {
          bucket: `arn:aws:s3:::shop-production-media-${region}-111111111111`,
          encryption_configuration: { replica_kms_key_id: key },
        },
      })),
    });
  });

  it("gives every rule a priority of its own", () => {
    const rules = replication().rule as readonly { priority: number }[];
    expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
  });

  it("carries encrypted objects, delete markers, and what is changed on a copy", () => {
    const rules = replication().rule as readonly object[];
    for (const rule of rules) {
      expect(rule).toMatchObject({
        delete_marker_replication: { status: "Enabled" },
        source_selection_criteria: {
          sse_kms_encrypted_objects: { status: "Enabled" },
          replica_modifications: { status: "Enabled" },
        },
      });
    }
  });

  it("is timed by S3 unless told otherwise, with metrics and a threshold, as S3 asks", () => {
    const minutes = { minutes: 15 };
    for (const rule of replication().rule as readonly { destination: object }[]) {
      expect(rule.destination).toMatchObject({
        replication_time: { status: "Enabled", time: minutes },
        metrics: { status: "Enabled", event_threshold: minutes },
      });
    }
    for (const rule of replication(false).rule as readonly { destination: object }[]) {
      expect(rule.destination).not.toHaveProperty("replication_time");
      expect(rule.destination).not.toHaveProperty("metrics");
    }
  });
});

describe("a bucket whose files CloudFront serves", () => {
  it("lets the distributions of this account read its objects, and nothing else", () => {
    const stack = synthesised((scope) => {
      new ReplicatedBucket(scope, "media", {
        naming: NAMING,
        region: "us-east-1",
        store: "media",
        keyArn: "arn:key:east",
        noncurrentDays: 30,
        protect: true,
        servedByCloudFront: true,
        tags: TAGS,
      });
    });
    const { Statement } = policyIn(stack.only("aws_s3_bucket_policy").policy);
    expect(Statement.filter(({ Effect }) => Effect === "Allow")).toEqual([
      {
        Sid: "ReadByCloudFront",
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${NAME}/*`,
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::111111111111:distribution/*" },
        },
      },
    ]);
  });
});

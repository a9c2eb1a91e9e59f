import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { COLD_STORAGE, lifecycleRules } from "./bucketLifecycle.ts";
import { ReplicatedBucket, type ReplicatedBucketProps } from "./replicatedBucket.ts";

const bucketWith = (more: Partial<ReplicatedBucketProps>) =>
  synthesised((scope) => {
    new ReplicatedBucket(scope, "media", {
      naming: NAMING,
      region: "us-east-1",
      store: "media",
      keyArn: "arn:key:east",
      noncurrentDays: 30,
      protect: true,
      tags: TAGS,
      ...more,
    });
  });

describe("what becomes of objects with time", () => {
  it("moves what nobody asks for into intelligent tiering unless told otherwise", () => {
    expect(lifecycleRules(30, COLD_STORAGE)).toContainEqual(
      expect.objectContaining({
        id: "cold-storage",
        transition: [{ days: 30, storageClass: "INTELLIGENT_TIERING" }],
      }),
    );
    expect(lifecycleRules(30, "none").map(({ id }) => id)).not.toContain("cold-storage");
  });

  it("lets go of delete markers with nothing behind them and of uploads never completed", () => {
    const rules = lifecycleRules(30, "none");
    expect(rules).toContainEqual(
      expect.objectContaining({ expiration: [{ expiredObjectDeleteMarker: true }] }),
    );
    expect(rules).toContainEqual(
      expect.objectContaining({ abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }] }),
    );
  });

  it("moves superseded versions only when they stay for the 30 days that are billed at least", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (days) => {
        const [superseded] = lifecycleRules(days, "none");
        const moves = superseded?.noncurrentVersionTransition as
          | readonly { noncurrentDays: number }[]
          | undefined;
        expect(moves !== undefined).toBe(days >= 60);
        for (const move of moves ?? []) expect(days - move.noncurrentDays).toBeGreaterThanOrEqual(30);
      }),
    );
  });
});

describe("a bucket for evidence", () => {
  it("locks what is put into it from the day it is made", () => {
    const stack = bucketWith({ objectLock: { mode: "COMPLIANCE", days: 365 } });
    expect(stack.only("aws_s3_bucket").object_lock_enabled).toBe(true);
    expect(stack.only("aws_s3_bucket_object_lock_configuration")).toMatchObject({
      rule: { default_retention: { mode: "COMPLIANCE", days: 365 } },
    });
  });

  it("is not what every bucket is", () => {
    expect(bucketWith({}).types).not.toContain("aws_s3_bucket_object_lock_configuration");
    expect(bucketWith({}).only("aws_s3_bucket")).not.toHaveProperty("object_lock_enabled");
  });
});

describe("a bucket's cold storage", () => {
  it("is of the class and after the days that are asked for", () => {
    const { rule } = bucketWith({ coldStorage: { storageClass: "GLACIER_IR", afterDays: 90 } }).only(
      "aws_s3_bucket_lifecycle_configuration",
    );
    expect(rule).toContainEqual(
      expect.objectContaining({ transition: [{ days: 90, storage_class: "GLACIER_IR" }] }),
    );
  });
});

describe("a bucket's access log", () => {
  it("goes to the region's log bucket under the store's name, when there is one", () => {
    const stack = bucketWith({ accessLogBucket: "logs-of-the-region" });
    expect(stack.only("aws_s3_bucket_logging")).toMatchObject({
      target_bucket: "logs-of-the-region",
      target_prefix: "media/",
    });
    expect(bucketWith({}).types).not.toContain("aws_s3_bucket_logging");
  });
});

import { describe, expect, it } from "vitest";
import { GLOBAL_HOMES, globalHome, neededRegion } from "./controlPlanes.ts";

describe("the table of homes", () => {
  it("names every service once, with a region and an AWS source", () => {
    expect(new Set(GLOBAL_HOMES.map((row) => row.service)).size).toBe(GLOBAL_HOMES.length);
    for (const row of GLOBAL_HOMES) {
      expect(row.home).toMatch(/^us-(east|west)-[12]$/);
      expect(row.source).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|github\.com\/boto\/botocore)\//);
    }
  });

  it("leaves STS and regional services to their signature", () => {
    for (const service of ["sts", "rds", "s3", "kms"]) {
      expect(globalHome({ service, action: "Anything", body: Buffer.alloc(0) })).toBeUndefined();
    }
  });

  it("needs us-east-1 for names and settings of buckets, not for reading them or for objects", () => {
    for (const action of [
      "CreateBucket",
      "PutBucketPolicy",
      "PutBucketReplication",
      "PutPublicAccessBlock",
    ]) {
      expect(neededRegion({ service: "s3", action })).toBe("us-east-1");
    }
    for (const action of ["GetBucketPolicy", "PutObject", "ListObjectsV2", "HeadBucket"]) {
      expect(neededRegion({ service: "s3", action })).toBeUndefined();
    }
  });
});

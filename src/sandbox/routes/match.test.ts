import { describe, expect, it } from "vitest";
import { routeAction, routedServices } from "./match.ts";

const none = () => false;

describe("the tables of actions", () => {
  it("recognise no action in a method that the service has not", () => {
    expect(routedServices.length).toBeGreaterThan(10);
    for (const service of routedServices) {
      expect(routeAction(service, "TRACE", "/", new URLSearchParams(), none)).toBeUndefined();
    }
  });

  it.each([
    ["backup", "PUT", "/backup-vaults/v", "", "CreateBackupVault"],
    ["backup", "PUT", "/backup/plans", "", "CreateBackupPlan"],
    ["eks", "GET", "/clusters/c", "", "DescribeCluster"],
    ["eks", "GET", "/clusters/c/", "", "DescribeCluster"],
    ["cloudfront", "POST", "/2020-05-31/distribution", "WithTags", "CreateDistributionWithTags"],
    ["cloudfront", "POST", "/2020-05-31/distribution", "", "CreateDistribution"],
    ["route53", "GET", "/2013-04-01/healthcheck/1/status", "", "GetHealthCheckStatus"],
    ["s3", "GET", "/b", "list-type=2&prefix=x", "ListObjectsV2"],
    ["s3", "GET", "/b", "prefix=x", "ListObjects"],
    ["s3", "GET", "/b", "analytics&id=1", "GetBucketAnalyticsConfiguration"],
    ["s3", "GET", "/b", "analytics", "ListBucketAnalyticsConfigurations"],
    ["s3", "DELETE", "/b/k/with/slashes", "uploadId=1", "AbortMultipartUpload"],
  ])("%s: %s %s?%s is %s", (service, method, path, query, action) => {
    expect(routeAction(service, method, path, new URLSearchParams(query), none)).toBe(action);
  });
});

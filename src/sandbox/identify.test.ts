import { describe, expect, it } from "vitest";
import { AccountBook } from "./accounts.ts";
import { identify, type RawRequest } from "./identify.ts";
import { authorization } from "./testing/signedCall.ts";

function identified(request: Partial<RawRequest>) {
  const whole = { method: "GET", target: "/", headers: {}, body: Buffer.alloc(0), ...request };
  return identify(whole, new AccountBook(), 1, 0);
}

function signed(service: string, region = "us-west-2", accessKey = "AKIAEXAMPLE") {
  return { authorization: authorization({ service, region, accessKey }) };
}

const FORM = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };

describe("identify", () => {
  it("takes service, region and account from the credential scope", () => {
    const call = identified({ headers: { ...signed("RDS", "eu-west-1", "111122223333"), ...FORM } });

    expect(call).toMatchObject({
      service: "rds",
      signedRegion: "eu-west-1",
      homeRegion: "eu-west-1",
      global: false,
      account: "111122223333",
    });
  });

  it("takes the scope of a presigned address", () => {
    const target =
      "/bucket/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20261122%2Feu-central-1%2Fs3%2Faws4_request";

    expect(identified({ target })).toMatchObject({
      service: "s3",
      signedRegion: "eu-central-1",
      action: "GetObject",
    });
  });

  it("takes the region of a version 4a signature from its region set", () => {
    const headers = {
      authorization: "AWS4-ECDSA-P256-SHA256 Credential=AKIA/20261122/s3/aws4_request, SignedHeaders=host",
      "x-amz-region-set": "eu-west-1,us-east-1",
    };

    expect(identified({ headers })).toMatchObject({ service: "s3", signedRegion: "eu-west-1" });
  });

  it("takes an unsigned call for us-east-1", () => {
    expect(identified({ target: "/bucket/key" })).toMatchObject({ service: "s3", signedRegion: "us-east-1" });
  });

  it.each([
    [
      "query form",
      signed("rds"),
      "POST",
      "/",
      { ...FORM },
      "Action=CreateDBCluster&Version=1",
      "CreateDBCluster",
    ],
    ["query string", signed("sns"), "GET", "/?Action=ListTopics", {}, "", "ListTopics"],
    [
      "target header",
      signed("dynamodb"),
      "POST",
      "/",
      { "x-amz-target": "DynamoDB_20120810.PutItem" },
      "{}",
      "PutItem",
    ],
    [
      "RPC v2 path",
      signed("monitoring"),
      "POST",
      "/service/GraniteServiceVersion20100801/operation/PutMetricAlarm",
      {},
      "",
      "PutMetricAlarm",
    ],
    ["S3 sub-resource", signed("s3"), "PUT", "/b?replication", {}, "", "PutBucketReplication"],
    ["S3 key that looks like an action", signed("s3"), "PUT", "/b/replication", {}, "", "PutObject"],
    ["S3 copy", signed("s3"), "PUT", "/b/k", { "x-amz-copy-source": "/b/other" }, "", "CopyObject"],
    ["S3 part", signed("s3"), "PUT", "/b/k?partNumber=1&uploadId=u", {}, "", "UploadPart"],
    ["S3 virtual host", signed("s3"), "PUT", "/?policy", { host: "b.localhost:4566" }, "", "PutBucketPolicy"],
    [
      "Route 53",
      signed("route53"),
      "POST",
      "/2013-04-01/hostedzone/Z1/rrset/",
      {},
      "",
      "ChangeResourceRecordSets",
    ],
    [
      "CloudFront",
      signed("cloudfront"),
      "PUT",
      "/2020-05-31/distribution/E1/config",
      {},
      "",
      "UpdateDistribution",
    ],
    ["EKS", signed("eks"), "POST", "/clusters/c/node-groups", {}, "", "CreateNodegroup"],
    ["Lambda", signed("lambda"), "POST", "/2015-03-31/functions/f/invocations", {}, "", "Invoke"],
    ["unknown REST service", signed("batch"), "GET", "/v1/jobs/4711", {}, "", "GET /v1/jobs/{}"],
  ])("names the action of a call: %s", (_title, auth, method, target, headers, body, action) => {
    const call = identified({ method, target, headers: { ...auth, ...headers }, body: Buffer.from(body) });

    expect(call.action).toBe(action);
  });

  it("knows CloudWatch and S3 Control by their own names", () => {
    expect(identified({ headers: signed("monitoring") }).service).toBe("cloudwatch");
    expect(identified({ target: "/v20180820/tags/x", headers: signed("s3") }).service).toBe("s3-control");
  });

  it("keeps multi-region access points in us-west-2 but their routes where they are asked for", () => {
    const headers = signed("s3", "eu-west-1");
    const point = identified({ target: "/v20180820/mrap/instances/m/policy", headers });
    const routes = identified({ target: "/v20180820/mrap/instances/m/routes", headers });

    expect(point).toMatchObject({ action: "GetMultiRegionAccessPointPolicy", homeRegion: "us-west-2" });
    expect(routes).toMatchObject({ action: "GetMultiRegionAccessPointRoutes", homeRegion: "eu-west-1" });
  });
});

describe("caller", () => {
  it.each([
    ["aws-sdk-js/3.1 ua/2.1 os/linux lang/js app/trireme-runbook", "runbook"],
    ["aws-sdk-js/3.1 app/trireme-application", "application"],
    ["APN/1.0 HashiCorp/1.0 Terraform/1.11.4 (+https://www.terraform.io)", "planning"],
    ["APN/1.0 OpenTofu/1.10.0 terraform-provider-aws/6.0", "planning"],
    ["aws-cli/2.1 Python/3.11", "other"],
    ["", "other"],
  ])("reads from the user agent %j that the caller is %s", (agent, caller) => {
    expect(identified({ headers: { ...signed("rds"), "user-agent": agent } }).caller).toBe(caller);
  });
});

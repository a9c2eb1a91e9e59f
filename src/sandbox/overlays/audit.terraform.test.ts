import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  AccessAnalysis,
  AccessLogBucket,
  AccountPublicAccess,
  AuditRoles,
  bucketArn,
  DATA_TRAIL,
  DataKey,
  DataTrail,
  MANAGEMENT_TRAIL,
  ManagementTrail,
  RegionDefaults,
  ResourceRecorder,
  TrailBucket,
  tableArn,
  trailArn,
} from "../../constructs/index.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const REGION = "us-east-1";
const OTHER = "us-west-2";
const naming = { platform: "shop", environment: "production", account: ACCOUNT };
const tags = { service: "platform", owner: "platform-team", costCentre: "shop-1001" };
const trailArns = [trailArn(naming, MANAGEMENT_TRAIL, REGION), trailArn(naming, DATA_TRAIL, REGION)];

const global: Part = {
  id: "global",
  region: REGION,
  build(scope) {
    new AuditRoles(scope, "audit", { naming, trailRegion: REGION, recorder: true, tags });
    new AccountPublicAccess(scope, "public-access");
    return undefined;
  },
};

const region: Part = {
  id: "region",
  region: REGION,
  build(scope) {
    const key = new DataKey(scope, "key", { naming, region: REGION, purpose: "us", trailArns, tags });
    const logs = new AccessLogBucket(scope, "access-logs", {
      naming,
      region: REGION,
      takesConfiguration: true,
      protect: false,
      tags,
    });
    const bucket = new TrailBucket(scope, "audit-logs", {
      naming,
      region: REGION,
      keyArn: key.arn,
      trailArns,
      retentionDays: 365,
      lock: "GOVERNANCE",
      accessLogBucket: logs.name,
      protect: true,
      tags,
    });
    new ManagementTrail(scope, "management", {
      naming,
      bucketName: bucket.name,
      keyArn: key.arn,
      logKeyArn: key.arn,
      insights: true,
      tags,
    });
    new DataTrail(scope, "data", {
      naming,
      bucketName: bucket.name,
      keyArn: key.arn,
      bucketArns: [bucketArn(naming, "invoices", REGION)],
      tableArns: [tableArn(naming, "cards", REGION)],
      tags,
    });
    new ResourceRecorder(scope, "recorder", { naming, bucketName: logs.name, global: true });
    new AccessAnalysis(scope, "analysis", {
      naming,
      trusts: "account",
      unusedAfterDays: 90,
      identityCenter: true,
      tags,
    });
    new RegionDefaults(scope, "defaults");
    return undefined;
  },
};

describe.skipIf(toolsMissing)(`what watches an account, applied by Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const trails = async (at: string, action: string, body: object) => {
    const reply = await rehearsal.request({
      service: "cloudtrail",
      region: at,
      method: "POST",
      path: "/",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${action}`,
      },
      body: JSON.stringify(body),
    });
    return JSON.parse(reply.body) as Record<string, unknown>;
  };

  it("applies, and has nothing left to do", { timeout: 240_000 }, async () => {
    await rehearsal.apply(global);
    await rehearsal.apply(region);
    expect(await rehearsal.changes(global)).toEqual([]);
    expect(await rehearsal.changes(region)).toEqual([]);
  });

  it("records, and shows the trail of all regions in another region, which may not stop it", async () => {
    const [management = ""] = trailArns;
    expect(await trails(REGION, "GetTrailStatus", { Name: management })).toMatchObject({ IsLogging: true });
    expect(await trails(OTHER, "DescribeTrails", {})).toMatchObject({
      trailList: [{ TrailARN: management, HomeRegion: REGION }],
    });
    expect(await trails(OTHER, "StopLogging", { Name: management })).toMatchObject({
      __type: "InvalidHomeRegionException",
    });
  });

  it("is taken down without a trace", { timeout: 240_000 }, async () => {
    await rehearsal.destroy(region);
    await rehearsal.destroy(global);
    expect(await trails(REGION, "DescribeTrails", {})).toEqual({ trailList: [] });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  AlertTopics,
  alertTopicArn,
  DataDiscovery,
  DataKey,
  FindingAlerts,
  PostureChecks,
  PROTECTION_PLANS,
  ThreatDetection,
  VulnerabilityScans,
} from "../../constructs/index.ts";
import { NAMING, TAGS } from "../../constructs/testing/synthesised.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const VIRGINIA = "us-east-1";
const naming = { ...NAMING, account: ACCOUNT };

const region: Part = {
  id: `${VIRGINIA}/detection`,
  region: VIRGINIA,
  build(scope) {
    const key = new DataKey(scope, "key", {
      naming,
      region: VIRGINIA,
      purpose: "us",
      eventTopics: [alertTopicArn(naming, VIRGINIA, "critical")],
      readByMacie: true,
      tags: TAGS,
    });
    new AlertTopics(scope, "alerts", {
      naming,
      region: VIRGINIA,
      keyArn: key.arn,
      eventRules: true,
      tags: TAGS,
    });
    const threats = new ThreatDetection(scope, "threats", { naming, plans: PROTECTION_PLANS, tags: TAGS });
    new PostureChecks(scope, "posture", {
      region: VIRGINIA,
      standards: ["aws", "cis", "pci"],
      skipped: [{ control: "SecretsManager.1", standard: "aws", reason: "cannot be rotated" }],
      aggregates: true,
    });
    new VulnerabilityScans(scope, "vulnerabilities", { naming });
    new DataDiscovery(scope, "discovery", { naming, buckets: ["shop-production-invoices"], tags: TAGS });
    new FindingAlerts(scope, "findings", { naming, region: VIRGINIA, weaknesses: true, tags: TAGS });
    return { detector_id: threats.detectorId };
  },
};

describe.skipIf(toolsMissing)(`detection with Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  it("applies what watches a region, plans nothing more, and keeps each plan of GuardDuty", async () => {
    const { outputs } = await rehearsal.apply(region);
    expect(await rehearsal.changes(region)).toEqual([]);
    const path = `/detector/${String(outputs.detector_id)}`;
    const detector = await rehearsal.request({ service: "guardduty", region: VIRGINIA, method: "GET", path });
    const { features } = JSON.parse(detector.body) as { features: { name: string; status: string }[] };
    expect(features.filter(({ status }) => status !== "ENABLED")).toEqual([]);
  }, 400_000);

  it("destroys all of it: no detector and no hub is left", async () => {
    await rehearsal.destroy(region);
    const ask = (service: string, path: string) =>
      rehearsal.request({ service, region: VIRGINIA, method: "GET", path });
    expect(JSON.parse((await ask("guardduty", "/detector")).body)).toEqual({ detectorIds: [] });
    expect((await ask("securityhub", "/accounts")).status).toBe(401);
    expect((await ask("macie2", "/macie")).status).toBe(403);
  }, 400_000);
});

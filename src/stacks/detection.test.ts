import { describe, expect, it } from "vitest";
import type { Platform } from "../config/index.ts";
import { allStacks, platform, resourcesOf, storefront } from "./testing/platforms.ts";

/** Ids of the stacks that hold a resource of the type. */
const holders = (of: Platform, type: string) =>
  allStacks(of)
    .filter((stack) => resourcesOf(stack).some((resource) => resource.type === type))
    .map(({ id }) => id);
const ofType = (of: Platform, type: string) =>
  allStacks(of)
    .flatMap(resourcesOf)
    .filter((resource) => resource.type === type)
    .map(({ body }) => body);

describe("detection of accounts that stand alone", () => {
  it("is switched on in every region of production, where the account is", () => {
    const regions = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"];
    const networks = regions.map((region) => `production/${region}/network`);
    expect(holders(platform(), "aws_guardduty_detector")).toEqual(networks);
    expect(holders(platform(), "aws_securityhub_account")).toEqual(networks);
  });

  it("has one detector for an account and region, whoever shares it, at the strongest level that is asked for", () => {
    const shared = platform({
      environments: [
        { name: "production", account: "111111111111", slot: 1, regions: ["us-east-1"] },
        { name: "staging", account: "111111111111", slot: 0, regions: ["us-east-1"] },
      ],
    });
    expect(holders(shared, "aws_guardduty_detector")).toEqual(["staging/us-east-1/network"]);
    expect(holders(shared, "aws_inspector2_enabler")).toEqual(["staging/us-east-1/network"]);
  });

  it("costs an environment that is no production no plan of GuardDuty's and no Security Hub", () => {
    const small = platform({
      environments: [{ name: "development", account: "333333333333", slot: 0, regions: ["us-east-1"] }],
    });
    expect(ofType(small, "aws_guardduty_detector_feature").map(({ status }) => status)).toEqual(
      Array(6).fill("DISABLED"),
    );
    expect(holders(small, "aws_securityhub_account")).toEqual([]);
  });

  it("checks against PCI DSS only where cardholder data are, and reads buckets only where personal data are", () => {
    const standards = (of: Platform) =>
      ofType(of, "aws_securityhub_standards_subscription").filter((each) =>
        String(each.standards_arn).includes("pci-dss"),
      ).length;
    expect([standards(platform()), holders(platform(), "aws_macie2_account").length]).toEqual([0, 0]);
    const shop = platform({
      stores: [
        { name: "cards", engine: "aurora-postgresql", data: "cardholder", partitionedBy: "home" },
        { name: "invoices", engine: "s3", data: "personal", partitionedBy: "home" },
      ],
      services: [{ name: "storefront" }],
    });
    expect([standards(shop), holders(shop, "aws_macie2_account").length]).toEqual([4, 4]);
  });
});

describe("detection of an organization", () => {
  it("is the security account's: no environment has a detector or a hub, each tells what is found", async () => {
    const shop = await storefront();
    const regions = shop.organization?.regions.map(({ name }) => name) ?? [];
    const security = regions.map((region) => `organization/${region}/security`);
    expect(holders(shop, "aws_guardduty_detector")).toEqual(security);
    expect(holders(shop, "aws_guardduty_organization_admin_account")).toEqual(
      regions.map((region) => `organization/${region}/delegation`),
    );
    expect(holders(shop, "aws_securityhub_account")).toEqual([security[0]]);
    expect(holders(shop, "aws_cloudwatch_event_target")).toContain("production/eu-central-1/network");
  });
});

import { describe, expect, it } from "vitest";
import type { Platform } from "../config/index.ts";
import { allStacks, platform, type Resource, resourcesOf, storefront } from "./testing/platforms.ts";

/** Every resource of a platform, which takes seconds to make: once for each. */
const made = new WeakMap<Platform, readonly (Resource & { readonly stack: string })[]>();
const everything = (of: Platform) => {
  const resources =
    made.get(of) ??
    allStacks(of).flatMap((stack) => resourcesOf(stack).map((each) => ({ ...each, stack: stack.id })));
  made.set(of, resources);
  return resources;
};
const all = (of: Platform, type: string) => everything(of).filter((each) => each.type === type);
/** Ids of the stacks that hold a resource of the type. */
const holders = (of: Platform, type: string) => [...new Set(all(of, type).map(({ stack }) => stack))];
const ofType = (of: Platform, type: string) => all(of, type).map(({ body }) => body);

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

  it("tells from its home region what no environment tells: of other accounts, and of regions that nothing runs in", () => {
    const shop = platform({
      organization: {
        management: { account: "444444444444", email: "management@shop.example.com" },
        logArchive: { account: "555555555555", email: "logs@shop.example.com" },
        security: { account: "666666666666", email: "security@shop.example.com" },
      },
      environments: [
        { name: "production", account: "111111111111", email: "one@shop.example.com", slot: 0 },
        {
          name: "staging",
          account: "222222222222",
          email: "two@shop.example.com",
          slot: 1,
          regions: ["us-east-1"],
        },
        {
          name: "preview",
          account: "333333333333",
          email: "three@shop.example.com",
          slot: 2,
          regions: ["us-east-1"],
          detection: "none",
        },
      ],
    });
    const patterns = all(shop, "aws_cloudwatch_event_rule")
      .filter(({ stack }) => stack === "organization/us-east-1/security")
      .map(({ body }) => JSON.parse(String(body.event_pattern)).detail.findings);
    const [threats, weaknesses] = patterns;
    // Nobody tells of the preview: its threats are told here, its weaknesses were not asked for.
    expect(threats.$or).toEqual([
      { AwsAccountId: [{ "anything-but": ["111111111111", "222222222222"] }] },
      {
        AwsAccountId: ["111111111111"],
        Region: [{ "anything-but": ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"] }],
      },
      { AwsAccountId: ["222222222222"], Region: [{ "anything-but": ["us-east-1"] }] },
    ]);
    expect(weaknesses.$or).toEqual([
      { AwsAccountId: [{ "anything-but": ["111111111111", "222222222222", "333333333333"] }] },
      {
        AwsAccountId: ["111111111111"],
        Region: [{ "anything-but": ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"] }],
      },
    ]);
  });
});

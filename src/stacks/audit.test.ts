import { describe, expect, it } from "vitest";
import type { PlatformInput } from "../config/input.ts";
import { allStacks, platform, type Resource, resourcesOf, storefront } from "./testing/platforms.ts";

const NAMED = "production/us-east-1/data";

function resources(replace: Partial<PlatformInput> = {}): readonly (Resource & { readonly stack: string })[] {
  return allStacks(platform(replace)).flatMap((stack) =>
    resourcesOf(stack).map((resource) => ({ ...resource, stack: stack.id })),
  );
}
const stacksOf = (all: ReturnType<typeof resources>, type: string) =>
  all.filter((each) => each.type === type).map(({ stack }) => stack);
const environment = (replace: Partial<PlatformInput["environments"][number]> = {}) => ({
  name: "production",
  account: "111111111111",
  slot: 0,
  ...replace,
});
const invoices = { name: "invoices", engine: "s3", data: "personal", partitionedBy: "home" } as const;
const four = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"];

describe("the audit of an environment that stands alone", () => {
  it("has one trail of every region, and the roles that it needs", () => {
    const all = resources();
    const trails = all.filter(({ type }) => type === "aws_cloudtrail");
    expect(trails.map(({ stack, body }) => [stack, body.is_multi_region_trail])).toEqual([[NAMED, true]]);
    expect(stacksOf(all, "aws_iam_service_linked_role")).toEqual(["production/global"]);
  });

  it("has neither that trail nor an analyser of its own in an organization, which has both for all accounts", async () => {
    const own = allStacks(await storefront())
      .filter(({ id }) => /^(production|staging|development)\//.test(id))
      .flatMap((stack) => resourcesOf(stack));
    expect(own.filter(({ type }) => type === "aws_accessanalyzer_analyzer")).toEqual([]);
    expect(own.filter(({ address }) => address.includes("trail-logs"))).toEqual([]);
    const trails = own.filter(({ type }) => type === "aws_cloudtrail");
    expect(trails.length).toBeGreaterThan(0);
    for (const { body } of trails) expect(body.is_multi_region_trail).toBe(false);
  });

  it("records who touched personal objects, in the region of the objects and nowhere else", () => {
    const all = resources({ stores: [invoices], services: [{ name: "storefront", stores: ["invoices"] }] });
    const trails = all.filter(
      ({ type, body }) => type === "aws_cloudtrail" && body.is_multi_region_trail === false,
    );
    expect(trails.map(({ stack }) => stack)).toEqual(four.map((region) => `production/${region}/data`));
    for (const { stack, body } of trails) {
      const region = stack.split("/")[1] ?? "";
      const home = region.slice(0, 2);
      expect(JSON.stringify(body.advanced_event_selector)).toContain(`invoices-${home}-${region}-`);
      // The bucket of the same stack, which is the region's.
      expect(String(body.s3_bucket_name)).toContain("aws_s3_bucket_policy.audit-logs_policy");
    }
  });

  it("records runs of functions that use personal data, and of no others", () => {
    const lambda = { runtime: "nodejs22.x", handler: "index.handler" } as const;
    const all = resources({
      stores: [invoices, { name: "prices", engine: "s3", data: "public", partitionedBy: "home" }],
      services: [{ name: "storefront" }],
      functions: [
        { name: "refund", ...lambda, stores: ["invoices"] },
        { name: "price", ...lambda, stores: ["prices"] },
      ],
      audit: { objects: [] },
    });
    const trails = all.filter(
      ({ type, body }) => type === "aws_cloudtrail" && body.is_multi_region_trail === false,
    );
    expect(trails.map(({ stack }) => stack)).toEqual(four.map((region) => `production/${region}/data`));
    for (const { stack, body } of trails) {
      expect(JSON.stringify(body.advanced_event_selector)).toContain(
        `arn:aws:lambda:${stack.split("/")[1]}:111111111111:function:shop-production-refund"`,
      );
      expect(JSON.stringify(body.advanced_event_selector)).not.toContain("price");
    }
  }, 120_000);

  it("lets the key of a region seal the trails of that region, and no key other trails", () => {
    const keys = resources({ stores: [invoices], services: [{ name: "storefront" }] }).filter(
      ({ type, stack }) => /^aws_kms_(replica_)?key$/.test(type) && stack.endsWith("/network"),
    );
    expect(keys).toHaveLength(4);
    for (const { stack, body } of keys) {
      const region = stack.split("/")[1] ?? "";
      const named = String(body.policy).match(/arn:aws:cloudtrail:[a-z0-9-]+/g) ?? [];
      expect(new Set(named), stack).toEqual(new Set([`arn:aws:cloudtrail:${region}`]));
    }
  });

  it("records and judges each region, and the account itself in one", () => {
    const recorders = resources().filter(({ type }) => type === "aws_config_configuration_recorder");
    expect(
      recorders.map(({ stack, body }) => [
        stack.split("/")[1],
        (body.recording_group as { include_global_resource_types: boolean }).include_global_resource_types,
      ]),
    ).toEqual(four.map((region) => [region, region === "us-east-1"]));
  });

  it("pays for no recorder, and locks nothing, in what is thrown away", () => {
    const all = resources({ environments: [environment({ name: "development", protect: false })] });
    expect(stacksOf(all, "aws_config_configuration_recorder")).toEqual([]);
    expect(stacksOf(all, "aws_s3_bucket_object_lock_configuration")).toEqual([]);
    expect(stacksOf(all, "aws_cloudtrail")).toHaveLength(1);
    expect(stacksOf(all, "aws_accessanalyzer_analyzer")).toHaveLength(4);
  });

  it("keeps what an account has once in one of the environments that share it, by slot and not by order", () => {
    const shared = [
      environment({ name: "development", slot: 3, protect: false, regions: ["us-east-1", "us-west-2"] }),
      environment({ name: "staging", slot: 1, regions: ["us-east-1"] }),
    ];
    for (const environments of [shared, shared.toReversed()]) {
      const all = resources({ environments, stores: [], services: [{ name: "storefront" }] });
      expect(stacksOf(all, "aws_s3_account_public_access_block")).toEqual(["staging/global"]);
      expect(stacksOf(all, "aws_iam_service_linked_role")).toEqual(["staging/global"]);
      expect(stacksOf(all, "aws_cloudtrail")).toEqual(["staging/us-east-1/data"]);
      expect(stacksOf(all, "aws_accessanalyzer_analyzer").sort()).toEqual([
        "development/us-west-2/data",
        "staging/us-east-1/data",
      ]);
      expect(stacksOf(all, "aws_ebs_encryption_by_default").sort()).toEqual([
        "development/us-west-2/network",
        "staging/us-east-1/network",
      ]);
    }
  });
});

import { describe, expect, it } from "vitest";
import type { PlatformInput } from "../config/input.ts";
import { allStacks, loosely, platform, resourcesOf, stackNamed } from "./testing/platforms.ts";

const stacksOf = (replace: Partial<PlatformInput> = {}) =>
  allStacks(platform({ observability: { browsers: {} }, ...replace }));
const typesIn = (stacks: ReturnType<typeof stacksOf>, id: string) =>
  resourcesOf(stackNamed(stacks, id)).map(({ type }) => type);

describe("browsers that are heard", () => {
  const stacks = stacksOf();

  it("have a monitor in every region that runs services or will take over", () => {
    for (const region of ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"]) {
      expect(typesIn(stacks, `production/${region}/compute`)).toContain("aws_rum_app_monitor");
    }
  });

  it("take on a role of a global stack, which trusts the pools that the regions made", () => {
    expect(loosely(stacks)).toEqual([]);
    const { inputs } = stackNamed(stacks, "production/traffic");
    const pools = inputs.filter(({ output }) => output === "browser_pool_id");
    expect(pools.map(({ stack }) => stack)).toEqual([
      "production/eu-central-1/compute",
      "production/eu-west-1/compute",
      "production/us-east-1/compute",
      "production/us-west-2/compute",
    ]);
    const role = resourcesOf(stackNamed(stacks, "production/traffic")).find(
      ({ address }) => address === "aws_iam_role.browsers_role",
    );
    const trust = String(role?.body.assume_role_policy);
    for (const { variable } of pools) expect(trust).toContain(`var.${variable}`);
  });

  it("hear of their monitor from the service with a host, and from no other", () => {
    const allowed = resourcesOf(stackNamed(stacks, "production/global"))
      .filter(({ body }) => JSON.stringify(body).includes("rum:GetAppMonitor"))
      .map(({ address }) => address);
    expect(allowed).toHaveLength(1);
    expect(allowed[0]).toContain("storefront");
  });

  it("are not heard unless asked for, nor in a small environment", () => {
    const none = [
      stacksOf({ observability: {} }),
      stacksOf({
        environments: [
          {
            name: "development",
            account: "333333333333",
            slot: 2,
            regions: ["us-east-1"],
            size: "small",
            protect: false,
          },
        ],
      }),
    ];
    for (const each of none) {
      const types = each.flatMap(resourcesOf).map(({ type }) => type);
      expect(types.filter((type) => /^aws_(rum|cognito)_/.test(type))).toEqual([]);
    }
  });
});

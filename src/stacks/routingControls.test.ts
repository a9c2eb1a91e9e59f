import { describe, expect, it } from "vitest";
import { allStacks, platform, type Resource, resourcesOf, stackNamed } from "./testing/platforms.ts";

const given = { name: "production", account: "111111111111", slot: 0 };
const stacks = allStacks(platform({ environments: [{ ...given, routingControls: true }] }));
const resources = (id: string, type: string): readonly Resource[] =>
  resourcesOf(stackNamed(stacks, id)).filter((each) => each.type === type);
const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"] as const;
const CONTROL = "aws_route53recoverycontrolconfig_routing_control";

describe("routing controls of an environment", () => {
  it("are not there unless they are asked for", () => {
    const without = allStacks(platform());
    expect(without.map(({ id }) => id)).not.toContain("production/routing");
    expect(JSON.stringify(without)).not.toContain("RECOVERY_CONTROL");
  });

  it("are a stack of their own, which cannot be planned without us-west-2 and asks no region of ours", () => {
    const { scope, alsoReads, dependsOn } = stackNamed(stacks, "production/routing");
    expect([scope.kind, alsoReads, dependsOn]).toEqual(["global", ["us-west-2"], []]);
    expect(resources("production/routing", CONTROL).map(({ body }) => body.name)).toEqual(
      REGIONS.map((region) => `keep-away-${region}`).toSorted(),
    );
    expect(stackNamed(stacks, "production/traffic").alsoReads).toEqual([]);
  });

  it("have each region's names follow its own control", () => {
    const checks = resources("production/traffic", "aws_route53_health_check").filter(
      ({ body }) => body.type === "RECOVERY_CONTROL",
    );
    expect(checks.map(({ body }) => body.routing_control_arn)).toEqual(
      REGIONS.toSorted().map(
        (region) => `\${var.routing_routing_control_${region.replaceAll("-", "_")}_arn}`,
      ),
    );
    const enter = resources("production/traffic", "aws_route53_health_check").filter(
      ({ body }) => body.type === "CALCULATED",
    );
    expect(enter.map(({ body }) => body.child_health_threshold)).toEqual([3, 3, 3, 3]);
  });

  it("can be set from every region with nothing but the region and the cluster", () => {
    for (const region of REGIONS) {
      const stack = stackNamed(stacks, `production/${region}/compute`);
      expect(stack.dependsOn).toContain("production/routing");
      const [parameter] = resources(stack.id, "aws_ssm_parameter").filter(({ body }) =>
        String(body.name).endsWith("/routing-controls"),
      );
      expect(parameter?.body.value).toMatch(/^\$\{var\.routing_cluster_endpoints\}$/);
      expect(resources(stack.id, "aws_lambda_function")).toHaveLength(1);
    }
  });

  it("are set by machines outside of the region that is left, each by the function beside it", () => {
    const machines = REGIONS.flatMap((region) =>
      resources(`production/${region}/compute`, "aws_sfn_state_machine").map(({ body }) => ({
        region,
        body,
      })),
    );
    for (const left of REGIONS) {
      for (const name of [`close-${left}`, `open-${left}`, `leave-${left}`, `return-${left}`]) {
        const own = machines.filter(({ body }) => body.name === `shop-production-recovery-${name}`);
        expect(
          own.map(({ region }) => region),
          name,
        ).not.toContain(left);
        const asking = own.filter(({ body }) =>
          String(body.definition).includes("UpdateRoutingControlStates"),
        );
        expect(asking, name).toHaveLength(1);
        const [{ region = "", body = {} } = {}] = asking;
        expect(String(body.definition)).toContain(
          `arn:aws:lambda:${region}:111111111111:function:shop-production-routing-controls`,
        );
      }
    }
  });
});

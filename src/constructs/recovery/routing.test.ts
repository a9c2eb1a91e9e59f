import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { keepAwayControl } from "./routing/names.ts";
import { RoutingControls } from "./routing/routingControls.ts";
import { RoutingFunction, RoutingFunctionRole } from "./routing/routingFunction.ts";

const US = ["us-east-1", "us-west-2"].map((region) => ({ region, home: "US" }));
const EU = ["eu-west-1", "eu-central-1"].map((region) => ({ region, home: "EU" }));

const controls = (regions: readonly { readonly region: string; readonly home: string }[]) =>
  synthesised((scope) => {
    new RoutingControls(scope, "routing", { naming: NAMING, regions });
  });
const rules = (...given: Parameters<typeof controls>) =>
  Object.values(controls(...given).all("aws_route53recoverycontrolconfig_safety_rule"));

describe("routing controls", () => {
  it("are one for each region, all in one panel of one cluster", () => {
    const stack = controls([...US, ...EU]);
    stack.only("aws_route53recoverycontrolconfig_cluster");
    stack.only("aws_route53recoverycontrolconfig_control_panel");
    const made = Object.values(stack.all("aws_route53recoverycontrolconfig_routing_control"));
    expect(made.map(({ name }) => name)).toEqual([...US, ...EU].map(({ region }) => keepAwayControl(region)));
  });

  it("may not all be on in a home that has two regions or more", () => {
    expect(rules([...US, ...EU]).map(({ name, rule_config }) => [name, rule_config])).toEqual([
      ["shop-production-one-region-stays-us", { type: "ATLEAST", threshold: 2, inverted: true }],
      ["shop-production-one-region-stays-eu", { type: "ATLEAST", threshold: 2, inverted: true }],
    ]);
    expect(rules([...US, ...EU.slice(0, 1)])).toHaveLength(1);
  });

  it("may not all be on anywhere, where every home has one region", () => {
    const [rule, ...others] = rules([...US.slice(0, 1), ...EU.slice(0, 1)]);
    expect(others).toEqual([]);
    expect(rule).toMatchObject({ rule_config: { threshold: 2, inverted: true } });
    expect(rule?.asserted_controls).toHaveLength(2);
  });

  it("fail for one region, where there is nothing to choose", () => {
    expect(() => controls(US.slice(0, 1))).toThrow("two regions");
  });
});

describe("what a region sets them with", () => {
  const made = (protect: boolean) =>
    synthesised((scope) => {
      new RoutingFunction(scope, "routing-controls", {
        naming: NAMING,
        endpoints: "[]",
        bucket: "artifacts",
        keyArn: "arn:aws:kms:us-west-2:111111111111:key/mrk-1",
        protect,
        tags: TAGS,
      });
    });
  const stack = made(true);

  it("is a parameter and a function that hold the same endpoints", () => {
    expect(stack.only("aws_ssm_parameter")).toMatchObject({
      name: "/shop/production/routing-controls",
      value: "[]",
    });
    expect(stack.only("aws_lambda_function")).toMatchObject({
      function_name: "shop-production-routing-controls",
      environment: { variables: { ENDPOINTS: "[]" } },
    });
  });

  it.each([true, false])(
    "keeps its log when it is destroyed and protection is %s, as that says",
    (protect) => {
      expect(made(protect).only("aws_cloudwatch_log_group").skip_destroy).toBe(protect);
      expect(made(protect).only("aws_s3_object").force_destroy).toBe(!protect);
    },
  );

  it("has code whose key follows its content", () => {
    const { key, content_base64 } = stack.only("aws_s3_object");
    expect(key).toMatch(/^recovery\/routing-controls-[0-9a-f]{16}\.zip$/);
    expect(Buffer.from(String(content_base64), "base64").toString()).toContain(
      "export async function handler",
    );
  });
});

describe("the role of that function", () => {
  const statements = policyIn(
    synthesised((scope) => {
      new RoutingFunctionRole(scope, "role", {
        naming: NAMING,
        regions: ["us-west-2"],
        keyPurposes: ["us"],
        tags: TAGS,
      });
    }).only("aws_iam_role_policy").policy,
  ).Statement;
  const of = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("sets controls of its own account, and never past a safety rule", () => {
    expect(of("Sets")).toEqual({
      Sid: "Sets",
      Effect: "Allow",
      Action: "route53-recovery-cluster:UpdateRoutingControlStates",
      Resource: "arn:aws:route53-recovery-control::111111111111:controlpanel/*/routingcontrol/*",
      Condition: { Bool: { "route53-recovery-cluster:AllowSafetyRulesOverrides": "false" } },
    });
  });

  it("asks for no control plane of ARC", () => {
    expect(JSON.stringify(statements)).not.toContain("route53-recovery-control-config");
  });
});

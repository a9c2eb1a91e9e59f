import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { WebFirewall, type WebFirewallProps } from "./webFirewall.ts";

const firewall = (more: Partial<WebFirewallProps> = {}) =>
  synthesised((scope) => {
    new WebFirewall(scope, "firewall", { naming: NAMING, tags: TAGS, ...more });
  });
const rules = (more: Partial<WebFirewallProps> = {}) =>
  firewall(more).only("aws_wafv2_web_acl").rule as unknown as readonly Record<string, object>[];

describe("the firewall at the edge", () => {
  it("is of the scope that CloudFront takes, and lets through what no rule blocks", () => {
    expect(firewall().only("aws_wafv2_web_acl")).toMatchObject({
      scope: "CLOUDFRONT",
      default_action: { allow: {} },
    });
  });

  it("blocks an address that asks too often, before any other rule is paid for", () => {
    const limit = (more: Partial<WebFirewallProps>) => rules(more)[0];
    expect(limit({})).toMatchObject({
      priority: 0,
      action: { block: {} },
      statement: { rate_based_statement: { limit: 2000, aggregate_key_type: "IP" } },
    });
    expect(limit({ requestsPerAddress: 500 })).toMatchObject({
      statement: { rate_based_statement: { limit: 500 } },
    });
  });

  it.each([9, 2_000_000_001, 100.5])("refuses a rate that AWS does not take (%s)", (requestsPerAddress) => {
    expect(() => firewall({ requestsPerAddress })).toThrow("10 to 2,000,000,000");
  });

  it("leaves the decision of a managed group to its own rules", () => {
    const groups = rules().filter((rule) => "managed_rule_group_statement" in (rule.statement ?? {}));
    expect(groups.map((rule) => rule.name)).toEqual([
      "AWSManagedRulesAmazonIpReputationList",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesCommonRuleSet",
      "AWSManagedRulesSQLiRuleSet",
    ]);
    for (const group of groups) {
      expect(group).toMatchObject({ override_action: { none: {} } });
      expect(group).not.toHaveProperty("action");
    }
  });

  it("measures every rule under its own name", () => {
    for (const rule of rules()) {
      expect(rule.visibility_config).toMatchObject({
        cloudwatch_metrics_enabled: true,
        sampled_requests_enabled: true,
        metric_name: rule.name,
      });
    }
  });

  it("writes a log that keeps no session, under the key that it is given", () => {
    expect(firewall().only("aws_cloudwatch_log_group")).toMatchObject({
      name: "aws-waf-logs-shop-production-edge",
      retention_in_days: 90,
    });
    expect(firewall().only("aws_cloudwatch_log_group")).not.toHaveProperty("kms_key_id");
    expect(firewall({ logKeyArn: "arn:key" }).only("aws_cloudwatch_log_group").kms_key_id).toBe("arn:key");
    expect(firewall().only("aws_wafv2_web_acl_logging_configuration").redacted_fields).toEqual([
      { single_header: { name: "authorization" } },
      { single_header: { name: "cookie" } },
    ]);
  });
});

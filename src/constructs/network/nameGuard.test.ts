import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { NameGuard, type NameGuardProps } from "./nameGuard.ts";

const guard = (replace: Partial<NameGuardProps> = {}) =>
  synthesised((scope) => {
    new NameGuard(scope, "names", {
      naming: NAMING,
      vpcId: "vpc-1",
      logKeyArn: "arn:aws:kms:us-east-1:111111111111:key/1",
      blockedNames: ["*.two.example", "one.example"],
      tags: TAGS,
      ...replace,
    });
  });

describe("what a network's workloads look up", () => {
  it("is recorded in an encrypted log that is thrown away after 90 days, or as long as is asked for", () => {
    expect(guard().only("aws_cloudwatch_log_group")).toMatchObject({
      name: "/trireme/shop/production/name-lookups",
      retention_in_days: 90,
      kms_key_id: "arn:aws:kms:us-east-1:111111111111:key/1",
    });
    expect(guard({ logDays: 365 }).only("aws_cloudwatch_log_group").retention_in_days).toBe(365);
    expect(guard().only("aws_route53_resolver_query_log_config_association").resource_id).toBe("vpc-1");
  });

  it("is not answered where a name is blocked, and is where the firewall itself fails", () => {
    const stack = guard();
    expect(stack.only("aws_route53_resolver_firewall_domain_list").domains).toEqual([
      "*.two.example",
      "one.example",
    ]);
    expect(stack.only("aws_route53_resolver_firewall_rule")).toMatchObject({
      action: "BLOCK",
      block_response: "NXDOMAIN",
    });
    expect(stack.only("aws_route53_resolver_firewall_rule_group_association").vpc_id).toBe("vpc-1");
    expect(stack.only("aws_route53_resolver_firewall_config")).toMatchObject({
      resource_id: "vpc-1",
      firewall_fail_open: "ENABLED",
    });
  });

  it("meets no firewall where nothing is blocked", () => {
    expect(guard({ blockedNames: [] }).types).toEqual([
      "aws_cloudwatch_log_group",
      "aws_route53_resolver_query_log_config",
      "aws_route53_resolver_query_log_config_association",
    ]);
  });
});

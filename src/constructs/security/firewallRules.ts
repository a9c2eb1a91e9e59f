import type { Wafv2WebAclRule } from "@cdktn/provider-aws/lib/wafv2-web-acl/index.js";

/** A rule of a web ACL with what it costs. */
export interface FirewallRule {
  readonly name: string;
  /** Web ACL capacity units. */
  readonly capacity: number;
  /** As Terraform writes it: the bindings pass statements on unchanged. */
  readonly statement: object;
  /** `group`: the rules of a managed group say what happens. */
  readonly does: "block" | "group";
}

/**
 * Rule groups that AWS keeps up to date, with their capacity as published.
 * Source: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html (read 2026-11).
 *
 * The anonymous IP list is left out: it blocks hosting providers, whence payment partners call back.
 */
const MANAGED_GROUPS = {
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
} as const;

/**
 * Capacity that the price of a web ACL covers; each 500 more cost extra for every request.
 * Source: https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html (read 2026-11).
 */
const INCLUDED_CAPACITY = 1500;

export function managedGroup(name: keyof typeof MANAGED_GROUPS): FirewallRule {
  return {
    name,
    capacity: MANAGED_GROUPS[name],
    does: "group",
    statement: { managed_rule_group_statement: { vendor_name: "AWS", name } },
  };
}

/**
 * Blocks an address while it sends more than `limit` requests in five minutes. AWS allows 10 to 2,000,000,000.
 * Source: https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html (read 2026-11).
 */
export function rateLimit(limit: number): FirewallRule {
  if (!Number.isInteger(limit) || limit < 10 || limit > 2_000_000_000)
    throw new RangeError(
      `a rate of ${limit} in five minutes: AWS allows whole numbers from 10 to 2,000,000,000`,
    );
  return {
    name: "requests-per-address",
    capacity: 2,
    does: "block",
    statement: {
      rate_based_statement: { limit, aggregate_key_type: "IP", evaluation_window_sec: 300 },
    },
  };
}

/**
 * Blocks what names none of these hosts: scanners that found the address and know no name. A byte match
 * that is exact costs 2, the change to lower case before it 10.
 * Source: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-string-match.html (read 2026-11).
 */
export function onlyHosts(hosts: readonly string[]): FirewallRule {
  const [first, ...others] = hosts.map((host) => ({
    byte_match_statement: {
      field_to_match: { single_header: { name: "host" } },
      positional_constraint: "EXACTLY",
      search_string: host.toLowerCase(),
      text_transformation: [{ priority: 0, type: "LOWERCASE" }],
    },
  }));
  if (first === undefined) throw new RangeError("a firewall that knows no host would block everything");
  const named = others.length === 0 ? first : { or_statement: { statement: [first, ...others] } };
  return {
    name: "unknown-host",
    capacity: hosts.length * 12,
    does: "block",
    statement: { not_statement: { statement: [named] } },
  };
}

/**
 * The rules in this order, each with metrics and samples.
 *
 * @throws RangeError when they need more capacity than the price of a web ACL covers.
 */
export function webAclRules(rules: readonly FirewallRule[]): Wafv2WebAclRule[] {
  const capacity = rules.reduce((sum, rule) => sum + rule.capacity, 0);
  if (capacity > INCLUDED_CAPACITY)
    throw new RangeError(`the rules need ${capacity} capacity units, ${INCLUDED_CAPACITY} are included`);
  return rules.map((rule, index) => ({
    name: rule.name,
    priority: index,
    ...(rule.does === "group" ? { overrideAction: { none: {} } } : { action: { block: {} } }),
    statement: rule.statement,
    visibilityConfig: visibility(rule.name),
  }));
}

export function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}

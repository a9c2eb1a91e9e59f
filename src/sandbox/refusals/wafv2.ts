import type { Refusal, RefusedCall } from "../overlay.ts";
import { cloudFrontOf } from "../overlays/cloudfront/state.ts";
import { jsonBody, textAt } from "../wire/index.ts";

const API = "https://docs.aws.amazon.com/waf/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/waf/latest/developerguide";

function invalid(reason: string, field: string, parameter: string): RefusedCall {
  const message = `Error reason: ${reason}, field: ${field}, parameter: ${parameter}`;
  return { status: 400, code: "WAFInvalidParameterException", message };
}

const scope: Refusal = {
  id: "wafv2-cloudfront-scope-region",
  service: "wafv2",
  actions: ["CreateWebACL", "GetWebACL", "UpdateWebACL", "DeleteWebACL", "ListWebACLs"],
  rule: "Calls on what is for CloudFront are sent to us-east-1.",
  source: `${API}/API_CreateWebACL.html`,
  async check(call) {
    const { Scope } = jsonBody(call);
    return Scope === "CLOUDFRONT" && call.signedRegion !== "us-east-1"
      ? invalid("The scope is not valid.", "SCOPE_VALUE", "CLOUDFRONT")
      : undefined;
  },
};

const association: Refusal = {
  id: "wafv2-association-across-regions",
  service: "wafv2",
  actions: ["AssociateWebACL"],
  rule: "A web ACL is associated with a resource of its own region; a distribution names its web ACL itself.",
  source: `${API}/API_AssociateWebACL.html`,
  async check(call) {
    const { WebACLArn, ResourceArn } = jsonBody(call);
    const [, , , aclRegion, , acl = ""] = String(WebACLArn).split(":");
    const [, , , resourceRegion] = String(ResourceArn).split(":");
    if (acl.startsWith("global/")) return invalid("The ARN isn't valid.", "WEB_ACL", String(WebACLArn));
    return aclRegion === call.signedRegion && resourceRegion === call.signedRegion
      ? undefined
      : invalid("The ARN isn't valid.", "RESOURCE_ARN", String(ResourceArn));
  },
};

const logDestination: Refusal = {
  id: "wafv2-log-destination",
  service: "wafv2",
  actions: ["PutLoggingConfiguration"],
  rule: "The name of what a web ACL's log goes to begins with aws-waf-logs-, and a log group is of the web ACL's region.",
  source: `${GUIDE}/logging-cw-logs.html`,
  async check(call) {
    const configuration = (jsonBody(call).LoggingConfiguration ?? {}) as Record<string, unknown>;
    const destinations = Array.isArray(configuration.LogDestinationConfigs)
      ? configuration.LogDestinationConfigs.map(String)
      : [];
    const [, , , region] = String(configuration.ResourceArn).split(":");
    const wrong = destinations.find((arn) => {
      const [, , service, at, , ...rest] = arn.split(":");
      return (
        !/^(log-group:|deliverystream\/)?aws-waf-logs-/.test(rest.join(":")) ||
        (service === "logs" && at !== region)
      );
    });
    return wrong === undefined ? undefined : invalid("The ARN isn't valid.", "LOG_DESTINATION", wrong);
  },
};

const inUse: Refusal = {
  id: "wafv2-web-acl-of-distribution",
  service: "wafv2",
  actions: ["DeleteWebACL"],
  rule: "A web ACL that a distribution uses is not deleted.",
  source: `${API}/API_DeleteWebACL.html`,
  async check(call, world) {
    const { Name, Id } = jsonBody(call);
    const used = cloudFrontOf(world)
      .all("Distribution")
      .some(({ config }) => textAt(config, "WebACLId")?.endsWith(`:global/webacl/${Name}/${Id}`) === true);
    const message =
      "AWS WAF couldn't perform the operation because your resource is being used by another resource.";
    return used ? { status: 400, code: "WAFAssociatedItemException", message } : undefined;
  },
};

/** Capacity units of AWS's rule groups, as published. */
const GROUPS: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesWindowsRuleSet: 200,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesWordPressRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
};

const MOST_CAPACITY = 5000;

/** At least what the rules need: a rule of one's own counts 1, whatever it compares. */
function capacityOf(rules: readonly unknown[]): number {
  return rules
    .map((rule) => JSON.stringify(rule).match(/"ManagedRuleGroupStatement":\{[^}]*?"Name":"([^"]+)"/)?.[1])
    .reduce((sum, group) => sum + (GROUPS[group ?? ""] ?? 1), 0);
}

const capacity: Refusal = {
  id: "wafv2-capacity",
  service: "wafv2",
  actions: ["CreateWebACL", "UpdateWebACL"],
  rule: "The rules of a web ACL need 5,000 capacity units at most.",
  source: `${GUIDE}/aws-waf-capacity-units.html`,
  async check(call) {
    const { Rules } = jsonBody(call);
    const needed = capacityOf(Array.isArray(Rules) ? Rules : []);
    return needed > MOST_CAPACITY
      ? {
          status: 400,
          code: "WAFLimitsExceededException",
          message: `AWS WAF couldn't perform the operation because you exceeded your resource limit: ${needed} capacity units or more, ${MOST_CAPACITY} at most.`,
        }
      : undefined;
  },
};

export const wafv2Refusals: readonly Refusal[] = [scope, association, logDestination, inUse, capacity];

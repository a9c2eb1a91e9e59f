import { Wafv2WebAcl } from "@cdktn/provider-aws/lib/wafv2-web-acl/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { FirewallLog } from "../security/firewallLog.ts";
import { managedGroup, rateLimit, visibility, webAclRules } from "../security/firewallRules.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface WebFirewallProps {
  readonly naming: Naming;
  /**
   * Requests of one address in five minutes before it is blocked.
   * @default 2000: a customer with a full page of pictures makes about a hundred; an office or a mobile
   * network behind one address makes many, so that less would turn customers away
   */
  readonly requestsPerAddress?: number;
  /**
   * Key in us-east-1 for the log.
   * @default the key of CloudWatch Logs, since an environment need not have us-east-1 among its regions
   */
  readonly logKeyArn?: string;
  readonly tags: OwnerTags;
}

/**
 * The web ACL at the edge, where requests are turned away before they cost anything. It and its log
 * are in us-east-1, as WAF wants for CloudFront, so it stands in a global stack; the rules work in
 * every edge location and need us-east-1 only to be changed. Shield Standard is there for every
 * distribution without being asked for. AWS's common rules block bodies over 8 KB: larger uploads go
 * to a bucket by a signed address, not through the shop.
 *
 * The log holds the customers' addresses, in us-east-1 whatever the customer's home: WAF can redact
 * headers, not the address.
 * Source: https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html (read 2026-11).
 */
export class WebFirewall extends Construct {
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    const name = nameOf(props.naming, "edge");
    const acl = new Wafv2WebAcl(this, "acl", {
      name,
      scope: "CLOUDFRONT",
      description: "Before every host of the shop",
      defaultAction: { allow: {} },
      rule: webAclRules([
        rateLimit(props.requestsPerAddress ?? 2000),
        managedGroup("AWSManagedRulesAmazonIpReputationList"),
        managedGroup("AWSManagedRulesKnownBadInputsRuleSet"),
        managedGroup("AWSManagedRulesCommonRuleSet"),
        managedGroup("AWSManagedRulesSQLiRuleSet"),
      ]),
      visibilityConfig: visibility(name),
      tags: tagsOf(name, props.tags),
    });
    new FirewallLog(this, "log", {
      naming: props.naming,
      thing: "edge",
      webAclArn: acl.arn,
      ...(props.logKeyArn === undefined ? {} : { keyArn: props.logKeyArn }),
      tags: props.tags,
    });
    this.webAclArn = acl.arn;
  }
}

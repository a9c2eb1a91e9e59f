import { Wafv2WebAcl } from "@cdktn/provider-aws/lib/wafv2-web-acl/index.js";
import { Wafv2WebAclAssociation } from "@cdktn/provider-aws/lib/wafv2-web-acl-association/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { FirewallLog } from "./firewallLog.ts";
import { managedGroup, onlyHosts, visibility, webAclRules } from "./firewallRules.ts";

export interface RegionalFirewallProps {
  readonly naming: Naming;
  /** The region's public load balancer. */
  readonly balancerArn: string;
  /** Names that may be asked for: the customers' hosts and the name that the health check of this region asks. */
  readonly hosts: readonly string[];
  /** Key of this region for the log. */
  readonly logKeyArn: string;
  readonly tags: OwnerTags;
}

/**
 * A web ACL before the region's load balancer: it repeats the edge's rules for whoever comes past the
 * edge, and turns away who names none of our hosts. See ADR 6 for why the load balancer itself is not
 * closed to others than CloudFront.
 *
 * No rate and no reputation by address: behind CloudFront the address is the edge's, shared by
 * thousands of customers, and the first of X-Forwarded-For is whatever the client wrote there. Both
 * belong to the edge, which sees the customer.
 */
export class RegionalFirewall extends Construct {
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, props: RegionalFirewallProps) {
    super(scope, id);
    const name = nameOf(props.naming, "balancer");
    const acl = new Wafv2WebAcl(this, "acl", {
      name,
      scope: "REGIONAL",
      description: "Before the public load balancer",
      defaultAction: { allow: {} },
      rule: webAclRules([
        onlyHosts(props.hosts),
        managedGroup("AWSManagedRulesKnownBadInputsRuleSet"),
        managedGroup("AWSManagedRulesCommonRuleSet"),
        managedGroup("AWSManagedRulesSQLiRuleSet"),
      ]),
      visibilityConfig: visibility(name),
      tags: tagsOf(name, props.tags),
    });
    new Wafv2WebAclAssociation(this, "association", {
      webAclArn: acl.arn,
      resourceArn: props.balancerArn,
    });
    new FirewallLog(this, "log", {
      naming: props.naming,
      thing: "balancer",
      webAclArn: acl.arn,
      keyArn: props.logKeyArn,
      tags: props.tags,
    });
    this.webAclArn = acl.arn;
  }
}

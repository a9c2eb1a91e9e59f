import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { Route53ResolverFirewallConfig } from "@cdktn/provider-aws/lib/route53-resolver-firewall-config/index.js";
import { Route53ResolverFirewallDomainList } from "@cdktn/provider-aws/lib/route53-resolver-firewall-domain-list/index.js";
import { Route53ResolverFirewallRule } from "@cdktn/provider-aws/lib/route53-resolver-firewall-rule/index.js";
import { Route53ResolverFirewallRuleGroup } from "@cdktn/provider-aws/lib/route53-resolver-firewall-rule-group/index.js";
import { Route53ResolverFirewallRuleGroupAssociation } from "@cdktn/provider-aws/lib/route53-resolver-firewall-rule-group-association/index.js";
import { Route53ResolverQueryLogConfig } from "@cdktn/provider-aws/lib/route53-resolver-query-log-config/index.js";
import { Route53ResolverQueryLogConfigAssociation } from "@cdktn/provider-aws/lib/route53-resolver-query-log-config-association/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface NameGuardProps {
  readonly naming: Naming;
  /** VPC whose resolver is watched. */
  readonly vpcId: string;
  /** Key of the region, for the log. */
  readonly logKeyArn: string;
  /** Days that the log is kept in which an incident is traced. @default 90 */
  readonly logDays?: number;
  /** Names that the resolver does not answer, `*.` for all below one. Empty: nothing is blocked. */
  readonly blockedNames: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * What the workloads of a VPC look up by name, recorded, and names that they do not get. Whatever breaks in looks up a
 * name before it sends anything, and name lookups pass where nothing else does, security groups and endpoints
 * notwithstanding. A blocked name does not exist, for who asks.
 *
 * The firewall fails open: when it does not answer itself, the resolver does. Closed, a fault of a guard would take
 * every name from every pod, the database's among them. AWS's own lists of bad names have ids of their own in each
 * region, which nobody knows beforehand; here are names of ours alone.
 *
 * A lookup is 0.60 USD for a million, a line of the log 0.50 USD for a GB (Route 53 and CloudWatch pricing, recalled).
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html and resolver-query-logs.html
 * and resolver-dns-firewall-vpc-configuration.html beside it (recalled 2026-11)
 */
export class NameGuard extends Construct {
  constructor(scope: Construct, id: string, props: NameGuardProps) {
    super(scope, id);
    this.#log(props);
    if (props.blockedNames.length > 0) this.#firewall(props);
  }

  #log({ naming, vpcId, logKeyArn, logDays, tags }: NameGuardProps): void {
    const name = nameOf(naming, "name-lookups");
    const group = new CloudwatchLogGroup(this, "log", {
      name: `/trireme/${naming.platform}/${naming.environment}/name-lookups`,
      retentionInDays: logDays ?? 90,
      kmsKeyId: logKeyArn,
      tags: tagsOf(name, tags),
    });
    const config = new Route53ResolverQueryLogConfig(this, "lookups", {
      name,
      destinationArn: group.arn,
      tags: tagsOf(name, tags),
    });
    new Route53ResolverQueryLogConfigAssociation(this, "lookups-of-vpc", {
      resolverQueryLogConfigId: config.id,
      resourceId: vpcId,
    });
  }

  #firewall({ naming, vpcId, blockedNames, tags }: NameGuardProps): void {
    const name = nameOf(naming, "blocked-names");
    const list = new Route53ResolverFirewallDomainList(this, "blocked", {
      name,
      domains: [...blockedNames].sort(),
      tags: tagsOf(name, tags),
    });
    const group = new Route53ResolverFirewallRuleGroup(this, "rules", { name, tags: tagsOf(name, tags) });
    const rule = new Route53ResolverFirewallRule(this, "block", {
      name,
      firewallRuleGroupId: group.id,
      firewallDomainListId: list.id,
      priority: 100,
      action: "BLOCK",
      blockResponse: "NXDOMAIN",
    });
    new Route53ResolverFirewallRuleGroupAssociation(this, "rules-of-vpc", {
      name,
      firewallRuleGroupId: group.id,
      vpcId,
      // AWS keeps what is below 101 and above 9900 for Firewall Manager.
      priority: 1000,
      tags: tagsOf(name, tags),
      dependsOn: [rule],
    });
    new Route53ResolverFirewallConfig(this, "open-when-faulty", {
      resourceId: vpcId,
      firewallFailOpen: "ENABLED",
    });
  }
}

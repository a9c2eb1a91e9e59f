import { SecurityGroup } from "@cdktn/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktn/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktn/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

const POSTGRESQL = { ipProtocol: "tcp", fromPort: 5432, toPort: 5432 };

export interface ProxyGroupProps {
  readonly naming: Naming;
  /** VPC of the proxies and of their databases. */
  readonly vpcId: string;
  /** Group of what connects: nodes, and functions inside the VPC. */
  readonly nodesGroupId: string;
  /** Group of the databases. */
  readonly databaseGroupId: string;
  /** Ranges of the home's other VPCs, whose functions write here while the writer is here. */
  readonly peerCidrs: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * Security group of a region's database proxies: in from functions, here and in the home's other regions, out to the
 * databases and nowhere else. The databases let in no group of their own, so the proxies need one.
 */
export class ProxyGroup extends Construct {
  /** Its id. */
  readonly groupId: string;

  constructor(scope: Construct, id: string, props: ProxyGroupProps) {
    super(scope, id);
    const { naming, nodesGroupId, databaseGroupId } = props;
    const name = nameOf(naming, "database-proxy");
    const group = new SecurityGroup(this, "group", {
      name,
      description: "Proxies before relational databases",
      vpcId: props.vpcId,
      tags: tagsOf(name, props.tags),
    });
    const flow = (rule: string, from: string, to: string) => {
      const common = { ...POSTGRESQL, tags: tagsOf(nameOf(naming, rule), props.tags) };
      new VpcSecurityGroupEgressRule(this, `${rule}-out`, {
        ...common,
        securityGroupId: from,
        referencedSecurityGroupId: to,
      });
      new VpcSecurityGroupIngressRule(this, `${rule}-in`, {
        ...common,
        securityGroupId: to,
        referencedSecurityGroupId: from,
      });
    };
    flow("nodes-to-proxy", nodesGroupId, group.id);
    flow("proxy-to-database", group.id, databaseGroupId);
    for (const cidrIpv4 of props.peerCidrs) {
      const rule = `proxy-from-${cidrIpv4.replaceAll(/[./]/g, "-")}`;
      new VpcSecurityGroupIngressRule(this, rule, {
        ...POSTGRESQL,
        securityGroupId: group.id,
        cidrIpv4,
        description: "Functions of another region that write here",
        tags: tagsOf(nameOf(naming, rule), props.tags),
      });
    }
    this.groupId = group.id;
  }
}

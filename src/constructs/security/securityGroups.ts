import { SecurityGroup } from "@cdktn/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktn/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktn/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface SecurityGroupsProps {
  readonly naming: Naming;
  readonly vpcId: string;
  /** Port that the services listen on behind the load balancer. */
  readonly servicePort: number;
  /** Ranges of the VPCs whose applications may reach this region's databases after a failover. */
  readonly peerCidrs: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * One security group for each role: who may speak to whom, by role and not by address.
 * internet -> balancer (80, 443) -> application (service port) -> database (5432).
 */
export class SecurityGroups extends Construct {
  readonly balancer: SecurityGroup;
  readonly application: SecurityGroup;
  readonly database: SecurityGroup;

  constructor(scope: Construct, id: string, props: SecurityGroupsProps) {
    super(scope, id);
    const group = (role: string, description: string) =>
      new SecurityGroup(this, role, {
        name: nameOf(props.naming, role),
        description,
        vpcId: props.vpcId,
        tags: tagsOf(nameOf(props.naming, role), props.tags),
      });
    const ruleTags = (rule: string) => tagsOf(nameOf(props.naming, rule), props.tags);
    this.balancer = group("balancer", "Public load balancer");
    this.application = group("application", "Services behind the load balancer");
    this.database = group("database", "Relational databases");

    for (const port of [80, 443]) {
      new VpcSecurityGroupIngressRule(this, `balancer-from-internet-${port}`, {
        securityGroupId: this.balancer.id,
        description: port === 80 ? "Redirected to HTTPS" : "HTTPS",
        cidrIpv4: "0.0.0.0/0",
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        tags: ruleTags(`balancer-from-internet-${port}`),
      });
    }
    this.#flow(props, "balancer-to-application", this.balancer, this.application, props.servicePort);
    this.#flow(props, "application-to-database", this.application, this.database, 5432);
    new VpcSecurityGroupEgressRule(this, "application-to-https", {
      securityGroupId: this.application.id,
      description: "AWS APIs and partners",
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      tags: ruleTags("application-to-https"),
    });
    for (const cidr of props.peerCidrs) {
      const place = cidr.replaceAll(/[./]/g, "-");
      new VpcSecurityGroupIngressRule(this, `database-from-${place}`, {
        securityGroupId: this.database.id,
        description: "Applications of another region that write here after a failover",
        cidrIpv4: cidr,
        ipProtocol: "tcp",
        fromPort: 5432,
        toPort: 5432,
        tags: ruleTags(`database-from-${place}`),
      });
      new VpcSecurityGroupEgressRule(this, `application-to-${place}`, {
        securityGroupId: this.application.id,
        description: "Databases of another region whose writer is there",
        cidrIpv4: cidr,
        ipProtocol: "tcp",
        fromPort: 5432,
        toPort: 5432,
        tags: ruleTags(`application-to-${place}`),
      });
    }
  }

  #flow(props: SecurityGroupsProps, id: string, from: SecurityGroup, to: SecurityGroup, port: number) {
    const common = {
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      tags: tagsOf(nameOf(props.naming, id), props.tags),
    };
    new VpcSecurityGroupEgressRule(this, `${id}-out`, {
      ...common,
      securityGroupId: from.id,
      referencedSecurityGroupId: to.id,
    });
    new VpcSecurityGroupIngressRule(this, `${id}-in`, {
      ...common,
      securityGroupId: to.id,
      referencedSecurityGroupId: from.id,
    });
  }
}

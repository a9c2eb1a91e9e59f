import { SecurityGroup } from "@cdktn/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktn/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktn/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { Construct } from "constructs";
import { discoveryTag } from "../compute/clusterNames.ts";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

const POSTGRESQL = 5432;
const REDIS = 6379;
const MEMCACHED = 11_211;

export interface SecurityGroupsProps {
  readonly naming: Naming;
  /** VPC that the groups belong to. */
  readonly vpcId: string;
  /** Port that the services listen on behind the load balancer. */
  readonly servicePort: number;
  /** Ranges of the private tier, one for each zone: from there the interface endpoints are reached. */
  readonly privateCidrs: readonly string[];
  /**
   * Ranges of the home's other VPCs, whose applications may reach this region's databases and Redis after
   * a failover, and whose databases and Redis ours may reach. By range, because a group of another region
   * cannot be named. Memcached has no copies and stays in its region.
   */
  readonly peerCidrs: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * One security group for each role: who may speak to whom, by role and not by address.
 * internet -> balancer (80, 443) -> nodes (service port) -> database (5432), cache (6379, 11211).
 *
 * `nodes` is for what runs the services. A managed node group with a launch template that names security
 * groups does not get the cluster's own group any more, and then cannot reach the control plane: the
 * template names both, the cluster's and `nodes`. Pods share the groups of their node. A function in the
 * private subnets that needs the databases takes `nodes` too.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html (read 2026)
 *
 * The balancer takes HTTP and HTTPS from everywhere: CloudFront's managed prefix list would be narrower,
 * but its id differs by region, can only be looked up, and customers without CloudFront come in here too.
 * The web application firewall stands in front. The groups of data have no way out at all.
 */
export class SecurityGroups extends Construct {
  readonly balancer: SecurityGroup;
  readonly nodes: SecurityGroup;
  readonly database: SecurityGroup;
  readonly cache: SecurityGroup;
  readonly endpoints: SecurityGroup;
  readonly #props: SecurityGroupsProps;

  constructor(scope: Construct, id: string, props: SecurityGroupsProps) {
    super(scope, id);
    this.#props = props;
    this.balancer = this.#group("balancer", "Public load balancer");
    this.nodes = this.#group("nodes", "Nodes and pods of the services", discoveryTag(props.naming));
    this.database = this.#group("database", "Relational databases");
    this.cache = this.#group("cache", "Redis and Memcached");
    this.endpoints = this.#group("endpoints", "Interface endpoints of AWS services");

    this.#fromInternet();
    this.#withinNodes();
    this.#flow("balancer-to-nodes", this.balancer, this.nodes, props.servicePort);
    this.#flow("nodes-to-database", this.nodes, this.database, POSTGRESQL);
    this.#flow("nodes-to-redis", this.nodes, this.cache, REDIS);
    this.#flow("nodes-to-memcached", this.nodes, this.cache, MEMCACHED);
    this.#out("nodes-to-https", this.nodes, "0.0.0.0/0", 443, "AWS APIs and partners");
    for (const cidr of props.privateCidrs) {
      this.#in(
        `endpoints-from-${placeOf(cidr)}`,
        this.endpoints,
        cidr,
        443,
        "AWS APIs, from the private tier",
      );
    }
    for (const cidr of props.peerCidrs) this.#peer(cidr);
  }

  #group(role: string, description: string, found: Readonly<Record<string, string>> = {}): SecurityGroup {
    const name = nameOf(this.#props.naming, role);
    return new SecurityGroup(this, role, {
      name,
      description,
      vpcId: this.#props.vpcId,
      tags: { ...tagsOf(name, this.#props.tags), ...found },
    });
  }

  #fromInternet(): void {
    for (const port of [80, 443]) {
      const description = port === 80 ? "Redirected to HTTPS" : "HTTPS";
      this.#in(`balancer-from-internet-${port}`, this.balancer, "0.0.0.0/0", port, description);
    }
  }

  /**
   * Every protocol and port between nodes: pods speak to each other on whatever port a service chose, and
   * to the cluster's DNS. Who may speak to whom inside the cluster is said by network policies and the mesh.
   */
  #withinNodes(): void {
    const rule = (direction: string) => ({
      securityGroupId: this.nodes.id,
      referencedSecurityGroupId: this.nodes.id,
      ipProtocol: "-1",
      tags: this.#ruleTags(`nodes-to-nodes-${direction}`),
    });
    new VpcSecurityGroupIngressRule(this, "nodes-to-nodes-in", rule("in"));
    new VpcSecurityGroupEgressRule(this, "nodes-to-nodes-out", rule("out"));
  }

  #peer(cidr: string): void {
    const place = placeOf(cidr);
    const here = "Applications of another region that write here after a failover";
    const there = "Stores of another region whose writer is there";
    this.#in(`database-from-${place}`, this.database, cidr, POSTGRESQL, here);
    this.#in(`redis-from-${place}`, this.cache, cidr, REDIS, here);
    this.#out(`nodes-to-database-${place}`, this.nodes, cidr, POSTGRESQL, there);
    this.#out(`nodes-to-redis-${place}`, this.nodes, cidr, REDIS, there);
  }

  #in(id: string, group: SecurityGroup, cidrIpv4: string, port: number, description: string): void {
    const securityGroupId = group.id;
    const rule = { securityGroupId, cidrIpv4, description, ...tcp(port), tags: this.#ruleTags(id) };
    new VpcSecurityGroupIngressRule(this, id, rule);
  }

  #out(id: string, group: SecurityGroup, cidrIpv4: string, port: number, description: string): void {
    const securityGroupId = group.id;
    const rule = { securityGroupId, cidrIpv4, description, ...tcp(port), tags: this.#ruleTags(id) };
    new VpcSecurityGroupEgressRule(this, id, rule);
  }

  #flow(id: string, from: SecurityGroup, to: SecurityGroup, port: number): void {
    const common = { ...tcp(port), tags: this.#ruleTags(id) };
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

  #ruleTags(rule: string): Record<string, string> {
    return tagsOf(nameOf(this.#props.naming, rule), this.#props.tags);
  }
}

function tcp(port: number) {
  return { ipProtocol: "tcp", fromPort: port, toPort: port };
}

/** `10.5.0.0/16` as part of an id: `10-5-0-0-16`. */
function placeOf(cidr: string): string {
  return cidr.replaceAll(/[./]/g, "-");
}

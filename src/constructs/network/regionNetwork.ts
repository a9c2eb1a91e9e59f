import { DefaultRouteTable } from "@cdktn/provider-aws/lib/default-route-table/index.js";
import { DefaultSecurityGroup } from "@cdktn/provider-aws/lib/default-security-group/index.js";
import { Eip } from "@cdktn/provider-aws/lib/eip/index.js";
import { InternetGateway } from "@cdktn/provider-aws/lib/internet-gateway/index.js";
import { NatGateway } from "@cdktn/provider-aws/lib/nat-gateway/index.js";
import { Route } from "@cdktn/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktn/provider-aws/lib/route-table/index.js";
import type { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import { Construct } from "constructs";
import { discoveryTag } from "../compute/clusterNames.ts";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { accessLists } from "./accessLists.ts";
import { flowLogs } from "./flowLogs.ts";
import { gatewayEndpoints } from "./gatewayEndpoints.ts";
import { associate, letterOf, type TagThing, tierSubnets, type ZoneRanges } from "./tiers.ts";

export interface RegionNetworkProps {
  readonly naming: Naming;
  /** Region of the VPC, part of the names of its gateway endpoints. */
  readonly region: string;
  /** VPC range, for example `10.0.0.0/16`. */
  readonly cidr: string;
  /** Two or more; a tier gets a subnet in each. */
  readonly zones: readonly ZoneRanges[];
  /**
   * A NAT gateway in each zone, so that losing one zone leaves the others their way out.
   * False puts one in the first zone: cheaper, and the whole region's way out goes with that zone.
   * @default true
   */
  readonly natPerZone?: boolean;
  /**
   * Ranges of the home's other VPCs, whose applications reach this data tier and whose data tiers ours reach.
   * @default none, a region on its own
   */
  readonly peerCidrs?: readonly string[];
  /**
   * Ports that the data tier serves to this VPC.
   * @default PostgreSQL 5432, Redis 6379, Memcached 11211
   */
  readonly dataPorts?: readonly number[];
  /** Whether a recovery may have to shut the data tier to PostgreSQL, for which its network ACL has a rule. @default false */
  readonly shutter?: boolean;
  /** Key for the flow log group. */
  readonly logKeyArn: string;
  /** Role that lets VPC flow logs write to CloudWatch Logs. */
  readonly flowLogRoleArn: string;
  /**
   * Days that flow logs are kept. PCI DSS 4.0.1 10.5.1 asks for twelve months.
   * @default 365
   */
  readonly flowLogDays?: number;
  readonly tags: OwnerTags;
}

/**
 * A VPC with public, private and data subnets over the given zones.
 *
 * The data tier has no route to the internet at all. The private tier reaches S3 and DynamoDB through
 * gateway endpoints, free and without NAT. What AWS makes with a VPC and would use for whatever is not placed by
 * name (default security group, main route table, default network ACL) is emptied, so that nothing can
 * lean on it. Flow logs record all traffic.
 *
 * IPv4 only: an IPv6 range is given by AWS, not chosen, so the address plan could not say beforehand which
 * ranges may speak to each other; customers with IPv6 are served at the edge, in front of the load balancers.
 * DHCP options stay those of AWS: the Amazon resolver is wanted, and a set of our own would only repeat it.
 */
export class RegionNetwork extends Construct {
  readonly vpc: Vpc;
  /** In the order of `zones`. */
  readonly publicSubnets: readonly Subnet[];
  readonly privateSubnets: readonly Subnet[];
  readonly dataSubnets: readonly Subnet[];
  /** Ids of the tables that lead to other regions when these are joined: `private-a`, ..., and `data`. */
  readonly routeTableIds: Readonly<Record<string, string>>;
  /** Ids of the NAT gateways by the letter of their zone. */
  readonly natGatewayIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: RegionNetworkProps) {
    super(scope, id);
    const { naming, zones } = props;
    const tag = (thing: string) => tagsOf(nameOf(naming, thing), props.tags);

    this.vpc = new Vpc(this, "vpc", {
      cidrBlock: props.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: tag("vpc"),
    });
    new DefaultSecurityGroup(this, "default-security-group", {
      vpcId: this.vpc.id,
      tags: tag("default-unused"),
    });
    new DefaultRouteTable(this, "default-routes", {
      defaultRouteTableId: this.vpc.defaultRouteTableId,
      route: [],
      tags: tag("default-unused"),
    });
    const gateway = new InternetGateway(this, "internet-gateway", {
      vpcId: this.vpc.id,
      tags: tag("internet"),
    });
    this.publicSubnets = tierSubnets(this, "public", this.vpc.id, zones, tag);
    this.privateSubnets = tierSubnets(this, "private", this.vpc.id, zones, (thing) => ({
      ...tag(thing),
      ...discoveryTag(naming),
    }));
    this.dataSubnets = tierSubnets(this, "data", this.vpc.id, zones, tag);
    accessLists(this, {
      vpc: this.vpc,
      subnets: { public: this.publicSubnets, private: this.privateSubnets, data: this.dataSubnets },
      rules: {
        cidr: props.cidr,
        zones,
        peerCidrs: props.peerCidrs ?? [],
        ...(props.dataPorts === undefined ? {} : { dataPorts: props.dataPorts }),
        shutter: props.shutter ?? false,
      },
      tag,
    });

    this.#publicRoutes(props, gateway, tag);
    const nats = this.#nats(props, gateway, tag);
    this.natGatewayIds = Object.fromEntries(
      nats.map((nat, index) => [letterOf(zones[index]?.zone ?? ""), nat.id]),
    );
    const privateTables = this.#privateTables(props, nats, tag);
    const dataTable = new RouteTable(this, "data-routes", { vpcId: this.vpc.id, tags: tag("data") });
    associate(this, "data", this.dataSubnets, zones, () => dataTable);
    this.routeTableIds = {
      ...Object.fromEntries(
        zones.map(({ zone }, index) => [`private-${letterOf(zone)}`, privateTables[index]?.id ?? ""]),
      ),
      data: dataTable.id,
    };

    gatewayEndpoints(this, {
      account: naming.account,
      region: props.region,
      vpcId: this.vpc.id,
      routeTableIds: privateTables.map((table) => table.id),
      tag,
    });
    flowLogs(this, {
      naming,
      vpcId: this.vpc.id,
      logKeyArn: props.logKeyArn,
      flowLogRoleArn: props.flowLogRoleArn,
      days: props.flowLogDays ?? 365,
      tags: tag("flow-logs"),
    });
  }

  #publicRoutes({ zones }: RegionNetworkProps, gateway: InternetGateway, tag: TagThing): void {
    const table = new RouteTable(this, "public-routes", { vpcId: this.vpc.id, tags: tag("public") });
    new Route(this, "public-internet", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
    associate(this, "public", this.publicSubnets, zones, () => table);
  }

  #nats(props: RegionNetworkProps, gateway: InternetGateway, tag: TagThing): readonly NatGateway[] {
    return props.zones
      .filter((_, index) => index === 0 || (props.natPerZone ?? true))
      .map((ranges, index) => this.#nat(letterOf(ranges.zone), index, gateway, tag));
  }

  #privateTables(
    { zones }: RegionNetworkProps,
    nats: readonly NatGateway[],
    tag: TagThing,
  ): readonly RouteTable[] {
    const tables = zones.map(({ zone }, index) => {
      const letter = letterOf(zone);
      const table = new RouteTable(this, `private-routes-${letter}`, {
        vpcId: this.vpc.id,
        tags: tag(`private-${letter}`),
      });
      const nat = nats[index] ?? nats[0];
      if (nat === undefined) throw new RangeError("a network needs at least one zone");
      new Route(this, `private-nat-${letter}`, {
        routeTableId: table.id,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: nat.id,
      });
      return table;
    });
    associate(this, "private", this.privateSubnets, zones, (index) => tables[index]);
    return tables;
  }

  #nat(letter: string, index: number, gateway: InternetGateway, tag: TagThing): NatGateway {
    const address = new Eip(this, `nat-address-${letter}`, { domain: "vpc", tags: tag(`nat-${letter}`) });
    const subnet = this.publicSubnets[index];
    if (subnet === undefined) throw new RangeError(`no public subnet for zone ${letter}`);
    return new NatGateway(this, `nat-${letter}`, {
      allocationId: address.id,
      subnetId: subnet.id,
      tags: tag(`nat-${letter}`),
      dependsOn: [gateway],
    });
  }
}

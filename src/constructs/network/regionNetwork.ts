import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { DefaultSecurityGroup } from "@cdktn/provider-aws/lib/default-security-group/index.js";
import { Eip } from "@cdktn/provider-aws/lib/eip/index.js";
import { FlowLog } from "@cdktn/provider-aws/lib/flow-log/index.js";
import { InternetGateway } from "@cdktn/provider-aws/lib/internet-gateway/index.js";
import { NatGateway } from "@cdktn/provider-aws/lib/nat-gateway/index.js";
import { Route } from "@cdktn/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktn/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktn/provider-aws/lib/route-table-association/index.js";
import { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import { VpcEndpoint } from "@cdktn/provider-aws/lib/vpc-endpoint/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/** Ranges of one zone, each a CIDR block inside the VPC's. */
export interface ZoneRanges {
  /** Zone name, `us-east-1a`. */
  readonly zone: string;
  readonly public: string;
  readonly private: string;
  readonly data: string;
}

export interface RegionNetworkProps {
  readonly naming: Naming;
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

type Tier = "public" | "private" | "data";

/**
 * A VPC with public, private and data subnets over the given zones.
 *
 * The data tier has no route to the internet at all. S3 and DynamoDB are reached through gateway
 * endpoints, free and without NAT. The default security group is emptied, so that nothing can lean
 * on it. Flow logs record all traffic.
 */
export class RegionNetwork extends Construct {
  readonly vpc: Vpc;
  /** In the order of `zones`. */
  readonly publicSubnets: readonly Subnet[];
  readonly privateSubnets: readonly Subnet[];
  readonly dataSubnets: readonly Subnet[];

  constructor(scope: Construct, id: string, props: RegionNetworkProps) {
    super(scope, id);
    const { naming, tags, zones } = props;
    const tag = (thing: string) => tagsOf(nameOf(naming, thing), tags);

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
    const gateway = new InternetGateway(this, "internet-gateway", {
      vpcId: this.vpc.id,
      tags: tag("internet"),
    });

    const subnets = (tier: Tier) =>
      zones.map(
        (ranges) =>
          new Subnet(this, `${tier}-${letterOf(ranges.zone)}`, {
            vpcId: this.vpc.id,
            availabilityZone: ranges.zone,
            cidrBlock: ranges[tier],
            tags: tag(`${tier}-${letterOf(ranges.zone)}`),
          }),
      );
    this.publicSubnets = subnets("public");
    this.privateSubnets = subnets("private");
    this.dataSubnets = subnets("data");

    const publicTable = new RouteTable(this, "public-routes", { vpcId: this.vpc.id, tags: tag("public") });
    new Route(this, "public-internet", {
      routeTableId: publicTable.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
    this.#associate("public", this.publicSubnets, zones, () => publicTable);

    const nats = zones
      .filter((_, index) => index === 0 || (props.natPerZone ?? true))
      .map((ranges, index) => this.#nat(letterOf(ranges.zone), index, gateway, tag));
    const privateTables = zones.map((ranges, index) => {
      const letter = letterOf(ranges.zone);
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
    this.#associate("private", this.privateSubnets, zones, (index) => privateTables[index]);
    const dataTable = new RouteTable(this, "data-routes", { vpcId: this.vpc.id, tags: tag("data") });
    this.#associate("data", this.dataSubnets, zones, () => dataTable);

    for (const service of ["s3", "dynamodb"]) {
      new VpcEndpoint(this, `${service}-endpoint`, {
        vpcId: this.vpc.id,
        serviceName: `com.amazonaws.${props.region}.${service}`,
        vpcEndpointType: "Gateway",
        routeTableIds: [...privateTables.map((table) => table.id), dataTable.id],
        tags: tag(service),
      });
    }
    this.#flowLogs(props, tag("flow-logs"));
  }

  #nat(
    letter: string,
    index: number,
    gateway: InternetGateway,
    tag: (thing: string) => Record<string, string>,
  ) {
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

  #associate(
    tier: Tier,
    subnets: readonly Subnet[],
    zones: readonly ZoneRanges[],
    tableOf: (index: number) => RouteTable | undefined,
  ) {
    for (const [index, subnet] of subnets.entries()) {
      const table = tableOf(index);
      const zone = zones[index];
      if (table === undefined || zone === undefined)
        throw new RangeError(`no route table for ${tier} ${index}`);
      new RouteTableAssociation(this, `${tier}-routes-of-${letterOf(zone.zone)}`, {
        subnetId: subnet.id,
        routeTableId: table.id,
      });
    }
  }

  #flowLogs(props: RegionNetworkProps, tags: Record<string, string>) {
    const group = new CloudwatchLogGroup(this, "flow-log-group", {
      name: `/trireme/${props.naming.platform}/${props.naming.environment}/flow-logs`,
      retentionInDays: props.flowLogDays ?? 365,
      kmsKeyId: props.logKeyArn,
      tags,
    });
    new FlowLog(this, "flow-log", {
      vpcId: this.vpc.id,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: props.flowLogRoleArn,
      maxAggregationInterval: 60,
      tags,
    });
  }
}

/** `us-east-1a` to `a`. */
function letterOf(zone: string): string {
  return zone.slice(-1);
}

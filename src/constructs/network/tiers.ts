import type { RouteTable } from "@cdktn/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktn/provider-aws/lib/route-table-association/index.js";
import { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import type { Construct } from "constructs";

/** Ranges of one zone, each a CIDR block inside the VPC's. */
export interface ZoneRanges {
  /** Zone name, `us-east-1a`. */
  readonly zone: string;
  /** Range of the subnet with a way in from the internet: balancer and NAT gateway. */
  readonly public: string;
  /** Range of the subnet with a way out only: cluster nodes and pods. */
  readonly private: string;
  /** Range of the subnet without either: databases and caches. */
  readonly data: string;
}

export type Tier = "public" | "private" | "data";

/** Name to tags; every construct of a network tags its parts by it. */
export type TagThing = (thing: string) => Record<string, string>;

/**
 * What tells EKS which subnets to put load balancers into: internet-facing ones in the public tier, internal
 * ones in the private. The data tier takes none.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html (read 2026)
 */
const BALANCER_ROLE: Readonly<Record<Tier, Readonly<Record<string, string>>>> = {
  public: { "kubernetes.io/role/elb": "1" },
  private: { "kubernetes.io/role/internal-elb": "1" },
  data: {},
};

/** A tier's subnet in each zone, in the order of `zones`. None hands out public addresses. */
export function tierSubnets(
  scope: Construct,
  tier: Tier,
  vpcId: string,
  zones: readonly ZoneRanges[],
  tag: TagThing,
): readonly Subnet[] {
  return zones.map((ranges) => {
    const id = `${tier}-${letterOf(ranges.zone)}`;
    return new Subnet(scope, id, {
      vpcId,
      availabilityZone: ranges.zone,
      cidrBlock: ranges[tier],
      tags: { ...tag(id), ...BALANCER_ROLE[tier] },
    });
  });
}

/** Gives each subnet of a tier the route table of its zone. */
export function associate(
  scope: Construct,
  tier: Tier,
  subnets: readonly Subnet[],
  zones: readonly ZoneRanges[],
  tableOf: (index: number) => RouteTable | undefined,
): void {
  for (const [index, subnet] of subnets.entries()) {
    const table = tableOf(index);
    const zone = zones[index];
    if (table === undefined || zone === undefined)
      throw new RangeError(`no route table for ${tier} ${index}`);
    new RouteTableAssociation(scope, `${tier}-routes-of-${letterOf(zone.zone)}`, {
      subnetId: subnet.id,
      routeTableId: table.id,
    });
  }
}

/** `us-east-1a` to `a`. */
export function letterOf(zone: string): string {
  return zone.slice(-1);
}

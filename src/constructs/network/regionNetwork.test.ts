import { describe, expect, it } from "vitest";
import { NAMING, policyIn, type Synthesised, synthesised, TAGS } from "../testing/synthesised.ts";
import { SHUTTER } from "./accessListRules.ts";
import { RegionNetwork, type RegionNetworkProps } from "./regionNetwork.ts";

const ZONES = ["a", "b", "c"].map((letter, index) => ({
  zone: `us-east-1${letter}`,
  public: `10.0.${index}.0/24`,
  private: `10.0.${16 + index * 16}.0/20`,
  data: `10.0.${8 + index}.0/24`,
}));

function networkOf(replace: Partial<RegionNetworkProps> = {}): Synthesised {
  return synthesised((scope) => {
    new RegionNetwork(scope, "net", {
      naming: NAMING,
      region: "us-east-1",
      cidr: "10.0.0.0/16",
      zones: ZONES,
      logKeyArn: "arn:key",
      flowLogRoleArn: "arn:role",
      tags: TAGS,
      ...replace,
    });
  });
}

/** Destinations that each subnet of a tier routes to, and what it is reached through. */
function routesOf(network: Synthesised, tier: string): readonly { to: unknown; through: unknown }[][] {
  const routes = Object.values(network.all("aws_route"));
  return Object.entries(network.all("aws_subnet"))
    .filter(([name]) => name.includes(`_${tier}-`))
    .map(([name]) => {
      const associated = Object.values(network.all("aws_route_table_association")).filter(
        ({ subnet_id }) => subnet_id === `\${aws_subnet.${name}.id}`,
      );
      expect(associated).toHaveLength(1);
      return routes
        .filter(({ route_table_id }) => route_table_id === associated[0]?.route_table_id)
        .map((route) => ({
          to: route.destination_cidr_block,
          through: route.gateway_id ?? route.nat_gateway_id,
        }));
    });
}

describe("a region's network", () => {
  it("gives each tier a subnet in each zone, in its own range, none of which hands out public addresses", () => {
    const subnets = Object.values(networkOf().all("aws_subnet"));

    expect(subnets.map(({ availability_zone, cidr_block }) => [availability_zone, cidr_block])).toEqual(
      (["public", "private", "data"] as const).flatMap((tier) =>
        ZONES.map((ranges) => [ranges.zone, ranges[tier]]),
      ),
    );
    for (const subnet of subnets) expect(subnet).not.toHaveProperty("map_public_ip_on_launch");
  });

  it("gives the data tier no route at all beyond the VPC", () => {
    expect(routesOf(networkOf(), "data")).toEqual([[], [], []]);
  });

  it("lets the public tier out through the internet gateway", () => {
    const network = networkOf();
    const [gateway] = Object.keys(network.all("aws_internet_gateway"));
    const route = [{ to: "0.0.0.0/0", through: `\${aws_internet_gateway.${gateway}.id}` }];
    expect(routesOf(network, "public")).toEqual([route, route, route]);
  });

  it("lets each zone's private subnet out through a NAT gateway of the same zone", () => {
    const network = networkOf();
    const ways = routesOf(network, "private").map((routes) => routes.map(({ through }) => String(through)));

    expect(Object.keys(network.all("aws_nat_gateway"))).toHaveLength(3);
    expect(ways.map((each) => each.map((through) => /nat-([abc])_/.exec(through)?.[1]))).toEqual([
      ["a"],
      ["b"],
      ["c"],
    ]);
    for (const [name, nat] of Object.entries(network.all("aws_nat_gateway"))) {
      const letter = /nat-([abc])_/.exec(name)?.[1];
      expect(String(nat.subnet_id)).toContain(`_public-${letter}_`);
    }
  });

  it("shares one NAT gateway between all zones when asked to save", () => {
    const network = networkOf({ natPerZone: false });

    expect(Object.keys(network.all("aws_nat_gateway"))).toHaveLength(1);
    expect(Object.keys(network.all("aws_eip"))).toHaveLength(1);
    const ways = routesOf(network, "private").flatMap((routes) => routes.map(({ through }) => through));
    expect(ways).toHaveLength(3);
    expect(new Set(ways).size).toBe(1);
  });

  it("empties the default security group", () => {
    const group = networkOf().only("aws_default_security_group");
    expect(group).not.toHaveProperty("ingress");
    expect(group).not.toHaveProperty("egress");
  });

  it("empties the main route table and the default network ACL, which nothing is to use", () => {
    const network = networkOf();
    expect(network.only("aws_default_route_table").route).toEqual([]);
    const list = network.only("aws_default_network_acl");
    expect(list).not.toHaveProperty("ingress");
    expect(list).not.toHaveProperty("egress");
    // Subnets leave it before it is emptied, or they would show as a change.
    expect(list.depends_on).toHaveLength(3);
  });

  it("gives each tier a network ACL of its own over all its subnets", () => {
    const lists = Object.values(networkOf().all("aws_network_acl"));
    expect(lists.map(({ subnet_ids }) => (subnet_ids as string[]).length)).toEqual([3, 3, 3]);
  });

  it("tells EKS where to put load balancers, and never into the data tier", () => {
    const roles = Object.entries(networkOf().all("aws_subnet")).map(([name, { tags }]) => {
      const [role = "none"] = Object.keys(tags as object).filter((key) => key.startsWith("kubernetes.io/"));
      return [/_(public|private|data)-/.exec(name)?.[1], role].join(" ");
    });
    expect([...new Set(roles)]).toEqual([
      "public kubernetes.io/role/elb",
      "private kubernetes.io/role/internal-elb",
      "data none",
    ]);
  });

  it("shows Karpenter the private tier and no other", () => {
    const found = Object.entries(networkOf().all("aws_subnet")).filter(
      ([, { tags }]) =>
        (tags as Record<string, string>)["karpenter.sh/discovery"] === "shop-production-cluster",
    );
    expect(found.map(([name]) => /_(public|private|data)-/.exec(name)?.[1])).toEqual([
      "private",
      "private",
      "private",
    ]);
  });

  it("names the route tables that lead to other regions: each private one and the data tier's", () => {
    let names: readonly string[] = [];
    synthesised((scope) => {
      const network = new RegionNetwork(scope, "net", {
        naming: NAMING,
        region: "us-east-1",
        cidr: "10.0.0.0/16",
        zones: ZONES,
        logKeyArn: "arn:key",
        flowLogRoleArn: "arn:role",
        tags: TAGS,
      });
      names = Object.keys(network.routeTableIds);
    });
    expect(names).toEqual(["private-a", "private-b", "private-c", "data"]);
  });

  it("lets through the gateway endpoints only what is this account's, and ECR's image layers", () => {
    const endpoints = Object.values(networkOf().all("aws_vpc_endpoint"));
    const statements = endpoints.flatMap(({ policy }) => policyIn(policy).Statement);
    const [layers, ...others] = statements.filter(({ Condition }) => Condition === undefined);

    expect(layers).toMatchObject({
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*",
    });
    expect(others).toEqual([]);
    for (const { Condition } of statements.filter((each) => each !== layers)) {
      expect(Condition).toEqual({
        StringEquals: { "aws:PrincipalAccount": NAMING.account, "aws:ResourceAccount": NAMING.account },
      });
    }
  });

  it("reaches S3 and DynamoDB of its region through gateway endpoints from private subnets only", () => {
    const network = networkOf();
    const endpoints = Object.values(network.all("aws_vpc_endpoint"));

    expect(endpoints.map(({ service_name }) => service_name).sort()).toEqual([
      "com.amazonaws.us-east-1.dynamodb",
      "com.amazonaws.us-east-1.s3",
    ]);
    for (const endpoint of endpoints) {
      expect(endpoint.vpc_endpoint_type).toBe("Gateway");
      expect(endpoint.route_table_ids).toHaveLength(3);
      expect(JSON.stringify(endpoint.route_table_ids)).not.toMatch(/public|data/);
    }
  });

  it("records all traffic, encrypted with the given key, for a year", () => {
    const network = networkOf();
    expect(network.only("aws_flow_log")).toMatchObject({
      traffic_type: "ALL",
      log_destination_type: "cloud-watch-logs",
      iam_role_arn: "arn:role",
    });
    expect(network.only("aws_cloudwatch_log_group")).toMatchObject({
      kms_key_id: "arn:key",
      retention_in_days: 365,
    });
  });

  it("opens its data tier to the ports that it is given, and to applications of the home's other regions", () => {
    // given
    const portsFrom = (props: Partial<RegionNetworkProps>, cidr: string) =>
      Object.entries(networkOf(props).all("aws_network_acl"))
        .filter(([name]) => name.includes("data"))
        .flatMap(([, { ingress }]) => ingress as readonly { cidr_block: string; from_port: number }[])
        .filter(({ cidr_block }) => cidr_block === cidr)
        .map(({ from_port }) => from_port);

    // then
    expect(portsFrom({}, "10.0.16.0/20")).toEqual([5432, 6379, 11211]);
    expect(portsFrom({ dataPorts: [5432] }, "10.0.16.0/20")).toEqual([5432]);
    expect(portsFrom({ peerCidrs: ["10.1.0.0/16"] }, "10.1.0.0/16")).toEqual([5432, 6379]);
    expect(portsFrom({}, "10.1.0.0/16")).toEqual([]);
    // What a recovery turns against everybody turns nobody away yet, and is there only where it may be needed.
    expect(portsFrom({ shutter: true }, SHUTTER.nobody)).toEqual([SHUTTER.port]);
    expect(portsFrom({}, SHUTTER.nobody)).toEqual([]);
  });

  it("keeps flow logs for as many days as asked", () => {
    expect(networkOf({ flowLogDays: 731 }).only("aws_cloudwatch_log_group").retention_in_days).toBe(731);
  });
});

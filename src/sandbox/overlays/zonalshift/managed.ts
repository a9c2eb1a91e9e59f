import type { World } from "../../overlay.ts";
import { askQuery, type Place, textAt, walk } from "../../wire/index.ts";
import { clusterToShift } from "../eks/index.ts";

/** Something that ARC can keep traffic out of a zone for. */
export interface Managed {
  readonly arn: string;
  readonly name: string;
  /** Ids of the zones that it is deployed in, sorted. */
  readonly zones: readonly string[];
  /** The name that a load balancer is reached by. */
  readonly dnsName: string | undefined;
}

/**
 * What ARC knows by this ARN: a load balancer whose attribute lets it be shifted, which is off unless somebody turned it
 * on, or a cluster with zonal shift enabled, in the place. Auto Scaling groups are left out.
 * https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.resource-types.html, read November 2026.
 */
export async function managedResource(world: World, place: Place, arn: string): Promise<Managed | undefined> {
  const [, , service, region, account, ...rest] = arn.split(":");
  if (region !== place.region || account !== place.account) return undefined;
  const resource = rest.join(":");
  if (service === "eks") return managedCluster(world, place, arn, resource.replace(/^cluster\//, ""));
  return service === "elasticloadbalancing" ? managedBalancer(world, place, arn) : undefined;
}

async function managedCluster(world: World, place: Place, arn: string, name: string) {
  const cluster = clusterToShift(world, place, name);
  if (cluster?.enabled !== true) return undefined;
  const parameters = Object.fromEntries(cluster.subnetIds.map((id, at) => [`SubnetId.${at + 1}`, id]));
  const subnets = await askQuery(world, place, "ec2", "DescribeSubnets", parameters);
  const names = subnets === undefined ? [] : textsIn(subnets, "availabilityZone");
  return { arn, name, zones: await idsOf(world, place, names), dnsName: undefined };
}

async function managedBalancer(world: World, place: Place, arn: string): Promise<Managed | undefined> {
  const ask = (action: string, parameters: Readonly<Record<string, string>>) =>
    askQuery(world, place, "elasticloadbalancing", action, parameters);
  const attributes = await ask("DescribeLoadBalancerAttributes", { LoadBalancerArn: arn });
  const enabled =
    attributes !== undefined &&
    [...walk(attributes)].some(
      (node) =>
        textAt(node, "Key") === "zonal_shift.config.enabled" &&
        textAt(node, "Value")?.toLowerCase() === "true",
    );
  if (!enabled) return undefined;
  const balancers = await ask("DescribeLoadBalancers", { "LoadBalancerArns.member.1": arn });
  if (balancers === undefined) return undefined;
  const [name = ""] = textsIn(balancers, "LoadBalancerName");
  const [dnsName] = textsIn(balancers, "DNSName");
  return { arn, name, zones: await idsOf(world, place, textsIn(balancers, "ZoneName")), dnsName };
}

/** `us-east-1a` is another zone in every account; shifts go by ids, which are not. */
async function idsOf(world: World, place: Place, names: readonly string[]): Promise<readonly string[]> {
  const ids = await zoneIds(world, place);
  return [...new Set(names.flatMap((name) => ids.get(name) ?? []))].sort();
}

/** Ids of the region's zones, by name. */
export async function zoneIds(world: World, place: Place): Promise<ReadonlyMap<string, string>> {
  const answer = await askQuery(world, place, "ec2", "DescribeAvailabilityZones", {});
  const zones = answer === undefined ? [] : [...walk(answer)];
  return new Map(
    zones.flatMap((node) => {
      const [name, id] = [textAt(node, "zoneName"), textAt(node, "zoneId")];
      return name === undefined || id === undefined ? [] : [[name, id] as const];
    }),
  );
}

function textsIn(answer: Parameters<typeof walk>[0], name: string): readonly string[] {
  return [...walk(answer)].flatMap((node) => textAt(node, name) ?? []);
}

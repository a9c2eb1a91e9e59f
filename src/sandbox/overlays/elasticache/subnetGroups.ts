import type { AwsReply } from "../../call.ts";
import { askQuery, element, fields, list, listOf, queryReply, textAt, walk } from "../../wire/index.ts";
import type { SubnetGroup } from "./caches.ts";
import { arnOf, chosen, type Desk, isReply, keepTags, named, nameIn, refuse } from "./desk.ts";
import { IN_USE, invalidValue, TAKEN } from "./errors.ts";

/** Calls on subnet groups; undefined when the call is about something else. */
export async function subnetGroupCall(desk: Desk): Promise<AwsReply | undefined> {
  switch (desk.call.action) {
    case "CreateCacheSubnetGroup":
      return create(desk);
    case "ModifyCacheSubnetGroup":
      return modify(desk);
    case "DescribeCacheSubnetGroups":
      return describe(desk);
    case "DeleteCacheSubnetGroup":
      return remove(desk);
    default:
      return undefined;
  }
}

async function create(desk: Desk): Promise<AwsReply> {
  const { form, here } = desk;
  const name = nameIn(form, "CacheSubnetGroupName");
  if (here.subnetGroups.has(name))
    return refuse(desk, TAKEN.subnetGroups(`Cache subnet group ${name} already exists.`));
  const placed = await placesOf(desk, list(form, "SubnetIds"));
  if (isReply(placed)) return placed;
  const group: SubnetGroup = { name, description: form.get("CacheSubnetGroupDescription") ?? "", ...placed };
  here.subnetGroups.set(name, group);
  keepTags(desk, arnOf(desk, "subnetgroup", name));
  return queryReply(desk.call, [shape(desk, group)]);
}

async function modify(desk: Desk): Promise<AwsReply> {
  const group = named(desk, desk.here.subnetGroups, "CacheSubnetGroupName", "subnetGroups");
  if (isReply(group)) return group;
  const ids = list(desk.form, "SubnetIds");
  const placed = ids.length === 0 ? undefined : await placesOf(desk, ids);
  if (isReply(placed)) return placed;
  Object.assign(group, placed, {
    description: desk.form.get("CacheSubnetGroupDescription") ?? group.description,
  });
  return queryReply(desk.call, [shape(desk, group)]);
}

function describe(desk: Desk): AwsReply {
  const groups = chosen(desk, desk.here.subnetGroups, "CacheSubnetGroupName", "subnetGroups");
  if (isReply(groups)) return groups;
  return queryReply(desk.call, [
    element(
      "CacheSubnetGroups",
      groups.map((group) => shape(desk, group)),
    ),
  ]);
}

function remove(desk: Desk): AwsReply {
  const { here, call } = desk;
  const group = named(desk, here.subnetGroups, "CacheSubnetGroupName", "subnetGroups");
  if (isReply(group)) return group;
  const users = [...here.groups.values(), ...here.clusters.values()];
  if (users.some((cache) => cache.subnetGroup === group.name)) {
    return refuse(
      desk,
      IN_USE.subnetGroups(`Cache subnet group ${group.name} is currently in use by a cache cluster.`),
    );
  }
  here.subnetGroups.delete(group.name);
  return queryReply(call, []);
}

/** The subnets' network and zones, as EC2 knows them; an answer of AWS's when it knows one of them not. */
async function placesOf(
  desk: Desk,
  ids: readonly string[],
): Promise<Pick<SubnetGroup, "vpcId" | "subnets"> | AwsReply> {
  const { call, world } = desk;
  const place = { account: call.account, region: call.signedRegion };
  const parameters = Object.fromEntries(ids.map((id, at) => [`SubnetId.${at + 1}`, id]));
  const answer = await askQuery(world, place, "ec2", "DescribeSubnets", parameters);
  const found =
    answer === undefined ? [] : [...walk(answer)].filter((node) => textAt(node, "subnetId") !== undefined);
  const subnets = ids.flatMap((id) => {
    const zone = found.find((node) => textAt(node, "subnetId") === id);
    return zone === undefined ? [] : [{ id, zone: textAt(zone, "availabilityZone") ?? "" }];
  });
  const vpcs = new Set(found.map((node) => textAt(node, "vpcId") ?? ""));
  const [vpcId, ...others] = vpcs;
  if (vpcId === undefined || others.length > 0 || subnets.length < ids.length) {
    return refuse(
      desk,
      invalidValue(`Subnets ${ids.join(", ")} are not all subnets of one VPC of ${place.region}.`),
    );
  }
  return { vpcId, subnets };
}

function shape(desk: Desk, group: SubnetGroup) {
  return element(
    "CacheSubnetGroup",
    fields({
      CacheSubnetGroupName: group.name,
      CacheSubnetGroupDescription: group.description,
      VpcId: group.vpcId,
      Subnets: listOf(
        "Subnet",
        group.subnets.map(({ id, zone }) => [
          element("SubnetIdentifier", id),
          element("SubnetAvailabilityZone", [element("Name", zone)]),
          element("SupportedNetworkTypes", listOf("member", ["ipv4"])),
        ]),
      ),
      ARN: arnOf(desk, "subnetgroup", group.name),
      SupportedNetworkTypes: listOf("member", ["ipv4"]),
    }),
  );
}

import type { AwsReply } from "../../call.ts";
import { askQuery, textAt, walk } from "../../wire/index.ts";
import { ensureNodeEntry } from "./accessCalls.ts";
import { arnOf, clusterOf, type Desk, listed, reply, started } from "./desk.ts";
import {
  type Cluster,
  inUse,
  invalid,
  isShape,
  type NodeGroup,
  notFound,
  type Shape,
  seconds,
  shapeOf,
  textOf,
  textsOf,
  uuidFrom,
} from "./records.ts";
import { SCALE_OUT_MS } from "./timings.ts";

export async function createNodeGroup(desk: Desk): Promise<AwsReply> {
  const cluster = clusterOf(desk);
  const name = textOf(desk.body.nodegroupName);
  const clusterName = textOf(cluster.shape.name);
  if (cluster.nodeGroups.has(name)) {
    throw inUse(`NodeGroup already exists with name ${name} and cluster name ${clusterName}`);
  }
  const version = textOf(desk.body.version);
  if (version !== "" && version !== cluster.shape.version) {
    throw invalid(
      `Requested Nodegroup release version ${version} is invalid for cluster version ${textOf(cluster.shape.version)}`,
    );
  }
  const template = await templateOf(desk, shapeOf(desk.body.launchTemplate));
  if (template !== undefined && desk.body.diskSize !== undefined) {
    throw invalid("Disk size must be specified within the launch template.");
  }
  if (template !== undefined && desk.body.remoteAccess !== undefined) {
    throw invalid("Remote access configuration cannot be specified with a launch template.");
  }
  const group: NodeGroup = { shape: groupShape(desk, cluster, template), changing: undefined };
  cluster.nodeGroups.set(name, group);
  ensureNodeEntry(desk, cluster, textOf(desk.body.nodeRole));
  return reply(desk, { nodegroup: { ...group.shape, status: "CREATING" } });
}

function groupShape(desk: Desk, cluster: Cluster, template: Shape | undefined): Shape {
  const { body, world } = desk;
  const name = textOf(body.nodegroupName);
  const clusterName = textOf(cluster.shape.name);
  const version = textOf(body.version) || textOf(cluster.shape.version);
  const id = uuidFrom([desk.call.account, desk.call.signedRegion, clusterName, name]);
  const types = textsOf(body.instanceTypes);
  return {
    nodegroupName: name,
    nodegroupArn: arnOf(desk, `nodegroup/${clusterName}/${name}/${id}`),
    clusterName,
    version,
    releaseVersion: textOf(body.releaseVersion) || `${version}.0-20261101`,
    createdAt: seconds(world.clock),
    modifiedAt: seconds(world.clock),
    status: "ACTIVE",
    capacityType: textOf(body.capacityType) || "ON_DEMAND",
    scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 2, ...shapeOf(body.scalingConfig) },
    ...(types.length > 0 || template === undefined
      ? { instanceTypes: types.length > 0 ? types : ["t3.medium"] }
      : {}),
    subnets: textsOf(body.subnets),
    ...(body.remoteAccess === undefined ? {} : { remoteAccess: body.remoteAccess }),
    amiType: textOf(body.amiType) || "AL2023_x86_64_STANDARD",
    nodeRole: body.nodeRole,
    labels: shapeOf(body.labels),
    taints: Array.isArray(body.taints) ? body.taints : [],
    resources: { autoScalingGroups: [{ name: `eks-${name}-${id}` }] },
    ...(template === undefined ? { diskSize: body.diskSize ?? 20 } : { launchTemplate: template }),
    health: { issues: [] },
    updateConfig: isShape(body.updateConfig) ? body.updateConfig : { maxUnavailable: 1 },
    nodeRepairConfig: { enabled: false, ...shapeOf(body.nodeRepairConfig) },
    tags: shapeOf(body.tags),
  };
}

/** EKS answers id, name and version, whichever of id and name it was given. */
async function templateOf(desk: Desk, wanted: Shape): Promise<Shape | undefined> {
  const [id, name] = [textOf(wanted.id), textOf(wanted.name)];
  if (id === "" && name === "") return undefined;
  const place = { account: desk.call.account, region: desk.call.signedRegion };
  const named: Record<string, string> =
    id === "" ? { "LaunchTemplateName.1": name } : { "LaunchTemplateId.1": id };
  const answer = await askQuery(desk.world, place, "ec2", "DescribeLaunchTemplates", named);
  const found =
    answer === undefined ? undefined : [...walk(answer)].find((node) => textAt(node, "launchTemplateId"));
  if (found === undefined)
    throw invalid(`You specified a launch template that does not exist: ${id || name}`);
  return {
    id: textAt(found, "launchTemplateId"),
    name: textAt(found, "launchTemplateName"),
    version: textOf(wanted.version) || textAt(found, "defaultVersionNumber"),
  };
}

function groupOf(desk: Desk): NodeGroup {
  const name = desk.path[3] ?? "";
  const group = clusterOf(desk).nodeGroups.get(name);
  if (group === undefined) throw notFound(`No node group found for name: ${name}.`);
  return group;
}

export function describeNodeGroup(desk: Desk): AwsReply {
  const { shape, changing } = groupOf(desk);
  const status = changing !== undefined && changing.until > desk.world.clock.now() ? "UPDATING" : "ACTIVE";
  return reply(desk, { nodegroup: { ...shape, status } });
}

export function listNodeGroups(desk: Desk): AwsReply {
  return listed(desk, "nodegroups", [...clusterOf(desk).nodeGroups.keys()].sort());
}

export function deleteNodeGroup(desk: Desk): AwsReply {
  const { shape } = groupOf(desk);
  clusterOf(desk).nodeGroups.delete(textOf(shape.nodegroupName));
  return reply(desk, { nodegroup: { ...shape, status: "DELETING" } });
}

/**
 * A larger desired size takes its time until the nodes are ready; everything else is done at once. One
 * change at a time, as EKS has it.
 */
export function updateNodeGroupConfig(desk: Desk): AwsReply {
  const cluster = clusterOf(desk);
  const group = groupOf(desk);
  if (group.changing !== undefined && group.changing.until > desk.world.clock.now()) {
    throw inUse(`Nodegroup cannot be updated as it is currently not in Active State`);
  }
  const { scalingConfig, updateConfig, labels, taints, nodeRepairConfig } = desk.body;
  const before = shapeOf(group.shape.scalingConfig);
  const scaling: Shape = { ...before, ...shapeOf(scalingConfig) };
  const refused = sizesRefused(scaling);
  if (refused !== undefined) throw invalid(refused);
  const grows = Number(scaling.desiredSize) > Number(before.desiredSize);
  const changes = { scalingConfig, updateConfig, labels, taints, nodeRepairConfig };
  const { update, reply: answer } = started(desk, cluster, "ConfigUpdate", changes, grows ? SCALE_OUT_MS : 0);
  group.changing = update;
  group.shape = {
    ...group.shape,
    scalingConfig: scaling,
    updateConfig: updateConfig ?? group.shape.updateConfig,
    nodeRepairConfig: nodeRepairConfig ?? group.shape.nodeRepairConfig,
    labels: relabelled(shapeOf(group.shape.labels), shapeOf(labels)),
    taints: retainted(group.shape.taints, shapeOf(taints)),
    modifiedAt: seconds(desk.world.clock),
  };
  return answer;
}

/**
 * What EKS says of sizes that do not fit; undefined when they do.
 * Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html
 */
export function sizesRefused(scaling: Shape): string | undefined {
  const [min = Number.NaN, desired = Number.NaN, max = Number.NaN] = [
    scaling.minSize,
    scaling.desiredSize,
    scaling.maxSize,
  ].map(Number);
  if (min > max) return `Minimum capacity ${min} can't be greater than maximum size ${max}`;
  if (desired < min) return `Minimum capacity ${min} can't be greater than desired size ${desired}`;
  if (desired > max) return `desired capacity ${desired} can't be greater than max size ${max}`;
  return undefined;
}

function relabelled(labels: Shape, change: Shape): Shape {
  const gone = textsOf(change.removeLabels);
  const kept = Object.fromEntries(Object.entries(labels).filter(([key]) => !gone.includes(key)));
  return { ...kept, ...shapeOf(change.addOrUpdateLabels) };
}

function retainted(taints: unknown, change: Shape): readonly Shape[] {
  const list = (value: unknown) => (Array.isArray(value) ? value.filter(isShape) : []);
  const same = (one: Shape, other: Shape) => one.key === other.key && one.effect === other.effect;
  const touched = [...list(change.removeTaints), ...list(change.addOrUpdateTaints)];
  const kept = list(taints).filter((taint) => !touched.some((each) => same(each, taint)));
  return [...kept, ...list(change.addOrUpdateTaints)];
}

export async function updateNodeGroupVersion(desk: Desk): Promise<AwsReply> {
  const cluster = clusterOf(desk);
  const group = groupOf(desk);
  const version = textOf(desk.body.version) || textOf(group.shape.version);
  const template = await templateOf(desk, shapeOf(desk.body.launchTemplate));
  group.shape = {
    ...group.shape,
    version,
    releaseVersion: textOf(desk.body.releaseVersion) || `${version}.0-20261101`,
    ...(template === undefined ? {} : { launchTemplate: template }),
    modifiedAt: seconds(desk.world.clock),
  };
  return started(desk, cluster, "VersionUpdate", { version }).reply;
}

/** Nodes that a cluster's groups should have together. */
export function desiredNodes(cluster: Cluster): number {
  return [...cluster.nodeGroups.values()]
    .map(({ shape }) => Number(shapeOf(shape.scalingConfig).desiredSize))
    .reduce((sum, size) => sum + size, 0);
}

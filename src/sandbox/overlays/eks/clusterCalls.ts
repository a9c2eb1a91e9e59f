import type { AwsReply } from "../../call.ts";
import { askQuery, textAt, walk } from "../../wire/index.ts";
import { arnOf, clusterOf, type Desk, listed, reply, started, withBody } from "./desk.ts";
import { refuseWhileProfiles } from "./fargateCalls.ts";
import {
  type Cluster,
  inUse,
  invalid,
  isShape,
  madeFrom,
  type Shape,
  seconds,
  shapeOf,
  textOf,
  textsOf,
} from "./records.ts";
import { DEFAULT_VERSION, KUBERNETES_VERSIONS } from "./versions.ts";

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/**
 * The emulator makes one as well, for whatever of EKS it answers itself (Fargate profiles); what is told of
 * the cluster from then on is kept here, since the emulator forgets half of what it was asked for.
 */
export async function createCluster(desk: Desk): Promise<AwsReply> {
  const { call, world, body } = desk;
  const name = textOf(body.name);
  if (desk.clusters.find(call, name) !== undefined) throw inUse(`Cluster already exists with name: ${name}`);
  const made = await world.forward(withBody(call, body));
  if (made.status >= 300) return made;
  const network = await networkOf(desk, name, shapeOf(body.resourcesVpcConfig));
  const cluster: Cluster = {
    shape: clusterShape(desk, name, network),
    nodeGroups: new Map(),
    fargateProfiles: new Set(),
    addons: new Map(),
    entries: new Map(),
    associations: new Map(),
    updates: new Map(),
  };
  desk.clusters.add(call, name, cluster);
  return reply(desk, { cluster: { ...cluster.shape, status: "CREATING" } });
}

function clusterShape(desk: Desk, name: string, resourcesVpcConfig: Shape): Shape {
  const { call, body, world } = desk;
  const id = madeFrom([call.account, call.signedRegion, name], 32).toUpperCase();
  const access = shapeOf(body.accessConfig);
  const version = textOf(body.version) || DEFAULT_VERSION;
  return {
    name,
    arn: arnOf(desk, `cluster/${name}`),
    createdAt: seconds(world.clock),
    version,
    endpoint: `https://${id}.gr7.${call.signedRegion}.eks.amazonaws.com`,
    roleArn: body.roleArn,
    resourcesVpcConfig,
    kubernetesNetworkConfig: {
      serviceIpv4Cidr: "172.20.0.0/16",
      ipFamily: "ipv4",
      elasticLoadBalancing: { enabled: false },
      ...shapeOf(body.kubernetesNetworkConfig),
    },
    logging: loggingOf(shapeOf(body.logging)),
    identity: { oidc: { issuer: `https://oidc.eks.${call.signedRegion}.amazonaws.com/id/${id}` } },
    status: "ACTIVE",
    certificateAuthority: { data: Buffer.from(`not a certificate: ${id}`).toString("base64") },
    platformVersion: "eks.1",
    tags: shapeOf(body.tags),
    encryptionConfig: Array.isArray(body.encryptionConfig) ? body.encryptionConfig : [],
    health: { issues: [] },
    accessConfig: {
      authenticationMode: textOf(access.authenticationMode) || "CONFIG_MAP",
      bootstrapClusterCreatorAdminPermissions: access.bootstrapClusterCreatorAdminPermissions ?? true,
    },
    upgradePolicy: { supportType: "EXTENDED", ...shapeOf(body.upgradePolicy) },
    zonalShiftConfig: { enabled: false, ...shapeOf(body.zonalShiftConfig) },
    ...(body.computeConfig === undefined ? {} : { computeConfig: body.computeConfig }),
    ...(body.storageConfig === undefined ? {} : { storageConfig: body.storageConfig }),
    ...(body.remoteNetworkConfig === undefined ? {} : { remoteNetworkConfig: body.remoteNetworkConfig }),
  };
}

/** EKS finds the VPC from the subnets and makes a security group in it, for control plane and nodes. */
async function networkOf(desk: Desk, name: string, wanted: Shape): Promise<Shape> {
  const place = { account: desk.call.account, region: desk.call.signedRegion };
  const [subnet = ""] = textsOf(wanted.subnetIds);
  const subnets = await askQuery(desk.world, place, "ec2", "DescribeSubnets", { "SubnetId.1": subnet });
  const vpcId =
    subnets === undefined ? undefined : [...walk(subnets)].map((node) => textAt(node, "vpcId")).find(Boolean);
  if (vpcId === undefined) throw invalid(`The subnet ID '${subnet}' does not exist`);
  const group = await askQuery(desk.world, place, "ec2", "CreateSecurityGroup", {
    GroupName: `eks-cluster-sg-${name}-${madeFrom([...Object.values(place), name], 10)}`,
    GroupDescription:
      "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes",
    VpcId: vpcId,
  });
  const groupId =
    group === undefined ? undefined : [...walk(group)].map((node) => textAt(node, "groupId")).find(Boolean);
  const publicAccess = wanted.endpointPublicAccess ?? true;
  return {
    subnetIds: textsOf(wanted.subnetIds),
    securityGroupIds: textsOf(wanted.securityGroupIds),
    clusterSecurityGroupId: groupId,
    vpcId,
    endpointPublicAccess: publicAccess,
    endpointPrivateAccess: wanted.endpointPrivateAccess ?? false,
    publicAccessCidrs: wanted.publicAccessCidrs ?? (publicAccess === true ? ["0.0.0.0/0"] : []),
  };
}

/** Every type of log, on or off, as EKS answers whatever it was told. */
function loggingOf(wanted: Shape): Shape {
  const setups = Array.isArray(wanted.clusterLogging) ? wanted.clusterLogging.filter(isShape) : [];
  const on = new Set(setups.filter(({ enabled }) => enabled === true).flatMap(({ types }) => textsOf(types)));
  const part = (enabled: boolean) => ({
    types: LOG_TYPES.filter((type) => on.has(type) === enabled),
    enabled,
  });
  return { clusterLogging: [part(true), part(false)].filter(({ types }) => types.length > 0) };
}

export function describeCluster(desk: Desk): AwsReply {
  return reply(desk, { cluster: clusterOf(desk).shape });
}

export function listClusters(desk: Desk): AwsReply {
  return listed(desk, "clusters", desk.clusters.names(desk.call));
}

export async function deleteCluster(desk: Desk): Promise<AwsReply> {
  const cluster = clusterOf(desk);
  if (cluster.nodeGroups.size > 0) throw inUse("Cluster has nodegroups attached");
  refuseWhileProfiles(cluster);
  const deleted = await desk.world.forward(desk.call);
  if (deleted.status >= 300) return deleted;
  const group = textOf(shapeOf(cluster.shape.resourcesVpcConfig).clusterSecurityGroupId);
  const place = { account: desk.call.account, region: desk.call.signedRegion };
  await askQuery(desk.world, place, "ec2", "DeleteSecurityGroup", { GroupId: group });
  desk.clusters.remove(desk.call, textOf(cluster.shape.name));
  return reply(desk, { cluster: { ...cluster.shape, status: "DELETING" } });
}

/** What UpdateClusterConfig changes, with the type under which EKS tells of it. */
const CONFIGURATIONS: Readonly<Record<string, string>> = {
  resourcesVpcConfig: "VpcConfigUpdate",
  logging: "LoggingUpdate",
  accessConfig: "AccessConfigUpdate",
  upgradePolicy: "UpgradePolicyUpdate",
  zonalShiftConfig: "ZonalShiftConfigUpdate",
  kubernetesNetworkConfig: "AutoModeUpdate",
  computeConfig: "AutoModeUpdate",
  storageConfig: "AutoModeUpdate",
};

export function updateClusterConfig(desk: Desk): AwsReply {
  const cluster = clusterOf(desk);
  const given = Object.keys(CONFIGURATIONS).filter((key) => desk.body[key] !== undefined);
  const [first] = given;
  if (first === undefined) throw invalid("No changes needed for the cluster config provided");
  for (const key of given) {
    const wanted = shapeOf(desk.body[key]);
    const changed = key === "logging" ? loggingOf(wanted) : { ...shapeOf(cluster.shape[key]), ...wanted };
    cluster.shape = { ...cluster.shape, [key]: changed };
  }
  const changes = Object.fromEntries(given.map((key) => [key, desk.body[key]]));
  return started(desk, cluster, CONFIGURATIONS[first] ?? "ConfigUpdate", changes).reply;
}

export function updateClusterVersion(desk: Desk): AwsReply {
  const cluster = clusterOf(desk);
  const version = textOf(desk.body.version);
  const minor = (text: unknown) => Number(textOf(text).split(".")[1]);
  if (minor(version) !== minor(cluster.shape.version) + 1) {
    throw invalid(
      `Unsupported Kubernetes minor version update from ${textOf(cluster.shape.version)} to ${version}`,
    );
  }
  cluster.shape = { ...cluster.shape, version };
  return started(desk, cluster, "VersionUpdate", { version, platformVersion: "eks.1" }).reply;
}

export function associateEncryption(desk: Desk): AwsReply {
  const cluster = clusterOf(desk);
  cluster.shape = { ...cluster.shape, encryptionConfig: desk.body.encryptionConfig };
  const changes = { encryptionConfig: desk.body.encryptionConfig };
  return started(desk, cluster, "AssociateEncryptionConfig", changes).reply;
}

export function describeVersions(desk: Desk): AwsReply {
  const now = desk.world.clock.now();
  const status = (standardUntil: string, extendedUntil: string) => {
    if (Date.parse(standardUntil) > now) return "STANDARD_SUPPORT";
    return Date.parse(extendedUntil) > now ? "EXTENDED_SUPPORT" : "UNSUPPORTED";
  };
  const wanted = desk.query.getAll("clusterVersions");
  const versions = KUBERNETES_VERSIONS.map(({ version, standardUntil, extendedUntil }) => ({
    clusterVersion: version,
    clusterType: "eks",
    defaultPlatformVersion: "eks.1",
    defaultVersion: version === DEFAULT_VERSION,
    endOfStandardSupportDate: Date.parse(standardUntil) / 1000,
    endOfExtendedSupportDate: Date.parse(extendedUntil) / 1000,
    status: status(standardUntil, extendedUntil).toLowerCase().replace("_", "-"),
    versionStatus: status(standardUntil, extendedUntil),
    kubernetesPatchVersion: `${version}.0`,
  }));
  const shown = versions.filter(
    ({ clusterVersion, versionStatus }) =>
      (wanted.length === 0 || wanted.includes(clusterVersion)) && versionStatus !== "UNSUPPORTED",
  );
  return listed(desk, "clusterVersions", shown);
}

import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { errorReply } from "../../wire/index.ts";
import * as access from "./accessCalls.ts";
import * as addons from "./addonCalls.ts";
import * as clusters from "./clusterCalls.ts";
import { clusterOf, type Desk, deskOf, listed, reply, shapeOfUpdate } from "./desk.ts";
import * as fargate from "./fargateCalls.ts";
import * as nodeGroups from "./nodeGroupCalls.ts";
import * as podIdentities from "./podIdentityCalls.ts";
import { clustersOf, EksError, notFound } from "./records.ts";
import { tagCall } from "./tagCalls.ts";

export { sizesRefused } from "./nodeGroupCalls.ts";
export { SCALE_OUT_MS } from "./timings.ts";
export { offered } from "./versions.ts";
export { clusterToShift } from "./zones.ts";

type Handler = (desk: Desk) => AwsReply | undefined | Promise<AwsReply | undefined>;

const HANDLERS: Readonly<Record<string, Handler>> = {
  CreateCluster: clusters.createCluster,
  DescribeCluster: clusters.describeCluster,
  ListClusters: clusters.listClusters,
  DeleteCluster: clusters.deleteCluster,
  UpdateClusterConfig: clusters.updateClusterConfig,
  UpdateClusterVersion: clusters.updateClusterVersion,
  AssociateEncryptionConfig: clusters.associateEncryption,
  DescribeClusterVersions: clusters.describeVersions,
  CreateNodegroup: nodeGroups.createNodeGroup,
  DescribeNodegroup: nodeGroups.describeNodeGroup,
  ListNodegroups: nodeGroups.listNodeGroups,
  DeleteNodegroup: nodeGroups.deleteNodeGroup,
  UpdateNodegroupConfig: nodeGroups.updateNodeGroupConfig,
  UpdateNodegroupVersion: nodeGroups.updateNodeGroupVersion,
  CreateFargateProfile: fargate.createFargateProfile,
  DeleteFargateProfile: fargate.deleteFargateProfile,
  CreateAddon: addons.createAddon,
  DescribeAddon: addons.describeAddon,
  ListAddons: addons.listAddons,
  UpdateAddon: addons.updateAddon,
  DeleteAddon: addons.deleteAddon,
  DescribeAddonVersions: addons.describeAddonVersions,
  CreateAccessEntry: access.createAccessEntry,
  DescribeAccessEntry: access.describeAccessEntry,
  ListAccessEntries: access.listAccessEntries,
  UpdateAccessEntry: access.updateAccessEntry,
  DeleteAccessEntry: access.deleteAccessEntry,
  AssociateAccessPolicy: access.associatePolicy,
  DisassociateAccessPolicy: access.disassociatePolicy,
  ListAssociatedAccessPolicies: access.listAssociatedPolicies,
  ListAccessPolicies: access.listPolicies,
  CreatePodIdentityAssociation: podIdentities.createAssociation,
  DescribePodIdentityAssociation: podIdentities.describeAssociation,
  ListPodIdentityAssociations: podIdentities.listAssociations,
  UpdatePodIdentityAssociation: podIdentities.updateAssociation,
  DeletePodIdentityAssociation: podIdentities.deleteAssociation,
  DescribeUpdate: describeUpdate,
  ListUpdates: (desk) => listed(desk, "updateIds", [...clusterOf(desk).updates.keys()]),
  TagResource: tagCall,
  UntagResource: tagCall,
  ListTagsForResource: tagCall,
};

/** Clusters with all that hangs on them; the emulator knows the bare cluster and half a node group. */
export function eksOverlay(): Overlay {
  return {
    name: "eks-clusters",
    service: "eks",
    grade: "modelled",
    models:
      "Clusters with their access mode, node groups with their launch template, add-ons, access entries, pod identities and updates; the time until a larger node group is ready; add-ons that wait for a node; the access entry that a Fargate profile brings, while the emulator keeps the profile. Leaves out Kubernetes itself and instances.",
    handle,
  };
}

async function handle(call: AwsCall, world: World): Promise<AwsReply | undefined> {
  const handler = HANDLERS[call.action];
  if (handler === undefined) return undefined;
  try {
    return await handler(deskOf(call, world, clustersOf(world)));
  } catch (error) {
    if (!(error instanceof EksError)) throw error;
    return errorReply(call, error);
  }
}

function describeUpdate(desk: Desk): AwsReply {
  const id = desk.path[3] ?? "";
  const update = clusterOf(desk).updates.get(id);
  if (update === undefined) throw notFound(`No update found for ID: ${id}`);
  return reply(desk, { update: shapeOfUpdate(desk, update) });
}

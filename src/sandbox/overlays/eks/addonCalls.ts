import type { AwsReply } from "../../call.ts";
import { arnOf, clusterOf, type Desk, listed, reply, started } from "./desk.ts";
import { desiredNodes } from "./nodeGroupCalls.ts";
import { associate } from "./podIdentityCalls.ts";
import {
  type Cluster,
  inUse,
  invalid,
  isShape,
  notFound,
  type Shape,
  seconds,
  shapeOf,
  textOf,
  textsOf,
  uuidFrom,
} from "./records.ts";
import { ADDONS, KUBERNETES_VERSIONS } from "./versions.ts";

/** Namespace in which the add-ons' own pods run. */
const NAMESPACE = "kube-system";

export function createAddon(desk: Desk): AwsReply {
  const { body, world } = desk;
  const cluster = clusterOf(desk);
  const name = textOf(body.addonName);
  const offered = ADDONS[name];
  if (offered === undefined) throw invalid(`Addon ${name} specified is not supported`);
  if (cluster.addons.has(name)) throw inUse("Addon already exists.");
  const clusterName = textOf(cluster.shape.name);
  const id = uuidFrom([desk.call.account, desk.call.signedRegion, clusterName, name]);
  const arn = arnOf(desk, `addon/${clusterName}/${name}/${id}`);
  const addon: Shape = {
    addonName: name,
    clusterName,
    addonVersion: textOf(body.addonVersion) || offered.version,
    health: { issues: [] },
    addonArn: arn,
    createdAt: seconds(world.clock),
    modifiedAt: seconds(world.clock),
    tags: shapeOf(body.tags),
    publisher: "eks",
    owner: "aws",
    ...(body.configurationValues === undefined ? {} : { configurationValues: body.configurationValues }),
    ...(body.serviceAccountRoleArn === undefined
      ? {}
      : { serviceAccountRoleArn: body.serviceAccountRoleArn }),
    podIdentityAssociations: identities(desk, cluster, arn, body.podIdentityAssociations),
  };
  cluster.addons.set(name, addon);
  return reply(desk, { addon: { ...addon, status: "CREATING" } });
}

function identities(desk: Desk, cluster: Cluster, ownerArn: string, wanted: unknown): readonly string[] {
  const all = Array.isArray(wanted) ? wanted.filter(isShape) : [];
  return all.map((each) =>
    textOf(associate(desk, cluster, { ...each, namespace: NAMESPACE }, ownerArn).associationArn),
  );
}

function forgetIdentities(cluster: Cluster, ownerArn: string): void {
  for (const [id, { ownerArn: owner }] of cluster.associations) {
    if (owner === ownerArn) cluster.associations.delete(id);
  }
}

function addonOf(desk: Desk): Shape {
  const name = desk.path[3] ?? "";
  const addon = clusterOf(desk).addons.get(name);
  if (addon === undefined) {
    throw notFound(`No addon: ${name} found in cluster: ${textOf(clusterOf(desk).shape.name)}`);
  }
  return addon;
}

/** Without a node, what runs as ordinary pods does not come up: EKS calls the add-on degraded. */
export function describeAddon(desk: Desk): AwsReply {
  const addon = addonOf(desk);
  const waits = ADDONS[textOf(addon.addonName)]?.needsNodes === true && desiredNodes(clusterOf(desk)) === 0;
  const issue = {
    code: "InsufficientNumberOfReplicas",
    message: "The add-on is unhealthy because it doesn't have the desired number of replicas.",
  };
  return reply(desk, {
    addon: waits
      ? { ...addon, status: "DEGRADED", health: { issues: [issue] } }
      : { ...addon, status: "ACTIVE" },
  });
}

export function listAddons(desk: Desk): AwsReply {
  return listed(desk, "addons", [...clusterOf(desk).addons.keys()].sort());
}

export function updateAddon(desk: Desk): AwsReply {
  const { body } = desk;
  const cluster = clusterOf(desk);
  const addon = addonOf(desk);
  const { addonVersion, configurationValues, serviceAccountRoleArn, podIdentityAssociations } = body;
  if (podIdentityAssociations !== undefined) {
    const owner = textOf(addon.addonArn);
    forgetIdentities(cluster, owner);
    addon.podIdentityAssociations = identities(desk, cluster, owner, podIdentityAssociations);
  }
  const changes = { addonVersion, configurationValues, serviceAccountRoleArn };
  for (const [key, value] of Object.entries(changes)) if (value !== undefined) addon[key] = value;
  addon.modifiedAt = seconds(desk.world.clock);
  return started(desk, cluster, "AddonUpdate", { ...changes, podIdentityAssociations }).reply;
}

export function deleteAddon(desk: Desk): AwsReply {
  const cluster = clusterOf(desk);
  const addon = addonOf(desk);
  cluster.addons.delete(textOf(addon.addonName));
  forgetIdentities(cluster, textOf(addon.addonArn));
  return reply(desk, { addon: { ...addon, status: "DELETING" } });
}

export function describeAddonVersions(desk: Desk): AwsReply {
  const wanted = desk.query.get("addonName");
  const known = textsOf(KUBERNETES_VERSIONS.map(({ version }) => version));
  const shown = Object.entries(ADDONS).filter(([name]) => wanted === null || name === wanted);
  return listed(
    desk,
    "addons",
    shown.map(([addonName, { version }]) => ({
      addonName,
      type: "infra-management",
      publisher: "eks",
      owner: "aws",
      addonVersions: [
        {
          addonVersion: version,
          architecture: ["amd64", "arm64"],
          requiresConfiguration: false,
          compatibilities: known.map((clusterVersion) => ({
            clusterVersion,
            platformVersions: ["*"],
            defaultVersion: true,
          })),
        },
      ],
    })),
  );
}

import type { AwsReply } from "../../call.ts";
import { arnOf, clusterOf, type Desk, listed, reply } from "./desk.ts";
import {
  type AccessEntry,
  type Cluster,
  EksError,
  inUse,
  invalid,
  notFound,
  type Shape,
  seconds,
  shapeOf,
  textOf,
  textsOf,
  uuidFrom,
} from "./records.ts";

const POLICY_ARN = "arn:aws:eks::aws:cluster-access-policy/";

/** Source: https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html, November 2026. */
const POLICIES = [
  "AmazonEKSAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSAutoNodePolicy",
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
];

export function createAccessEntry(desk: Desk): AwsReply {
  const cluster = clusterOf(desk);
  const principalArn = textOf(desk.body.principalArn);
  if (shapeOf(cluster.shape.accessConfig).authenticationMode === "CONFIG_MAP") {
    throw new EksError(
      400,
      "InvalidRequestException",
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    );
  }
  if (cluster.entries.has(principalArn)) {
    throw inUse("The specified access entry resource is already in use on this cluster.");
  }
  const entry = addEntry(desk, cluster, principalArn, desk.body);
  return reply(desk, { accessEntry: entry.shape });
}

function addEntry(desk: Desk, cluster: Cluster, principalArn: string, wanted: Shape): AccessEntry {
  const clusterName = textOf(cluster.shape.name);
  const [, , , , account = "", resource = ""] = principalArn.split(":");
  const [kind = "", ...name] = resource.split("/");
  const id = uuidFrom([desk.call.account, desk.call.signedRegion, clusterName, principalArn]);
  const now = seconds(desk.world.clock);
  const last = name.at(-1) ?? "";
  const entry: AccessEntry = {
    shape: {
      clusterName,
      principalArn,
      kubernetesGroups: textsOf(wanted.kubernetesGroups),
      accessEntryArn: arnOf(desk, `access-entry/${clusterName}/${kind}/${account}/${last}/${id}`),
      createdAt: now,
      modifiedAt: now,
      tags: shapeOf(wanted.tags),
      username:
        textOf(wanted.username) ||
        (kind === "role" ? `arn:aws:sts::${account}:assumed-role/${last}/{{SessionName}}` : principalArn),
      type: textOf(wanted.type) || "STANDARD",
    },
    policies: new Map(),
  };
  cluster.entries.set(principalArn, entry);
  return entry;
}

/** EKS lets the nodes of a managed group in by an entry that it makes itself. */
export function ensureNodeEntry(desk: Desk, cluster: Cluster, nodeRole: string): void {
  if (shapeOf(cluster.shape.accessConfig).authenticationMode === "CONFIG_MAP") return;
  if (cluster.entries.has(nodeRole)) return;
  addEntry(desk, cluster, nodeRole, {
    type: "EC2_LINUX",
    kubernetesGroups: ["system:nodes"],
    username: "system:node:{{EC2PrivateDNSName}}",
  });
}

/** As it does for the pod execution role of a Fargate profile. */
export function ensureFargateEntry(desk: Desk, cluster: Cluster, podExecutionRole: string): void {
  if (shapeOf(cluster.shape.accessConfig).authenticationMode === "CONFIG_MAP") return;
  if (cluster.entries.has(podExecutionRole)) return;
  addEntry(desk, cluster, podExecutionRole, {
    type: "FARGATE_LINUX",
    kubernetesGroups: ["system:node-proxier"],
    username: "system:node:{{SessionName}}",
  });
}

function entryOf(desk: Desk): AccessEntry {
  const principalArn = desk.path[3] ?? "";
  const entry = clusterOf(desk).entries.get(principalArn);
  if (entry === undefined) {
    throw notFound(
      `The specified principalArn could not be found. You can view the available access entries with 'ListAccessEntries'.`,
    );
  }
  return entry;
}

export function describeAccessEntry(desk: Desk): AwsReply {
  return reply(desk, { accessEntry: entryOf(desk).shape });
}

export function listAccessEntries(desk: Desk): AwsReply {
  return listed(desk, "accessEntries", [...clusterOf(desk).entries.keys()].sort());
}

export function updateAccessEntry(desk: Desk): AwsReply {
  const { shape } = entryOf(desk);
  const { kubernetesGroups, username } = desk.body;
  if (kubernetesGroups !== undefined) shape.kubernetesGroups = textsOf(kubernetesGroups);
  if (username !== undefined) shape.username = username;
  shape.modifiedAt = seconds(desk.world.clock);
  return reply(desk, { accessEntry: shape });
}

export function deleteAccessEntry(desk: Desk): AwsReply {
  clusterOf(desk).entries.delete(textOf(entryOf(desk).shape.principalArn));
  return reply(desk, {});
}

export function associatePolicy(desk: Desk): AwsReply {
  const entry = entryOf(desk);
  const policyArn = textOf(desk.body.policyArn);
  if (!POLICIES.some((name) => policyArn === `${POLICY_ARN}${name}`)) {
    throw invalid("The policyArn parameter format is not valid");
  }
  const now = seconds(desk.world.clock);
  const known = entry.policies.get(policyArn);
  const policy: Shape = {
    policyArn,
    accessScope: { namespaces: [], ...shapeOf(desk.body.accessScope) },
    associatedAt: known?.associatedAt ?? now,
    modifiedAt: now,
  };
  entry.policies.set(policyArn, policy);
  const { clusterName, principalArn } = entry.shape;
  return reply(desk, { clusterName, principalArn, associatedAccessPolicy: policy });
}

export function disassociatePolicy(desk: Desk): AwsReply {
  const policyArn = desk.path[5] ?? "";
  if (!entryOf(desk).policies.delete(policyArn)) {
    throw notFound("The specified policyArn is not associated with the access entry.");
  }
  return reply(desk, {});
}

export function listAssociatedPolicies(desk: Desk): AwsReply {
  const { shape, policies } = entryOf(desk);
  return reply(desk, {
    clusterName: shape.clusterName,
    principalArn: shape.principalArn,
    associatedAccessPolicies: [...policies.values()],
    nextToken: null,
  });
}

export function listPolicies(desk: Desk): AwsReply {
  return listed(
    desk,
    "accessPolicies",
    POLICIES.map((name) => ({ name, arn: `${POLICY_ARN}${name}` })),
  );
}

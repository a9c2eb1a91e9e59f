import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { offered, sizesRefused } from "../overlays/eks/index.ts";
import { jsonBody } from "../wire/index.ts";
import { keyIsUsable, roleExists, zonesOf } from "./lookups.ts";

const GUIDE = "https://docs.aws.amazon.com/eks/latest/userguide";
const API = "https://docs.aws.amazon.com/eks/latest/APIReference";

type Body = Readonly<Record<string, unknown>>;

interface EksRule extends Omit<Refusal, "service" | "check"> {
  /** What EKS says of a call that it refuses. */
  check(body: Body, call: AwsCall, world: World): string | undefined | Promise<string | undefined>;
}

export function eks({ check, ...rule }: EksRule): Refusal {
  return {
    ...rule,
    service: "eks",
    async check(call, world) {
      return invalid(await check(jsonBody(call), call, world));
    },
  };
}

function invalid(message: string | undefined): RefusedCall | undefined {
  return message === undefined ? undefined : { status: 400, code: "InvalidParameterException", message };
}

export function place(call: AwsCall) {
  return { account: call.account, region: call.signedRegion };
}

export function object(value: unknown): Body {
  return value !== null && typeof value === "object" ? (value as Body) : {};
}

const name = eks({
  id: "eks-cluster-name",
  actions: ["CreateCluster"],
  rule: "A cluster's name has at most 100 letters, digits, hyphens and underscores and begins with a letter or digit.",
  source: `${API}/API_CreateCluster.html`,
  check({ name: given }) {
    if (typeof given === "string" && /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/.test(given)) return undefined;
    return "The name can contain only alphanumeric characters (case-sensitive), hyphens, and underscores. It must start with an alphanumeric character and can't be longer than 100 characters.";
  },
});

const version = eks({
  id: "eks-kubernetes-version",
  actions: ["CreateCluster"],
  rule: "A cluster is made with a Kubernetes version that EKS offers, in standard or in extended support.",
  source: `${GUIDE}/kubernetes-versions.html`,
  check({ version: wanted }, _call, world) {
    if (typeof wanted !== "string" || offered(wanted, world.clock.now())) return undefined;
    return `unsupported Kubernetes version ${wanted}`;
  },
});

const oneZone = eks({
  id: "eks-cluster-one-zone",
  actions: ["CreateCluster"],
  rule: "The subnets of a cluster are at least two, in different Availability Zones.",
  source: `${GUIDE}/network-reqs.html`,
  async check({ resourcesVpcConfig }, call, world) {
    const { subnetIds } = object(resourcesVpcConfig);
    if (!Array.isArray(subnetIds)) return undefined;
    const zones = await zonesOf(world, place(call), subnetIds.map(String));
    if (zones === undefined || zones.size >= 2) return undefined;
    return "Subnets specified must be in at least two different AZs";
  },
});

const secretsKey = eks({
  id: "eks-secrets-key-not-usable",
  actions: ["CreateCluster", "AssociateEncryptionConfig"],
  rule: "The key that encrypts Kubernetes secrets exists, enabled, in the region of the cluster.",
  source: `${API}/API_Provider.html`,
  async check({ encryptionConfig }, call, world) {
    const [first] = Array.isArray(encryptionConfig) ? encryptionConfig : [];
    const { keyArn } = object(object(first).provider);
    if (typeof keyArn !== "string" || (await keyIsUsable(world, place(call), keyArn))) return undefined;
    return `The keyArn in encryptionConfig provider is invalid: ${keyArn} is no enabled key of ${call.signedRegion}`;
  },
});

const principal = eks({
  id: "eks-access-entry-service-linked-role",
  actions: ["CreateAccessEntry"],
  rule: "A service-linked role cannot have an access entry.",
  source: `${GUIDE}/creating-access-entries.html`,
  check({ principalArn }) {
    if (!String(principalArn).includes(":role/aws-service-role/")) return undefined;
    return "The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role";
  },
});

const noPrincipal = eks({
  id: "eks-access-entry-principal-not-found",
  actions: ["CreateAccessEntry"],
  rule: "An access entry is for an IAM principal that exists.",
  source: `${GUIDE}/creating-access-entries.html`,
  async check({ principalArn }, call, world) {
    const role = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(String(principalArn));
    // Only roles of the cluster's own account can be looked up.
    if (role?.[1] !== call.account || role[2] === undefined) return undefined;
    if (String(principalArn).includes(":role/aws-service-role/")) return undefined;
    if (await roleExists(world, call.account, role[2])) return undefined;
    return "The specified principalArn is invalid: invalid principal.";
  },
});

const username = eks({
  id: "eks-access-entry-username",
  actions: ["CreateAccessEntry", "UpdateAccessEntry"],
  rule: "A username of one's own begins with none of system:, eks:, aws:, amazon: and iam:.",
  source: `${GUIDE}/creating-access-entries.html`,
  check({ username: given }) {
    if (typeof given !== "string" || !/^(system|eks|aws|amazon|iam):/.test(given)) return undefined;
    return `The username '${given}' uses a reserved prefix`;
  },
});

const sizes = eks({
  id: "eks-node-group-sizes",
  actions: ["CreateNodegroup"],
  rule: "A node group's desired size lies between its minimum and its maximum.",
  source: `${API}/API_NodegroupScalingConfig.html`,
  check: ({ scalingConfig }) => sizesRefused({ ...object(scalingConfig) }),
});

const twoLimits = eks({
  id: "eks-node-group-update-limits",
  actions: ["CreateNodegroup", "UpdateNodegroupConfig"],
  rule: "A node group is updated so many nodes at a time or such a percentage of them, not both.",
  source: `${API}/API_NodegroupUpdateConfig.html`,
  check({ updateConfig }) {
    const { maxUnavailable, maxUnavailablePercentage } = object(updateConfig);
    if (maxUnavailable === undefined || maxUnavailablePercentage === undefined) return undefined;
    return "You cannot specify both maxUnavailable and maxUnavailablePercentage in updateConfig";
  },
});

export const eksRefusals: readonly Refusal[] = [
  name,
  version,
  oneZone,
  secretsKey,
  principal,
  noPrincipal,
  username,
  sizes,
  twoLimits,
];

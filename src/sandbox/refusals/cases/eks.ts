import { type Caller, json, rest, type WireCall } from "./caller.ts";
import { makeKey, makeSubnets, type RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const ROLE = "arn:aws:iam::123456789012:role/cluster";
const INVALID = "InvalidParameterException";

export function post(path: string, body: object): WireCall {
  return rest("eks", EAST, "POST", path, JSON.stringify(body), { "content-type": "application/json" });
}

interface Wanted {
  readonly name: string;
  readonly subnetIds: readonly string[];
  readonly more?: object;
}

export function cluster({ name, subnetIds, more = {} }: Wanted): WireCall {
  return post("/clusters", {
    name,
    roleArn: ROLE,
    resourcesVpcConfig: { subnetIds },
    accessConfig: { authenticationMode: "API" },
    ...more,
  });
}

async function zones(sandbox: Caller): Promise<readonly string[]> {
  const { sameZone, otherZone } = await makeSubnets(sandbox, EAST);
  return [sameZone[0], otherZone];
}

/** A cluster that is there, and what a node group in it is asked for with. */
async function madeCluster(sandbox: Caller, name: string) {
  const subnetIds = await zones(sandbox);
  await sandbox.must(cluster({ name, subnetIds }));
  return {
    group: (nodegroupName: string, more: object) =>
      post(`/clusters/${name}/node-groups`, { nodegroupName, nodeRole: ROLE, subnets: subnetIds, ...more }),
    entry: (principalArn: string, more: object = {}) =>
      post(`/clusters/${name}/access-entries`, { principalArn, ...more }),
  };
}

async function madeRole(sandbox: Caller, name: string): Promise<string> {
  const body = new URLSearchParams({
    Action: "CreateRole",
    Version: "2010-05-08",
    RoleName: name,
    AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
  });
  const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  await sandbox.must(rest("iam", EAST, "POST", "/", body.toString(), form));
  return `arn:aws:iam::123456789012:role/${name}`;
}

export const eksCases: readonly RefusalCase[] = [
  {
    refusal: "eks-cluster-name",
    code: INVALID,
    emulator: "accepts",
    async prepare(sandbox) {
      const subnetIds = await zones(sandbox);
      return {
        refused: cluster({ name: "a".repeat(101), subnetIds }),
        taken: cluster({ name: "a".repeat(100), subnetIds }),
      };
    },
  },
  {
    refusal: "eks-kubernetes-version",
    code: INVALID,
    emulator: "accepts",
    async prepare(sandbox) {
      const subnetIds = await zones(sandbox);
      return {
        refused: cluster({ name: "too-old", subnetIds, more: { version: "1.21" } }),
        taken: cluster({ name: "new-enough", subnetIds, more: { version: "1.35" } }),
      };
    },
  },
  {
    refusal: "eks-cluster-one-zone",
    code: INVALID,
    emulator: "accepts",
    async prepare(sandbox) {
      const { sameZone, otherZone } = await makeSubnets(sandbox, EAST);
      return {
        refused: cluster({ name: "narrow-cluster", subnetIds: sameZone }),
        taken: cluster({ name: "wide-cluster", subnetIds: [sameZone[0], otherZone] }),
      };
    },
  },
  {
    refusal: "eks-secrets-key-not-usable",
    code: INVALID,
    emulator: "accepts",
    async prepare(sandbox) {
      const subnetIds = await zones(sandbox);
      const sealed = (keyArn: string) => ({
        encryptionConfig: [{ resources: ["secrets"], provider: { keyArn } }],
      });
      const [here, elsewhere] = [await makeKey(sandbox, EAST), await makeKey(sandbox, WEST)];
      return {
        refused: cluster({ name: "sealed-elsewhere", subnetIds, more: sealed(elsewhere) }),
        taken: cluster({ name: "sealed-here", subnetIds, more: sealed(here) }),
      };
    },
  },
  {
    refusal: "eks-access-entry-service-linked-role",
    code: INVALID,
    emulator: "fails",
    async prepare(sandbox) {
      const { entry } = await madeCluster(sandbox, "linked");
      const linked =
        "arn:aws:iam::123456789012:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS";
      return { refused: entry(linked), taken: entry(await madeRole(sandbox, "admin-of-linked")) };
    },
  },
  {
    refusal: "eks-access-entry-principal-not-found",
    code: INVALID,
    emulator: "fails",
    async prepare(sandbox) {
      const { entry } = await madeCluster(sandbox, "strangers");
      return {
        refused: entry("arn:aws:iam::123456789012:role/nobody"),
        taken: entry(await madeRole(sandbox, "somebody")),
      };
    },
  },
  {
    refusal: "eks-access-entry-username",
    code: INVALID,
    emulator: "fails",
    async prepare(sandbox) {
      const { entry } = await madeCluster(sandbox, "named");
      const role = await madeRole(sandbox, "named-admin");
      return {
        refused: entry(role, { username: "system:masters" }),
        taken: entry(role, { username: "admin" }),
      };
    },
  },
  {
    refusal: "eks-node-group-sizes",
    code: INVALID,
    emulator: "accepts",
    async prepare(sandbox) {
      const { group } = await madeCluster(sandbox, "sized");
      const sized = (minSize: number) => ({ scalingConfig: { minSize, desiredSize: 2, maxSize: 4 } });
      return { refused: group("upside-down", sized(5)), taken: group("upright", sized(1)) };
    },
  },
  {
    refusal: "eks-node-group-update-limits",
    code: INVALID,
    emulator: "accepts",
    async prepare(sandbox) {
      const { group } = await madeCluster(sandbox, "updated");
      const both = { maxUnavailable: 1, maxUnavailablePercentage: 33 };
      return {
        refused: group("both-limits", { updateConfig: both }),
        taken: group("one-limit", { updateConfig: { maxUnavailablePercentage: 33 } }),
      };
    },
  },
  {
    refusal: "ecr-repository-key-not-usable",
    code: "KmsException",
    emulator: "accepts",
    async prepare(sandbox) {
      const create = (repositoryName: string, kmsKey: string) =>
        json("ecr", EAST, "CreateRepository", {
          repositoryName,
          encryptionConfiguration: { encryptionType: "KMS", kmsKey },
        });
      return {
        refused: create("sealed-images", await makeKey(sandbox, WEST)),
        taken: create("well-sealed-images", await makeKey(sandbox, EAST)),
      };
    },
  },
];

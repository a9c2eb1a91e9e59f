import { describe, expect, it } from "vitest";
import { FakeWorld, jsonCall } from "../testing/fakeWorld.ts";
import { eksOverlay, SCALE_OUT_MS } from "./index.ts";

const REGION = "eu-central-1";
const ROLE = "arn:aws:iam::123456789012:role/admin";

/** An emulator that knows subnets, security groups and launch templates, and says yes to clusters. */
function emulated({ action }: { readonly action: string }) {
  const answers: Readonly<Record<string, string>> = {
    DescribeSubnets: "<subnetSet><item><vpcId>vpc-1</vpcId></item></subnetSet>",
    CreateSecurityGroup: "<groupId>sg-made</groupId>",
    DeleteSecurityGroup: "<return>true</return>",
    DescribeLaunchTemplates:
      "<launchTemplates><item><launchTemplateId>lt-1</launchTemplateId><launchTemplateName>nodes</launchTemplateName><defaultVersionNumber>1</defaultVersionNumber></item></launchTemplates>",
  };
  const xml = answers[action];
  return {
    status: 200,
    headers: {},
    body: xml === undefined ? JSON.stringify({}) : `<Response>${xml}</Response>`,
  };
}

class Region {
  readonly world = new FakeWorld(emulated);
  readonly #overlay = eksOverlay();

  async call(action: string, method: string, target: string, body: object = {}) {
    const call = { ...jsonCall("eks", REGION, action, body), method, target };
    const reply = await this.#overlay.handle(call, this.world);
    if (reply === undefined) throw new Error(`${action} was left to the emulator`);
    const shape = JSON.parse(reply.body.toString()) as Record<string, Record<string, unknown>>;
    return { status: reply.status, shape };
  }

  /** A region with a cluster in it, and a node group of no nodes. */
  static async withCluster(): Promise<Region> {
    const region = new Region();
    await region.call("CreateCluster", "POST", "/clusters", {
      name: "shop",
      version: "1.35",
      roleArn: ROLE,
      resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"], endpointPublicAccess: false },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      logging: { clusterLogging: [{ enabled: true, types: ["audit"] }] },
      tags: { owner: "platform" },
    });
    await region.call("CreateNodegroup", "POST", "/clusters/shop/node-groups", {
      nodegroupName: "application",
      nodeRole: "arn:aws:iam::123456789012:role/nodes",
      subnets: ["subnet-1"],
      launchTemplate: { id: "lt-1", version: "3" },
      scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 9 },
    });
    return region;
  }

  group() {
    return this.call("DescribeNodegroup", "GET", "/clusters/shop/node-groups/application");
  }

  scale(desiredSize: number) {
    const target = "/clusters/shop/node-groups/application/update-config";
    return this.call("UpdateNodegroupConfig", "POST", target, { scalingConfig: { desiredSize } });
  }
}

describe("a cluster", () => {
  it("is shown as it was asked for, with the VPC of its subnets and a security group of its own", async () => {
    const region = await Region.withCluster();

    const { shape } = await region.call("DescribeCluster", "GET", "/clusters/shop");

    expect(shape.cluster).toMatchObject({
      status: "ACTIVE",
      arn: `arn:aws:eks:${REGION}:123456789012:cluster/shop`,
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      resourcesVpcConfig: { vpcId: "vpc-1", clusterSecurityGroupId: "sg-made", publicAccessCidrs: [] },
      logging: {
        clusterLogging: [
          { types: ["audit"], enabled: true },
          { types: ["api", "authenticator", "controllerManager", "scheduler"], enabled: false },
        ],
      },
    });
  });

  it("fails to be deleted while it has a node group, and takes its security group with it", async () => {
    const region = await Region.withCluster();

    const early = await region.call("DeleteCluster", "DELETE", "/clusters/shop");
    await region.call("DeleteNodegroup", "DELETE", "/clusters/shop/node-groups/application");
    const late = await region.call("DeleteCluster", "DELETE", "/clusters/shop");

    expect([early.status, early.shape.__type]).toEqual([409, "ResourceInUseException"]);
    expect(late.status).toBe(200);
    expect(region.world.reached.at(-1)).toBe(`${REGION} DeleteSecurityGroup`);
    expect((await region.call("DescribeCluster", "GET", "/clusters/shop")).status).toBe(404);
  });

  it("is upgraded by one minor version at a time", async () => {
    const region = await Region.withCluster();
    const upgrade = (version: string) =>
      region.call("UpdateClusterVersion", "POST", "/clusters/shop/updates", { version });

    expect((await upgrade("1.37")).status).toBe(400);
    expect((await upgrade("1.36")).status).toBe(200);
  });
});

describe("a node group", () => {
  it("names its launch template by id, name and version, and no remote access", async () => {
    const { shape } = await (await Region.withCluster()).group();

    expect(shape.nodegroup?.launchTemplate).toEqual({ id: "lt-1", name: "nodes", version: "3" });
    expect(shape.nodegroup).not.toHaveProperty("remoteAccess");
    expect(shape.nodegroup).not.toHaveProperty("diskSize");
  });

  it("takes its time to grow, and refuses another change meanwhile", async () => {
    const region = await Region.withCluster();

    const { shape } = await region.scale(6);
    const during = await region.group();
    const second = await region.scale(7);
    region.world.clock.advance(SCALE_OUT_MS);
    const update = await region.call("DescribeUpdate", "GET", `/clusters/shop/updates/${shape.update?.id}`);

    expect(shape.update?.status).toBe("InProgress");
    expect(during.shape.nodegroup?.status).toBe("UPDATING");
    expect(second.status).toBe(409);
    expect(update.shape.update?.status).toBe("Successful");
    expect((await region.group()).shape.nodegroup).toMatchObject({
      status: "ACTIVE",
      scalingConfig: { minSize: 0, desiredSize: 6, maxSize: 9 },
    });
  });

  it("shrinks at once", async () => {
    const region = await Region.withCluster();
    await region.scale(6);
    region.world.clock.advance(SCALE_OUT_MS);

    expect((await region.scale(2)).shape.update?.status).toBe("Successful");
  });

  it("refuses a size beyond its maximum", async () => {
    const region = await Region.withCluster();

    expect((await region.scale(10)).status).toBe(400);
    expect((await region.group()).shape.nodegroup?.scalingConfig).toMatchObject({ desiredSize: 0 });
  });

  it("lets its nodes in by an access entry that nobody asked for", async () => {
    const region = await Region.withCluster();

    const { shape } = await region.call("ListAccessEntries", "GET", "/clusters/shop/access-entries");

    expect(shape.accessEntries).toEqual(["arn:aws:iam::123456789012:role/nodes"]);
  });
});

describe("an add-on", () => {
  const create = (region: Region, addonName: string, more: object = {}) =>
    region.call("CreateAddon", "POST", "/clusters/shop/addons", { addonName, ...more });
  const status = async (region: Region, name: string) =>
    (await region.call("DescribeAddon", "GET", `/clusters/shop/addons/${name}`)).shape.addon?.status;

  it("that runs on nodes is degraded until there is one", async () => {
    const region = await Region.withCluster();
    await create(region, "coredns");
    await create(region, "vpc-cni");

    const without = [await status(region, "coredns"), await status(region, "vpc-cni")];
    await region.scale(2);

    expect(without).toEqual(["DEGRADED", "ACTIVE"]);
    expect(await status(region, "coredns")).toBe("ACTIVE");
  });

  it("brings an identity for its pods and takes it along when it goes", async () => {
    const region = await Region.withCluster();
    const identities = [{ serviceAccount: "aws-node", roleArn: ROLE }];
    const list = () =>
      region.call("ListPodIdentityAssociations", "GET", "/clusters/shop/pod-identity-associations");

    const { shape } = await create(region, "vpc-cni", { podIdentityAssociations: identities });
    const [owned] = (await list()).shape.associations as unknown as readonly Record<string, unknown>[];
    await region.call("DeleteAddon", "DELETE", "/clusters/shop/addons/vpc-cni");

    expect(owned).toMatchObject({
      namespace: "kube-system",
      serviceAccount: "aws-node",
      ownerArn: shape.addon?.addonArn,
    });
    expect((await list()).shape.associations).toEqual([]);
  });

  it("fails when EKS does not offer it", async () => {
    expect((await create(await Region.withCluster(), "homemade")).status).toBe(400);
  });
});

describe("identities and access", () => {
  it("refuse a service account a second role", async () => {
    const region = await Region.withCluster();
    const associate = () =>
      region.call("CreatePodIdentityAssociation", "POST", "/clusters/shop/pod-identity-associations", {
        namespace: "shop",
        serviceAccount: "orders",
        roleArn: ROLE,
      });

    const first = await associate();
    const second = await associate();

    expect(first.status).toBe(200);
    expect([second.status, second.shape.__type]).toEqual([409, "ResourceInUseException"]);
  });

  it("give a principal a policy for the whole cluster, and refuse a policy that EKS does not keep", async () => {
    const region = await Region.withCluster();
    await region.call("CreateAccessEntry", "POST", "/clusters/shop/access-entries", { principalArn: ROLE });
    const target = `/clusters/shop/access-entries/${encodeURIComponent(ROLE)}/access-policies`;
    const associate = (policy: string) =>
      region.call("AssociateAccessPolicy", "POST", target, {
        policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
        accessScope: { type: "cluster" },
      });

    expect((await associate("AmazonEKSHomemadePolicy")).status).toBe(400);
    expect((await associate("AmazonEKSViewPolicy")).shape.associatedAccessPolicy).toMatchObject({
      accessScope: { type: "cluster", namespaces: [] },
    });
  });

  it("fail on a cluster that is not there", async () => {
    const region = await Region.withCluster();

    const missing = await region.call("CreateAddon", "POST", "/clusters/other/addons", {
      addonName: "coredns",
    });

    expect([missing.status, missing.shape.__type]).toEqual([404, "ResourceNotFoundException"]);
  });
});

describe("tags", () => {
  it("are changed by the ARN of whatever carries them", async () => {
    const region = await Region.withCluster();
    const { shape } = await region.group();
    const target = `/tags/${encodeURIComponent(String(shape.nodegroup?.nodegroupArn))}`;

    await region.call("TagResource", "POST", target, { tags: { owner: "shop", pool: "application" } });
    await region.call("UntagResource", "DELETE", `${target}?tagKeys=pool`);

    expect((await region.call("ListTagsForResource", "GET", target)).shape.tags).toEqual({ owner: "shop" });
  });
});

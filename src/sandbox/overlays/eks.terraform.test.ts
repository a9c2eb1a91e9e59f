import { SecurityGroup } from "@cdktn/provider-aws/lib/security-group/index.js";
import { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import type { Construct } from "constructs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ClusterRoles,
  DataKey,
  FargateProfiles,
  FargateRole,
  type Naming,
  type OwnerTags,
  RegionCluster,
  Registry,
  RegistryReplication,
} from "../../constructs/index.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const REGION = "eu-central-1";
const NAMING: Naming = { platform: "shop", environment: "rehearsal", account: ACCOUNT };
const TAGS: OwnerTags = { service: "platform", owner: "platform-team", costCentre: "shop-1001" };
const SERVICES = ["web", "catalogue", "cart", "orders", "payments", "identity", "search", "stock"].concat([
  "shipping",
  "notices",
  "reviews",
  "reports",
]);
const pods = SERVICES.map((service) => ({ service, namespace: service, serviceAccount: service }));
/** Of those that need nothing of AWS: each pod a machine of its own. */
const ALONE = ["previews", "renderings"];
const common = { naming: NAMING, tags: TAGS };

const roles: Part = {
  id: "global",
  region: "us-east-1",
  build(scope) {
    new ClusterRoles(scope, "cluster-roles", {
      ...common,
      regions: [REGION],
      keyPurposes: ["eu"],
      services: pods.map((each) => ({
        ...each,
        statements: [
          {
            Effect: "Allow",
            Action: "dynamodb:GetItem",
            Resource: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${each.service}`,
          },
        ],
      })),
    });
    new FargateRole(scope, "fargate", { ...common, regions: [REGION], services: ALONE });
    return {};
  },
};

/** A region that waits: its cluster is alive, its services have no nodes yet. */
const compute: Part = {
  id: `${REGION}/compute`,
  region: REGION,
  build(scope) {
    const { vpc, subnets, nodes, key } = ground(scope);
    const { cluster } = new RegionCluster(scope, "cluster", {
      ...common,
      mode: "pilot-light",
      vpcId: vpc.id,
      subnetIds: subnets.map(({ id }) => id),
      keyArn: key.arn,
      nodesSecurityGroupId: nodes.id,
      applicationNodes: { min: 3, max: 12 },
      services: pods,
      protect: false,
    });
    new FargateProfiles(scope, "fargate", {
      naming: NAMING,
      clusterName: cluster.resource.name,
      namespace: "services",
      subnetIds: subnets.map(({ id }) => id),
      services: ALONE.map((name) => ({ name, tags: { ...TAGS, service: name } })),
    });
    new Registry(scope, "registry", { ...common, services: SERVICES, keyArn: key.arn, protect: false });
    new RegistryReplication(scope, "replication", {
      naming: NAMING,
      destinations: ["us-east-1", "us-west-2", "eu-west-1"],
    });
    return {};
  },
};

/** A network that holds what a cluster needs of one, so that this test stands or falls with compute alone. */
function ground(scope: Construct) {
  const key = new DataKey(scope, "key", { ...common, region: REGION, purpose: "eu" });
  const vpc = new Vpc(scope, "vpc", { cidrBlock: "10.3.0.0/16", tags: { Name: "compute" } });
  const subnets = ["a", "b", "c"].map(
    (letter, at) =>
      new Subnet(scope, `private-${letter}`, {
        vpcId: vpc.id,
        availabilityZone: `${REGION}${letter}`,
        cidrBlock: `10.3.${at}.0/24`,
      }),
  );
  const nodes = new SecurityGroup(scope, "nodes", { name: "nodes", vpcId: vpc.id });
  return { key, vpc, subnets, nodes };
}

describe.skipIf(toolsMissing)(
  `a region's compute with Terraform and the AWS provider${skippedBecause}`,
  () => {
    let rehearsal: ConstructRehearsal;
    beforeAll(async () => {
      rehearsal = await ConstructRehearsal.start();
    }, 60_000);
    afterAll(() => rehearsal?.stop());

    const call = async (method: string, path: string, body?: object) => {
      const answer = await rehearsal.request({
        service: "eks",
        region: REGION,
        method,
        path,
        headers: { "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(answer.status, answer.body).toBe(200);
      return JSON.parse(answer.body) as Record<string, Record<string, unknown>>;
    };
    const group = async () =>
      (await call("GET", "/clusters/shop-rehearsal-cluster/node-groups/shop-rehearsal-application"))
        .nodegroup;

    it("applies with its roles, and plans nothing more", async () => {
      await rehearsal.apply(roles);
      await rehearsal.apply(compute);

      expect(await rehearsal.changes(roles)).toEqual([]);
      expect(await rehearsal.changes(compute)).toEqual([]);
    }, 600_000);

    it("keeps what was asked for and the emulator forgets: private, by access entries only, encrypted", async () => {
      const { cluster } = await call("GET", "/clusters/shop-rehearsal-cluster");

      expect(cluster).toMatchObject({
        status: "ACTIVE",
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
        resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true },
        upgradePolicy: { supportType: "STANDARD" },
      });
      const entries = await call("GET", "/clusters/shop-rehearsal-cluster/access-entries");
      expect(entries.accessEntries).toEqual(
        ["fargate-pods", "nodes", "platform-admin", "platform-viewer"].map(
          (name) => `arn:aws:iam::${ACCOUNT}:role/shop-rehearsal-${name}`,
        ),
      );
    });

    it("lets what runs pods on Fargate in by an entry that EKS makes itself", async () => {
      const { fargateProfileNames } = await call("GET", "/clusters/shop-rehearsal-cluster/fargate-profiles");
      expect(fargateProfileNames).toEqual(ALONE.map((name) => `shop-rehearsal-${name}`));

      const principal = encodeURIComponent(`arn:aws:iam::${ACCOUNT}:role/shop-rehearsal-fargate-pods`);
      const { accessEntry } = await call(
        "GET",
        `/clusters/shop-rehearsal-cluster/access-entries/${principal}`,
      );
      expect(accessEntry?.type).toBe("FARGATE_LINUX");
    });

    it("wakes its pilot light in the time that nodes take, and plans nothing afterwards", async () => {
      const path = "/clusters/shop-rehearsal-cluster/node-groups/shop-rehearsal-application";
      const { update } = await call("POST", `${path}/update-config`, { scalingConfig: { desiredSize: 9 } });
      const during = await group();
      await rehearsal.sandbox.advanceClock(120);
      const after = await call("GET", `/clusters/shop-rehearsal-cluster/updates/${String(update?.id)}`);

      expect(update?.status).toBe("InProgress");
      expect(during?.status).toBe("UPDATING");
      expect(after.update?.status).toBe("Successful");
      expect(await group()).toMatchObject({
        status: "ACTIVE",
        scalingConfig: { minSize: 0, desiredSize: 9 },
      });
      expect(await rehearsal.changes(compute)).toEqual([]);
    }, 120_000);

    it("destroys to the last resource", async () => {
      await rehearsal.destroy(compute);
      await rehearsal.destroy(roles);

      const { clusters } = await call("GET", "/clusters");
      expect(clusters).toEqual([]);
    }, 600_000);
  },
);

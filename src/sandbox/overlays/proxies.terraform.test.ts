import { SecurityGroup } from "@cdktn/provider-aws/lib/security-group/index.js";
import { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AuroraMember, DatabaseProxy, DataKey, ProxyCredential, ProxyGroup } from "../../constructs/index.ts";
import { NAMING, TAGS } from "../../constructs/testing/synthesised.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const REGION = "eu-central-1";
const naming = { ...NAMING, account: ACCOUNT };
const common = { naming, region: REGION, store: "reports", protect: false, tags: TAGS };

/** A cluster of one instance behind a proxy, with one user. */
const region: Part = {
  id: `${REGION}/data`,
  region: REGION,
  build(stack) {
    const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
    const subnetIds = ["a", "b"].map(
      (zone, at) =>
        new Subnet(stack, `subnet-${zone}`, {
          vpcId: vpc.id,
          cidrBlock: `10.0.${at}.0/24`,
          availabilityZone: `${REGION}${zone}`,
        }).id,
    );
    const group = (name: string) => new SecurityGroup(stack, name, { name, vpcId: vpc.id }).id;
    const databaseGroupId = group("database");
    const proxies = new ProxyGroup(stack, "proxies", {
      ...common,
      vpcId: vpc.id,
      nodesGroupId: group("nodes"),
      databaseGroupId,
      peerCidrs: ["10.5.0.0/16"],
    });
    const keyArn = new DataKey(stack, "key", { ...common, purpose: "eu" }).arn;
    const { cluster, instances } = new AuroraMember(stack, "reports", {
      ...common,
      origin: "regional",
      engineVersion: "16.6",
      instanceClass: "db.r6g.large",
      instances: 1,
      subnetIds,
      securityGroupIds: [databaseGroupId],
      keyArn,
      credentialCopies: [],
      backupRetentionDays: 1,
    });
    const user = new ProxyCredential(stack, "user", { ...common, function: "gate", keyArn, copies: [] });
    new DatabaseProxy(stack, "proxy", {
      ...common,
      target: { cluster: cluster.clusterIdentifier },
      after: instances,
      subnetIds,
      securityGroupId: proxies.groupId,
      secretArns: [user.secretArn],
    });
    return undefined;
  },
};

describe.skipIf(toolsMissing)(`a database proxy with Terraform and the AWS provider${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  }, 120_000);
  afterAll(() => rehearsal?.stop());

  it("applies, and plans nothing more", async () => {
    await rehearsal.apply(region);
    expect(await rehearsal.changes(region)).toEqual([]);
  }, 900_000);

  it("is destroyed without a trace", async () => {
    await rehearsal.destroy(region);
  }, 900_000);
});

import { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DataKey, InterfaceEndpoints, NameGuard } from "../../constructs/index.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const NAMING = { platform: "shop", environment: "production", account: ACCOUNT };
const TAGS = { service: "platform", owner: "platform-team", costCentre: "shop-1001" };
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** A region's key, watched names, and ways to what carries messages; another region's copy of the key. */
const EAST: Part = {
  id: "us-east-1/network",
  region: "us-east-1",
  build(scope) {
    const key = new DataKey(scope, "key", {
      naming: NAMING,
      region: "us-east-1",
      purpose: "us",
      custody: { administrators: [role("deploy")], emergencies: [role("shop-break-glass")] },
      sealsClusterSecrets: true,
      tags: TAGS,
    });
    const vpc = new Vpc(scope, "vpc", {
      cidrBlock: "10.0.0.0/16",
      enableDnsHostnames: true,
      enableDnsSupport: true,
    });
    const subnet = new Subnet(scope, "subnet", {
      vpcId: vpc.id,
      cidrBlock: "10.0.0.0/24",
      availabilityZone: "us-east-1a",
    });
    new NameGuard(scope, "names", {
      naming: NAMING,
      vpcId: vpc.id,
      logKeyArn: key.arn,
      blockedNames: ["*.oastify.com", "miner.example"],
      tags: TAGS,
    });
    new InterfaceEndpoints(scope, "endpoints", {
      naming: NAMING,
      region: "us-east-1",
      vpcId: vpc.id,
      subnetIds: [subnet.id],
      securityGroupId: vpc.defaultSecurityGroupId,
      services: ["ecr.api", "ec2", "events", "sns", "sqs"],
      tags: TAGS,
    });
    return { key_arn: key.arn };
  },
};

describe.skipIf(toolsMissing)(`keys, watched names and endpoints with Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  let keyArn = "";
  const west: Part = {
    id: "us-west-2/network",
    region: "us-west-2",
    build(scope) {
      const custody = { administrators: [role("deploy")], emergencies: [] };
      new DataKey(scope, "key", {
        naming: NAMING,
        region: "us-west-2",
        purpose: "us",
        primaryArn: keyArn,
        custody,
        tags: TAGS,
      });
      return undefined;
    },
  };

  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  }, 120_000);
  afterAll(async () => {
    await rehearsal?.stop();
  });

  it("applies them, and plans nothing more", async () => {
    keyArn = String((await rehearsal.apply(EAST)).outputs.key_arn);
    await rehearsal.apply(west);
    expect(await rehearsal.changes(EAST)).toEqual([]);
    expect(await rehearsal.changes(west)).toEqual([]);
  }, 400_000);

  it("destroys them, lists and rules in the order that AWS wants", async () => {
    await rehearsal.destroy(west);
    await rehearsal.destroy(EAST);
  }, 300_000);
});

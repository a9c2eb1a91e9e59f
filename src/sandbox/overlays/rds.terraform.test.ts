import { SecurityGroup } from "@cdktn/provider-aws/lib/security-group/index.js";
import { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import type { Construct } from "constructs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  AccessLogBucket,
  AuroraMember,
  type AuroraMemberProps,
  BucketReplication,
  DatabaseInstance,
  DataKey,
  ReplicatedBucket,
} from "../../constructs/index.ts";
import { NAMING, TAGS } from "../../constructs/testing/synthesised.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const BIRTH = "us-east-1";
const COPY = "us-west-2";
const naming = { ...NAMING, account: ACCOUNT };
const source = (named: string) =>
  `<ReadReplicaSourceDBInstanceIdentifier>${named}</ReadReplicaSourceDBInstanceIdentifier>`;
const MONITORING = `arn:aws:iam::${ACCOUNT}:role/shop-production-database-monitoring`;
const identifier = (region: string) => `shop-production-billing-us-${region}`;
const arn = (region: string) => `arn:aws:rds:${region}:${ACCOUNT}:db:${identifier(region)}`;

/** Two zones of a network of its own. */
function placement(scope: Construct, region: string) {
  const vpc = new Vpc(scope, "vpc", { cidrBlock: "10.0.0.0/16" });
  const subnets = ["a", "b"].map(
    (zone, index) =>
      new Subnet(scope, `subnet-${zone}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${index}.0/24`,
        availabilityZone: `${region}${zone}`,
      }),
  );
  const group = new SecurityGroup(scope, "data", { name: "data", vpcId: vpc.id });
  return { subnetIds: subnets.map(({ id }) => id), securityGroupIds: [group.id] };
}

let primaryKey = "";
const keyPart = (region: string): Part => ({
  id: `${region}/network`,
  region,
  build: (scope) => {
    const key = new DataKey(scope, "key", {
      naming,
      region,
      purpose: "us",
      ...(region === BIRTH ? {} : { primaryArn: primaryKey }),
      tags: TAGS,
    });
    return { key_arn: key.arn };
  },
});

const keys = new Map<string, string>();
const keyOf = (region: string) => keys.get(region) ?? "";

const dataPart = (region: string): Part => ({
  id: `${region}/data`,
  region,
  build: (scope) => {
    databases(scope, region);
    buckets(scope, region);
    return undefined;
  },
});

/** An instance with a copy, a member of a global database, and in the copy's region a cluster of its own. */
function databases(scope: Construct, region: string): void {
  const place = placement(scope, region);
  new DatabaseInstance(scope, "billing-us", {
    naming,
    region,
    store: "billing-us",
    bornRegion: BIRTH,
    engineVersion: "16.6",
    instanceClass: "db.m6g.large",
    storage: { allocatedGib: 100, maximumGib: 400 },
    ...place,
    keyArn: keyOf(region),
    credentialCopies: region === BIRTH ? [{ region: COPY, keyArn: keyOf(COPY) }] : [],
    backupRetentionDays: 7,
    monitoringRoleArn: MONITORING,
    protect: false,
    tags: TAGS,
  });
  const aurora = { ...auroraOf(region), ...place };
  const origin = region === BIRTH ? "born" : "joined";
  new AuroraMember(scope, "orders-us", { ...aurora, store: "orders-us", origin });
  if (region === COPY)
    new AuroraMember(scope, "reports", { ...aurora, store: "reports", origin: "regional" });
}

/** A bucket that replicates and logs who asks for what, and one that keeps evidence. */
function buckets(scope: Construct, region: string): void {
  const common = { naming, region, protect: false, tags: TAGS };
  const sealed = { ...common, keyArn: keyOf(region) };
  const logs = new AccessLogBucket(scope, "access-logs", common);
  new ReplicatedBucket(scope, "media", {
    ...sealed,
    store: "media",
    noncurrentDays: 90,
    accessLogBucket: logs.name,
  });
  new ReplicatedBucket(scope, "evidence", {
    ...sealed,
    store: "evidence",
    noncurrentDays: 30,
    coldStorage: { storageClass: "GLACIER_IR", afterDays: 60 },
    objectLock: { mode: "GOVERNANCE", days: 30 },
  });
}

const links: Part = {
  id: `${BIRTH}/links`,
  region: BIRTH,
  build: (scope) => {
    new BucketReplication(scope, "media", {
      naming,
      region: BIRTH,
      store: "media",
      destinations: [{ region: COPY, keyArn: keyOf(COPY) }],
      roleArn: `arn:aws:iam::${ACCOUNT}:role/shop-production-replication`,
    });
    return undefined;
  },
};

const auroraOf = (
  region: string,
): Omit<AuroraMemberProps, "origin" | "store" | "subnetIds" | "securityGroupIds"> => ({
  naming,
  region,
  engineVersion: "16.6",
  instanceClass: "db.r6g.large",
  instances: 1,
  keyArn: keyOf(region),
  credentialCopies: [],
  backupRetentionDays: 7,
  monitoringRoleArn: MONITORING,
  protect: false,
  tags: TAGS,
});

describe.skipIf(toolsMissing)(`databases with Terraform and the AWS provider${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  const data = { birth: dataPart(BIRTH), copy: dataPart(COPY) };

  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const rds = (region: string, action: string, parameters: Readonly<Record<string, string>> = {}) =>
    rehearsal.query({ service: "rds", region, version: "2014-10-31" }, action, parameters);

  it("applies databases and buckets where they are born, and plans nothing more", async () => {
    primaryKey = String((await rehearsal.apply(keyPart(BIRTH))).outputs.key_arn);
    keys.set(BIRTH, primaryKey);
    keys.set(COPY, String((await rehearsal.apply(keyPart(COPY))).outputs.key_arn));
    await rehearsal.apply(data.birth);
    expect(await rehearsal.changes(data.birth)).toEqual([]);
  }, 600_000);

  it("applies their copies in another region, and plans nothing more", async () => {
    await rehearsal.apply(data.copy);
    expect(await rehearsal.changes(data.copy)).toEqual([]);
    const { body } = await rds(COPY, "DescribeDBInstances", { DBInstanceIdentifier: identifier(COPY) });
    expect(body).toContain(source(arn(BIRTH)));
  }, 600_000);

  it("applies a replication of buckets that S3 times, and plans nothing more", async () => {
    await rehearsal.apply(links);
    expect(await rehearsal.changes(links)).toEqual([]);
  }, 200_000);

  it("plans nothing after a promotion with the source's region gone, nor when that is back", async () => {
    await rehearsal.sandbox.loseRegion(BIRTH);
    const promoted = await rds(COPY, "PromoteReadReplica", { DBInstanceIdentifier: identifier(COPY) });
    expect(promoted.status).toBe(200);
    await rehearsal.sandbox.advanceClock(300);

    const { body } = await rds(COPY, "DescribeDBInstances", { DBInstanceIdentifier: identifier(COPY) });
    expect(body).not.toContain(source(arn(BIRTH)));
    expect(body).toContain("<DBInstanceStatus>available</DBInstanceStatus>");
    expect(await rehearsal.changes(data.copy)).toEqual([]);
    await rehearsal.sandbox.restoreRegion(BIRTH);
    expect(await rehearsal.changes(data.birth)).toEqual([]);
  }, 300_000);

  it("is taken down without a trace", async () => {
    for (const part of [links, data.copy, data.birth]) await rehearsal.destroy(part);
    for (const region of [BIRTH, COPY]) {
      expect((await rds(region, "DescribeDBInstances")).body).not.toContain("<DBInstanceIdentifier>");
      expect((await rds(region, "DescribeDBClusters")).body).not.toContain("<DBClusterIdentifier>");
    }
  }, 600_000);
});

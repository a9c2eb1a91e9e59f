import type { Construct } from "constructs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ALERT_PUBLISHERS,
  AlertTopics,
  alertTopicArn,
  BackupPlan,
  BackupRoles,
  BackupVault,
  backupRoleArn,
  balancerAlarms,
  bucketAlarms,
  cacheAlarms,
  clusterAlarms,
  DataKey,
  databaseAlarms,
  gatewayAlarms,
  HealthAlarms,
  RegionAlarms,
  RegionDashboard,
  RestoreTesting,
  ServiceLogs,
  tableAlarms,
  vaultAlarms,
  vaultArn,
  vaultName,
} from "../../constructs/index.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const BIRTH = "us-east-1";
const PARTNER = "us-west-2";
const naming = { platform: "shop", environment: "production", account: ACCOUNT };
const tags = { service: "platform", owner: "platform-team", costCentre: "shop-1001" };
const cluster = `arn:aws:rds:${BIRTH}:${ACCOUNT}:cluster:shop-production-orders-us-${BIRTH}`;

const watched = [
  balancerAlarms({
    arnSuffix: "app/shop-production-public/0123456789abcdef",
    targetsArnSuffix: "targetgroup/shop-production-public/0123456789abcdef",
    availabilityPercent: 99.9,
    latencyMs: 500,
    serving: true,
  }),
  databaseAlarms({
    store: "orders-us",
    clusterId: "shop-production-orders-us",
    memoryGib: 16,
    rpoSeconds: 3600,
  }),
  cacheAlarms({ store: "sessions", nodeIds: ["shop-production-sessions-001"] }),
  tableAlarms([
    { store: "cart-us", tableName: "shop-production-cart-us", copies: [PARTNER], rpoSeconds: 60 },
  ]),
  bucketAlarms(BIRTH, [
    {
      store: "media-us",
      source: { region: PARTNER, bucket: "media-west" },
      destination: { region: BIRTH, bucket: "media-east" },
      ruleId: `to-${BIRTH}`,
      rpoSeconds: 3600,
    },
  ]),
  gatewayAlarms({ gatewayIds: { a: "nat-0a", b: "nat-0b", c: "nat-0c" } }),
  clusterAlarms({ clusterName: "shop-production", leastNodes: 3 }),
  vaultAlarms({ vaultName: vaultName(naming), daily: true }),
];

const roles: Part = {
  id: "global",
  region: BIRTH,
  build(scope) {
    new BackupRoles(scope, "backup-roles", { naming, tags });
    new HealthAlarms(scope, "health", {
      naming,
      healthCheckIds: { [BIRTH]: "00000000-0000-4000-8000-000000000000" },
      tags,
    });
    return undefined;
  },
};

function vaultIn(scope: Construct, region: string, keyArn: string): BackupVault {
  return new BackupVault(scope, "vault", {
    naming,
    region,
    keyArn,
    retentionDays: { least: 35, most: 365 },
    breakGlassRoleArn: `arn:aws:iam::${ACCOUNT}:role/break-glass`,
    alertsTopicArn: alertTopicArn(naming, region, "critical"),
    protect: false,
    tags,
  });
}

function region(id: string, build: (scope: Construct, keyArn: string) => void): Part {
  return {
    id,
    region: id,
    build(scope) {
      const key = new DataKey(scope, "key", {
        naming,
        region: id,
        purpose: "us",
        publishers: ALERT_PUBLISHERS,
        tags,
      });
      new AlertTopics(scope, "alerts", {
        naming,
        region: id,
        keyArn: key.arn,
        emails: { critical: ["on-call@shop.example"] },
        tags,
      });
      build(scope, key.arn);
      return undefined;
    },
  };
}

const partner = region(PARTNER, (scope, keyArn) => {
  vaultIn(scope, PARTNER, keyArn);
});

const birth = region(BIRTH, (scope, keyArn) => {
  const vault = vaultIn(scope, BIRTH, keyArn);
  new BackupPlan(scope, "plan-stores", {
    naming,
    region: BIRTH,
    plan: "stores",
    resources: ["aurora", "dynamodb"],
    rules: [
      { name: "daily", schedule: "cron(0 5 ? * * *)", retentionDays: 35 },
      { name: "weekly", schedule: "cron(0 6 ? * SUN *)", retentionDays: 90 },
      { name: "monthly", schedule: "cron(0 7 1 * ? *)", retentionDays: 365, coldAfterDays: 90 },
    ],
    vaultName: vault.name,
    partner: PARTNER,
    roleArn: backupRoleArn(naming, "backup"),
    tags,
  });
  new BackupPlan(scope, "plan-objects", {
    naming,
    region: BIRTH,
    plan: "objects",
    resources: ["s3"],
    rules: [{ name: "continuous", schedule: "cron(0 5 ? * * *)", retentionDays: 35, continuous: true }],
    vaultName: vault.name,
    partner: PARTNER,
    roleArn: backupRoleArn(naming, "backup"),
    tags,
  });
  new RestoreTesting(scope, "restore-tests", {
    naming,
    region: BIRTH,
    tests: [
      { resource: "aurora", plan: "stores" },
      { resource: "s3", plan: "objects" },
    ],
    roleArn: backupRoleArn(naming, "restore"),
    tags,
  });
  new ServiceLogs(scope, "logs-orders", {
    naming,
    service: "orders",
    keyArn,
    protect: false,
    tags: { ...tags, dataClass: "cardholder" },
  });
  new RegionAlarms(scope, "alarms", { naming, region: BIRTH, watched, tags });
  new RegionDashboard(scope, "dashboard", { naming, region: BIRTH, watched });
});

const ALL = [roles, partner, birth];

describe.skipIf(toolsMissing)(`backups and monitoring, applied by Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const backup = async (at: string, method: string, path: string, body?: object) => {
    const reply = await rehearsal.request({
      service: "backup",
      region: at,
      method,
      path,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: reply.status,
      ...(reply.body === "" ? {} : (JSON.parse(reply.body) as Record<string, unknown>)),
    };
  };
  const pointsIn = async (at: string) => {
    const listed = await backup(at, "GET", `/backup-vaults/${vaultName(naming)}/recovery-points/`);
    return (listed as { RecoveryPoints?: readonly { RecoveryPointArn: string }[] }).RecoveryPoints ?? [];
  };

  it("apply in two regions and plan nothing more", async () => {
    for (const part of ALL) await rehearsal.apply(part);
    for (const part of ALL) expect(await rehearsal.changes(part), part.id).toEqual([]);
  }, 900_000);

  it("keep a copy in the partner's vault that outlives the region, and restore it there", async () => {
    // given
    const IamRoleArn = backupRoleArn(naming, "backup");
    const made = await backup(BIRTH, "PUT", "/backup-jobs", {
      BackupVaultName: vaultName(naming),
      ResourceArn: cluster,
      IamRoleArn,
      Lifecycle: { DeleteAfterDays: 35 },
    });
    expect(made.status).toBe(200);
    await rehearsal.sandbox.advanceClock(3600);
    const [original] = await pointsIn(BIRTH);
    await backup(BIRTH, "PUT", "/copy-jobs", {
      RecoveryPointArn: original?.RecoveryPointArn,
      SourceBackupVaultName: vaultName(naming),
      DestinationBackupVaultArn: vaultArn(naming, PARTNER),
      IamRoleArn,
      Lifecycle: { DeleteAfterDays: 35 },
    });
    await rehearsal.sandbox.advanceClock(3600);

    // when
    await rehearsal.sandbox.loseRegion(BIRTH);
    const [copy] = await pointsIn(PARTNER);
    const started = (await backup(PARTNER, "PUT", "/restore-jobs", {
      RecoveryPointArn: copy?.RecoveryPointArn,
      IamRoleArn: backupRoleArn(naming, "restore"),
      Metadata: { DBClusterIdentifier: "orders-restored" },
    })) as { RestoreJobId?: string };
    await rehearsal.sandbox.advanceClock(3600);

    // then
    expect(await backup(PARTNER, "GET", `/restore-jobs/${started.RestoreJobId}`)).toMatchObject({
      Status: "COMPLETED",
      CreatedResourceArn: `arn:aws:rds:${PARTNER}:${ACCOUNT}:cluster:orders-restored`,
    });
    expect(await rehearsal.changes(partner)).toEqual([]);
    await rehearsal.sandbox.restoreRegion(BIRTH);
  }, 120_000);

  it("refuse to give a recovery point away while the vault is locked, and fail what is kept too short", async () => {
    const [copy] = await pointsIn(PARTNER);
    const path = `/backup-vaults/${vaultName(naming)}/recovery-points/${encodeURIComponent(copy?.RecoveryPointArn ?? "")}`;
    expect((await backup(PARTNER, "DELETE", path)).status).toBe(400);

    const short = (await backup(PARTNER, "PUT", "/backup-jobs", {
      BackupVaultName: vaultName(naming),
      ResourceArn: cluster,
      IamRoleArn: backupRoleArn(naming, "backup"),
      Lifecycle: { DeleteAfterDays: 1 },
    })) as { BackupJobId?: string };
    expect(await backup(PARTNER, "GET", `/backup-jobs/${short.BackupJobId}`)).toMatchObject({
      State: "FAILED",
    });
  }, 60_000);

  it("are destroyed without a rest, recovery points included", async () => {
    for (const part of ALL.toReversed()) await rehearsal.destroy(part);
    expect(await backup(PARTNER, "GET", "/backup-vaults/")).toMatchObject({ BackupVaultList: [] });
  }, 600_000);
});

import type { PlacedStore } from "../config/index.ts";
import {
  alertTopicArn,
  BackupPlan,
  type BackupResource,
  type BackupRule,
  BackupVault,
  backupRoleArn,
  RestoreTesting,
  vaultName,
} from "../constructs/index.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import { BACKUP_PLANS, backupPartner } from "./facts.ts";
import { keyOf, type RegionContext } from "./regionStack.ts";

/**
 * Days that recovery points are kept: a month of days, a quarter of weeks, a year of months. PCI DSS and HIPAA name
 * no number for backups; a year covers an annual audit.
 */
const RETENTION_DAYS = { continuous: 35, daily: 35, weekly: 90, monthly: 365 } as const;

/** One hour after the databases' own window, when nobody buys; UTC. */
const SCHEDULES = {
  daily: "cron(0 5 ? * * *)",
  weekly: "cron(0 6 ? * SUN *)",
  monthly: "cron(0 7 1 * ? *)",
} as const;

const RULES: readonly BackupRule[] = [
  { name: "daily", schedule: SCHEDULES.daily, retentionDays: RETENTION_DAYS.daily },
  { name: "weekly", schedule: SCHEDULES.weekly, retentionDays: RETENTION_DAYS.weekly },
  { name: "monthly", schedule: SCHEDULES.monthly, retentionDays: RETENTION_DAYS.monthly },
];

const KINDS: Readonly<Partial<Record<PlacedStore["engine"], BackupResource>>> = {
  "aurora-postgresql": "aurora",
  "rds-postgresql": "rds",
  dynamodb: "dynamodb",
  s3: "s3",
};

/** The region's vault, the plans for what was born here, and the weekly proof that they can be restored. */
export function backups(stack: EnvironmentStack, context: RegionContext): void {
  const { environment, region } = context;
  const { naming, tags } = stack;
  const partner = backupPartner(environment, region);
  new BackupVault(stack, "vault", {
    naming,
    region: region.name,
    keyArn: keyOf(stack, context, region.name),
    retentionDays: { least: RETENTION_DAYS.daily, most: RETENTION_DAYS.monthly },
    alertsTopicArn: alertTopicArn(naming, region.name, "critical"),
    protect: environment.protect,
    tags,
  });
  const born = environment.stores.filter((store) => store.backup && store.birth === region.name);
  const kindsOf = (stores: readonly PlacedStore[]) => [
    ...new Set(stores.flatMap(({ engine }) => KINDS[engine] ?? [])),
  ];
  const machines = kindsOf(born.filter(({ engine }) => engine !== "s3"));
  const objects = kindsOf(born.filter(({ engine }) => engine === "s3"));
  const common = {
    naming,
    region: region.name,
    vaultName: vaultName(naming),
    roleArn: backupRoleArn(naming, "backup"),
    tags,
    ...(partner === undefined ? {} : { partner }),
  };
  if (machines.length > 0) {
    new BackupPlan(stack, "backup-stores", {
      ...common,
      plan: BACKUP_PLANS.stores,
      resources: machines,
      rules: RULES,
    });
  }
  if (objects.length > 0) {
    // The first backup of a bucket reads all of it, those after it what has changed: continuous costs no more.
    const continuous = { ...RULES[0], retentionDays: RETENTION_DAYS.continuous, continuous: true };
    new BackupPlan(stack, "backup-objects", {
      ...common,
      plan: BACKUP_PLANS.objects,
      resources: objects,
      rules: [{ name: "daily", schedule: SCHEDULES.daily, ...continuous }, ...RULES.slice(1)],
    });
  }
  const tests = [
    ...machines.map((resource) => ({ resource, plan: BACKUP_PLANS.stores })),
    ...objects.map((resource) => ({ resource, plan: BACKUP_PLANS.objects })),
  ];
  if (tests.length > 0) {
    new RestoreTesting(stack, "restore-tests", {
      naming,
      region: region.name,
      tests,
      roleArn: backupRoleArn(naming, "restore"),
      tags,
    });
  }
}

import { describe, expect, it } from "vitest";
import { InputError, type JsonObject } from "../../lib/index.ts";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { BackupPlan, type BackupPlanProps, type BackupRule } from "./backupPlan.ts";
import { BackupRoles } from "./backupRoles.ts";
import { BackupVault, type BackupVaultProps } from "./backupVault.ts";
import { RestoreTesting, type RestoreTestingProps } from "./restoreTesting.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const KEY = `arn:aws:kms:${EAST}:111111111111:key/1`;
const VAULT = "arn:aws:backup:us-east-1:111111111111:backup-vault:shop-production-backups";
const DAILY: BackupRule = { name: "daily", schedule: "cron(0 5 ? * * *)", retentionDays: 35 };

const vault = (more: Partial<BackupVaultProps> = {}) =>
  synthesised((scope) => {
    new BackupVault(scope, "vault", {
      naming: NAMING,
      region: EAST,
      keyArn: KEY,
      retentionDays: { least: 35, most: 365 },
      protect: true,
      tags: TAGS,
      ...more,
    });
  });

const plan = (rule: BackupRule = DAILY, more: Partial<BackupPlanProps> = {}) =>
  synthesised((scope) => {
    new BackupPlan(scope, "plan", {
      naming: NAMING,
      region: EAST,
      plan: "stores",
      resources: ["aurora", "dynamodb"],
      rules: [rule],
      vaultName: "shop-production-backups",
      partner: WEST,
      roleArn: "arn:aws:iam::111111111111:role/shop-production-backup",
      tags: TAGS,
      ...more,
    });
  });

const ruleOf = (built: ReturnType<typeof plan>) => {
  const [rule] = built.only("aws_backup_plan").rule as JsonObject[];
  return rule;
};

describe("a backup vault", () => {
  it("is encrypted, kept when it holds anything, and locked by a governance lock", () => {
    const built = vault();
    expect(built.only("aws_backup_vault")).toMatchObject({ kms_key_arn: KEY, force_destroy: false });
    const lock = built.only("aws_backup_vault_lock_configuration");
    expect(lock).toMatchObject({ min_retention_days: 35, max_retention_days: 365 });
    expect(lock).not.toHaveProperty("changeable_for_days");
  });

  it("becomes immutable only when asked", () => {
    expect(vault({ immutableAfterDays: 3 }).only("aws_backup_vault_lock_configuration")).toMatchObject({
      changeable_for_days: 3,
    });
  });

  it("is emptied and deleted when unprotected", () => {
    expect(vault({ protect: false }).only("aws_backup_vault")).toMatchObject({ force_destroy: true });
  });

  it("denies deletion to everybody but the break-glass role", () => {
    const breakGlassRoleArn = "arn:aws:iam::111111111111:role/break-glass";
    const { policy, depends_on } = vault({ breakGlassRoleArn }).only("aws_backup_vault_policy");
    const { Statement } = policyIn(policy);
    expect(JSON.stringify(depends_on)).toContain("aws_backup_vault_lock_configuration");
    expect(Statement.flatMap(({ Action }) => Action)).toEqual(
      expect.arrayContaining(["backup:DeleteRecoveryPoint", "backup:DeleteBackupVaultLockConfiguration"]),
    );
    for (const statement of Statement) {
      expect(statement).toMatchObject({
        Effect: "Deny",
        Principal: "*",
        Condition: { ArnNotEquals: { "aws:PrincipalArn": breakGlassRoleArn } },
      });
    }
  });

  it("has no policy and tells nobody unless told whom", () => {
    expect(vault().types).toEqual(["aws_backup_vault", "aws_backup_vault_lock_configuration"]);
  });

  it("subscribes to events that AWS still sends", () => {
    const topic = `arn:aws:sns:${EAST}:111111111111:alerts`;
    expect(vault({ alertsTopicArn: topic }).only("aws_backup_vault_notifications")).toMatchObject({
      sns_topic_arn: topic,
      backup_vault_events: ["COPY_JOB_FAILED", "S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED"],
    });
  });
});

describe("a backup plan", () => {
  it("copies every recovery point to the partner's vault, for as long as the original unless said", () => {
    expect(ruleOf(plan())?.copy_action).toEqual([
      { destination_vault_arn: VAULT.replace(EAST, WEST), lifecycle: { delete_after: 35 } },
    ]);
    expect(ruleOf(plan({ ...DAILY, copyRetentionDays: 90 }))?.copy_action).toMatchObject([
      { lifecycle: { delete_after: 90 } },
    ]);
  });

  it("copies nothing without a partner", () => {
    const alone = synthesised((scope) => {
      new BackupPlan(scope, "plan", {
        naming: NAMING,
        region: EAST,
        plan: "stores",
        resources: ["aurora"],
        rules: [DAILY],
        vaultName: "shop-production-backups",
        roleArn: "arn:aws:iam::111111111111:role/shop-production-backup",
        tags: TAGS,
      });
    });
    expect(ruleOf(alone)).not.toHaveProperty("copy_action");
  });

  it("takes only resources of its kinds that bear its tag in this platform and environment", () => {
    expect(plan().only("aws_backup_selection")).toMatchObject({
      resources: [
        "arn:aws:rds:us-east-1:111111111111:cluster:*",
        "arn:aws:dynamodb:us-east-1:111111111111:table/*",
      ],
      condition: [
        {
          string_equals: [
            { key: "aws:ResourceTag/backup", value: "stores" },
            { key: "aws:ResourceTag/platform", value: "shop" },
            { key: "aws:ResourceTag/environment", value: "production" },
          ],
        },
      ],
    });
  });

  it("tags recovery points, which the provider's default tags do not reach", () => {
    expect(ruleOf(plan())?.recovery_point_tags).toMatchObject({
      platform: "shop",
      environment: "production",
      backup: "stores",
    });
  });

  it("fails on a life that AWS Backup refuses, and says all of it at once", () => {
    const problems = (rule: BackupRule, more: Partial<BackupPlanProps> = {}) => {
      try {
        plan(rule, more);
        return [];
      } catch (error) {
        return error instanceof InputError ? error.problems.map(({ code }) => code) : [String(error)];
      }
    };
    expect(problems({ ...DAILY, retentionDays: 119, coldAfterDays: 30 })).toEqual([
      "backup/cold-storage-too-short",
    ]);
    expect(problems({ ...DAILY, retentionDays: 120, coldAfterDays: 30 })).toEqual([]);
    expect(problems({ ...DAILY, retentionDays: 120, copyRetentionDays: 119, coldAfterDays: 30 })).toEqual([
      "backup/cold-storage-too-short",
    ]);
    expect(problems({ ...DAILY, retentionDays: 36, continuous: true })).toEqual([
      "backup/continuous-too-long",
      "backup/continuous-not-for-it",
    ]);
    expect(problems({ ...DAILY, continuous: true }, { resources: ["s3"] })).toEqual([]);
  });
});

describe("restore tests", () => {
  it("run on Mondays and leave the copy standing for four hours, unless told otherwise", () => {
    const testsOf = (more: Partial<RestoreTestingProps>) =>
      synthesised((scope) => {
        new RestoreTesting(scope, "tests", {
          naming: NAMING,
          region: EAST,
          tests: [{ resource: "dynamodb", plan: "stores" }],
          roleArn: "arn:role",
          tags: TAGS,
          ...more,
        });
      });
    const plan = "aws_backup_restore_testing_plan";
    const selection = "aws_backup_restore_testing_selection";
    expect(testsOf({}).only(plan).schedule_expression).toBe("cron(0 8 ? * MON *)");
    expect(testsOf({}).only(selection)).toMatchObject({
      validation_window_hours: 4,
      iam_role_arn: "arn:role",
    });
    const asked = testsOf({ schedule: "cron(0 6 1 * ? *)", validationHours: 24 });
    expect(asked.only(plan).schedule_expression).toBe("cron(0 6 1 * ? *)");
    expect(asked.only(selection).validation_window_hours).toBe(24);
  });

  it("restore the newest recovery points of the region's own vault, of this environment only", () => {
    const built = synthesised((scope) => {
      new RestoreTesting(scope, "tests", {
        naming: NAMING,
        region: EAST,
        tests: [{ resource: "aurora", plan: "stores", overrides: { dbsubnetgroupname: "orders" } }],
        roleArn: "arn:aws:iam::111111111111:role/shop-production-restore",
        tags: TAGS,
      });
    });
    expect(built.only("aws_backup_restore_testing_plan")).toMatchObject({
      name: "shop_production_restore_test",
      recovery_point_selection: [{ algorithm: "LATEST_WITHIN_WINDOW", include_vaults: [VAULT] }],
    });
    const selection = built.only("aws_backup_restore_testing_selection");
    expect(selection).toMatchObject({
      name: "stores_aurora",
      protected_resource_type: "Aurora",
      restore_metadata_overrides: { dbsubnetgroupname: "orders" },
    });
    expect(JSON.stringify(selection.protected_resource_conditions)).toContain("aws:ResourceTag/environment");
  });
});

describe("the roles of AWS Backup", () => {
  const built = synthesised((scope) => {
    new BackupRoles(scope, "roles", { naming: NAMING, tags: TAGS });
  });

  it("can be taken on by AWS Backup for this account only", () => {
    const roles = Object.values(built.all("aws_iam_role"));
    expect(roles.map(({ name }) => name)).toEqual(["shop-production-backup", "shop-production-restore"]);
    for (const role of roles) {
      expect(policyIn(role.assume_role_policy).Statement).toMatchObject([
        {
          Principal: { Service: "backup.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
        },
      ]);
    }
  });

  it("keep apart what backs up and what restores", () => {
    const attached = Object.entries(built.all("aws_iam_role_policy_attachment"));
    for (const [id, { policy_arn }] of attached) {
      expect(String(policy_arn)).toMatch(id.includes("restore") ? /Restores?$/ : /Backup$/);
    }
    expect(attached).toHaveLength(4);
  });
});

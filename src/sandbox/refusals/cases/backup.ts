import { type Caller, query, rest } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const ACCOUNT = "123456789012";

function plan(name: string, rule: object) {
  const BackupPlan = {
    BackupPlanName: name,
    Rules: [{ RuleName: "daily", TargetBackupVaultName: "main", ...rule }],
  };
  return put("/backup/plans/", { BackupPlan });
}

function put(path: string, body: object) {
  return rest("backup", EAST, "PUT", path, JSON.stringify(body), { "content-type": "application/json" });
}

/** Plans with a rule that AWS refuses, and with one that it takes. */
function planCase(refusal: string, refused: object, taken: object): RefusalCase {
  return {
    refusal,
    code: "InvalidParameterValueException",
    emulator: "accepts",
    prepare: async () => ({
      refused: plan(`${refusal}-bad`, refused),
      taken: plan(`${refusal}-good`, taken),
    }),
  };
}

const life = (DeleteAfterDays: number, MoveToColdStorageAfterDays: number) => ({
  Lifecycle: { DeleteAfterDays, MoveToColdStorageAfterDays },
});

async function makeRole(sandbox: Caller, RoleName: string, service: string): Promise<string> {
  const trust = {
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", ...trust });
  return await sandbox.field(query("iam", EAST, "CreateRole", { RoleName, AssumeRolePolicyDocument }), "Arn");
}

export const backupCases: readonly RefusalCase[] = [
  planCase("backup-cold-storage-too-short", life(119, 30), life(120, 30)),
  planCase(
    "backup-continuous-too-long",
    { EnableContinuousBackup: true, Lifecycle: { DeleteAfterDays: 36 } },
    { EnableContinuousBackup: true, Lifecycle: { DeleteAfterDays: 35 } },
  ),
  planCase("backup-start-window-too-short", { StartWindowMinutes: 30 }, { StartWindowMinutes: 60 }),
  planCase(
    "backup-schedule-not-cron",
    { ScheduleExpression: "cron(0 5 * * *)" },
    { ScheduleExpression: "cron(0 5 ? * * *)" },
  ),
  {
    refusal: "backup-selection-role-not-assumable",
    code: "InvalidParameterValueException",
    emulator: "fails",
    async prepare(sandbox) {
      const made = await sandbox.object(plan("selected", {}));
      const select = (IamRoleArn: string) =>
        put(`/backup/plans/${String(made.BackupPlanId)}/selections/`, {
          BackupSelection: { SelectionName: "all", IamRoleArn, Resources: ["*"] },
        });
      return {
        refused: select(await makeRole(sandbox, "other", "ec2.amazonaws.com")),
        taken: select(await makeRole(sandbox, "backup", "backup.amazonaws.com")),
      };
    },
  },
  {
    refusal: "backup-restore-test-name",
    code: "InvalidParameterValueException",
    emulator: "fails",
    async prepare() {
      const test = (RestoreTestingPlanName: string) =>
        put("/restore-testing/plans", {
          RestoreTestingPlan: {
            RestoreTestingPlanName,
            ScheduleExpression: "cron(0 8 ? * MON *)",
            RecoveryPointSelection: {
              Algorithm: "LATEST_WITHIN_WINDOW",
              IncludeVaults: ["*"],
              RecoveryPointTypes: ["SNAPSHOT"],
            },
          },
        });
      return { refused: test("every-week"), taken: test("every_week") };
    },
  },
  {
    refusal: "backup-notification-topic-fifo",
    code: "InvalidParameterValueException",
    emulator: "fails",
    async prepare(sandbox) {
      await sandbox.must(put("/backup-vaults/told", {}));
      const tell = (topic: string) =>
        put("/backup-vaults/told/notification-configuration", {
          SNSTopicArn: `arn:aws:sns:${EAST}:${ACCOUNT}:${topic}`,
          BackupVaultEvents: ["COPY_JOB_FAILED"],
        });
      return { refused: tell("alerts.fifo"), taken: tell("alerts") };
    },
  },
];

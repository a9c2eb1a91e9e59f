import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall } from "../overlay.ts";
import { askQuery, jsonBody, textAt, walk } from "../wire/index.ts";

const GUIDE = "https://docs.aws.amazon.com/aws-backup/latest/devguide";

interface Lifecycle {
  readonly DeleteAfterDays?: number;
  readonly MoveToColdStorageAfterDays?: number;
}

interface Rule {
  readonly RuleName?: string;
  readonly ScheduleExpression?: string;
  readonly StartWindowMinutes?: number;
  readonly EnableContinuousBackup?: boolean;
  readonly Lifecycle?: Lifecycle;
  readonly CopyActions?: readonly { readonly Lifecycle?: Lifecycle }[];
}

const PLAN_ACTIONS = ["CreateBackupPlan", "UpdateBackupPlan"];
const COLD_DAYS_AT_LEAST = 90;
const CONTINUOUS_DAYS_AT_MOST = 35;
const START_MINUTES_AT_LEAST = 60;

function invalid(message: string): RefusedCall {
  return { status: 400, code: "InvalidParameterValueException", message };
}

/** Rules of the plan that the call makes or changes. */
function rulesOf(call: AwsCall): readonly Rule[] {
  const plan = jsonBody(call).BackupPlan as { readonly Rules?: readonly Rule[] } | undefined;
  return plan?.Rules ?? [];
}

/** The first thing that is wrong with a rule of the plan. */
function firstOf(call: AwsCall, wrong: (rule: Rule) => string | undefined): RefusedCall | undefined {
  const message = rulesOf(call).flatMap((rule) => wrong(rule) ?? [])[0];
  return message === undefined ? undefined : invalid(message);
}

const coldStorage: Refusal = {
  id: "backup-cold-storage-too-short",
  service: "backup",
  actions: PLAN_ACTIONS,
  rule: "What is moved to cold storage stays there 90 days at least, in copies as well.",
  source: `${GUIDE}/API_Lifecycle.html`,
  async check(call) {
    return firstOf(call, ({ Lifecycle, CopyActions = [] }) => {
      const lives = [Lifecycle, ...CopyActions.map((copy) => copy.Lifecycle)];
      const short = lives.some((life) => {
        const cold = life?.MoveToColdStorageAfterDays;
        const end = life?.DeleteAfterDays;
        return cold !== undefined && end !== undefined && end < cold + COLD_DAYS_AT_LEAST;
      });
      return short
        ? "DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays"
        : undefined;
    });
  },
};

const continuous: Refusal = {
  id: "backup-continuous-too-long",
  service: "backup",
  actions: PLAN_ACTIONS,
  rule: "A continuous backup lives 1 to 35 days and is never moved to cold storage.",
  source: `${GUIDE}/point-in-time-recovery.html`,
  async check(call) {
    return firstOf(call, ({ EnableContinuousBackup, Lifecycle }) => {
      if (EnableContinuousBackup !== true) return undefined;
      const days = Lifecycle?.DeleteAfterDays;
      if (Lifecycle?.MoveToColdStorageAfterDays !== undefined)
        return "MoveToColdStorageAfterDays is not supported for continuous backups";
      return days !== undefined && days >= 1 && days <= CONTINUOUS_DAYS_AT_MOST
        ? undefined
        : `Lifecycle for continuous backups must be between 1 and ${CONTINUOUS_DAYS_AT_MOST} days`;
    });
  },
};

const startWindow: Refusal = {
  id: "backup-start-window-too-short",
  service: "backup",
  actions: PLAN_ACTIONS,
  rule: "A job is given 60 minutes at least to start in.",
  source: `${GUIDE}/API_BackupRuleInput.html`,
  async check(call) {
    return firstOf(call, ({ StartWindowMinutes: minutes }) =>
      minutes !== undefined && minutes < START_MINUTES_AT_LEAST
        ? `Start window must be at least ${START_MINUTES_AT_LEAST} minutes`
        : undefined,
    );
  },
};

const schedule: Refusal = {
  id: "backup-schedule-not-cron",
  service: "backup",
  actions: PLAN_ACTIONS,
  rule: "A schedule is a cron expression of six fields, with a question mark for the day of the month or of the week.",
  source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
  async check(call) {
    return firstOf(call, ({ ScheduleExpression: given }) =>
      given === undefined || isCron(given) ? undefined : `Invalid schedule expression: ${given}`,
    );
  },
};

function isCron(expression: string): boolean {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== 6) return false;
  const [, , dayOfMonth, , dayOfWeek] = fields;
  return (dayOfMonth === "?") !== (dayOfWeek === "?");
}

const selectionRole: Refusal = {
  id: "backup-selection-role-not-assumable",
  service: "backup",
  actions: ["CreateBackupSelection"],
  rule: "The role of a selection exists and trusts AWS Backup.",
  source: `${GUIDE}/assigning-resources.html`,
  async check(call, world) {
    const selection = jsonBody(call).BackupSelection as { readonly IamRoleArn?: string } | undefined;
    const arn = selection?.IamRoleArn ?? "";
    const place = { account: call.account, region: "us-east-1" };
    const answer = await askQuery(world, place, "iam", "GetRole", { RoleName: arn.split("/").at(-1) ?? "" });
    const trust = answer === undefined ? undefined : trustIn([...walk(answer)]);
    if (trust?.includes("backup.amazonaws.com") === true) return undefined;
    return invalid(`IAM Role ${arn} cannot be assumed by AWS Backup`);
  },
};

/** IAM gives policies encoded for addresses. */
function trustIn(nodes: readonly Parameters<typeof textAt>[0][]): string | undefined {
  const text = nodes.flatMap((node) => textAt(node, "AssumeRolePolicyDocument") ?? [])[0];
  return text === undefined ? undefined : decodeURIComponent(text);
}

const testName: Refusal = {
  id: "backup-restore-test-name",
  service: "backup",
  actions: ["CreateRestoreTestingPlan", "CreateRestoreTestingSelection"],
  rule: "Names of restore tests and of what they restore are letters, digits and underscores.",
  source: `${GUIDE}/API_RestoreTestingPlanForCreate.html`,
  async check(call) {
    const { RestoreTestingPlan, RestoreTestingSelection } = jsonBody(call) as Record<
      string,
      Readonly<Record<string, unknown>> | undefined
    >;
    const name =
      RestoreTestingPlan?.RestoreTestingPlanName ?? RestoreTestingSelection?.RestoreTestingSelectionName;
    return typeof name === "string" && /^[A-Za-z0-9_]+$/.test(name)
      ? undefined
      : invalid(`Invalid name ${String(name)}: only alphanumeric characters and underscores are allowed`);
  },
};

const fifoTopic: Refusal = {
  id: "backup-notification-topic-fifo",
  service: "backup",
  actions: ["PutBackupVaultNotifications"],
  rule: "A vault tells standard topics of its own account only: no FIFO topic, none of another account.",
  source: `${GUIDE}/backup-notifications.html`,
  async check(call) {
    const topic = String(jsonBody(call).SNSTopicArn ?? "");
    const [, , , , account] = topic.split(":");
    return topic.endsWith(".fifo") || account !== call.account
      ? invalid(`SNS topic ${topic} is not a standard topic of this account`)
      : undefined;
  },
};

export const backupRefusals: readonly Refusal[] = [
  coldStorage,
  continuous,
  startWindow,
  schedule,
  selectionRole,
  testName,
  fifoTopic,
];

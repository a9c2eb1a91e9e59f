import { BackupPlan as Plan } from "@cdktn/provider-aws/lib/backup-plan/index.js";
import { BackupSelection } from "@cdktn/provider-aws/lib/backup-selection/index.js";
import { Construct } from "constructs";
import { InputError, type InputProblem } from "../../lib/index.ts";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { BACKUP_TAG, protectedBy, vaultArn } from "./names.ts";
import { type BackupResource, RESOURCE_KINDS } from "./resources.ts";

/** When recovery points are made and how long they live. */
export interface BackupRule {
  /** Stable: `daily`, `weekly`, `monthly`. */
  readonly name: string;
  /** Cron of AWS, six fields, UTC: `cron(0 5 ? * * *)`. */
  readonly schedule: string;
  /** Days for which a recovery point lives. */
  readonly retentionDays: number;
  /**
   * Days after which a recovery point moves to cold storage, where it must lie 90 days. Only some services
   * have any: EFS and DynamoDB of the ones here, the others stay warm.
   * @default never: restoring from cold takes hours
   */
  readonly coldAfterDays?: number;
  /**
   * Days for which the partner's copy lives.
   * @default as long as the original: after the loss of a region the copy is all there is
   */
  readonly copyRetentionDays?: number;
  /**
   * Can be restored to any second of the last `retentionDays`, 35 at most; S3 only. Databases have
   * this on their own.
   * @default false
   */
  readonly continuous?: boolean;
}

export interface BackupPlanProps {
  readonly naming: Naming;
  /** Region whose stores are backed up. */
  readonly region: string;
  /** Value of the tag `backup` of what the plan protects: `stores`, `objects`. */
  readonly plan: string;
  /** Kinds of stores that the plan looks for. */
  readonly resources: readonly BackupResource[];
  /** One at least; their names are unique in the plan. */
  readonly rules: readonly BackupRule[];
  /** Name of the vault of this region. */
  readonly vaultName: string;
  /**
   * Region, inside the home, to whose vault every recovery point is copied.
   * @default none: the recovery points are lost with the region
   */
  readonly partner?: string;
  /** Role that AWS Backup takes on. */
  readonly roleArn: string;
  readonly tags: OwnerTags;
}

/** Source of the two: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html and
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html, read November 2026. */
const COLD_DAYS_AT_LEAST = 90;
const CONTINUOUS_DAYS_AT_MOST = 35;

/** Minutes until a job must have started (60 at least), and until it must have ended. */
const WINDOW_MINUTES = { start: 60, completion: 480 } as const;

/**
 * Makes recovery points on schedule of everything of this environment that bears the tag.
 * @throws InputError when a rule keeps its recovery points for a time that AWS Backup refuses.
 */
export class BackupPlan extends Construct {
  constructor(scope: Construct, id: string, props: BackupPlanProps) {
    super(scope, id);
    const problems = props.rules.flatMap((rule) => problemsOf(props, rule));
    if (problems.length > 0) throw new InputError(`backup plan ${props.plan}`, problems);
    const name = nameOf(props.naming, `backup-${props.plan}`);
    const plan = new Plan(this, "plan", {
      name,
      rule: props.rules.map((rule) => ruleOf(props, rule)),
      tags: tagsOf(name, props.tags),
    });
    new BackupSelection(this, "selection", {
      planId: plan.id,
      name,
      iamRoleArn: props.roleArn,
      resources: props.resources.map((kind) => RESOURCE_KINDS[kind].arns(props.naming, props.region)),
      condition: [{ stringEquals: [...protectedBy(props.naming, props.plan)] }],
    });
  }
}

function ruleOf(props: BackupPlanProps, rule: BackupRule) {
  const cold = rule.coldAfterDays === undefined ? {} : { coldStorageAfter: rule.coldAfterDays };
  const { naming, partner } = props;
  return {
    ruleName: rule.name,
    targetVaultName: props.vaultName,
    schedule: rule.schedule,
    startWindow: WINDOW_MINUTES.start,
    completionWindow: WINDOW_MINUTES.completion,
    enableContinuousBackup: rule.continuous ?? false,
    lifecycle: { deleteAfter: rule.retentionDays, ...cold },
    // Default tags of the provider do not reach recovery points.
    recoveryPointTags: {
      ...tagsOf(nameOf(naming, `backup-${props.plan}`), props.tags),
      platform: naming.platform,
      environment: naming.environment,
      [BACKUP_TAG]: props.plan,
    },
    ...(partner === undefined
      ? {}
      : {
          copyAction: [
            {
              destinationVaultArn: vaultArn(naming, partner),
              lifecycle: { deleteAfter: rule.copyRetentionDays ?? rule.retentionDays, ...cold },
            },
          ],
        }),
  };
}

function problemsOf({ plan, resources }: BackupPlanProps, rule: BackupRule): InputProblem[] {
  const where = `backup.${plan}.${rule.name}`;
  const kept = Math.min(rule.retentionDays, rule.copyRetentionDays ?? rule.retentionDays);
  const problems: InputProblem[] = [];
  if (rule.coldAfterDays !== undefined && kept < rule.coldAfterDays + COLD_DAYS_AT_LEAST) {
    problems.push({
      code: "backup/cold-storage-too-short",
      where,
      given: `${kept} days kept, cold after ${rule.coldAfterDays}`,
      wanted: `${COLD_DAYS_AT_LEAST} days in cold storage at least`,
      fix: `Keep the recovery points ${rule.coldAfterDays + COLD_DAYS_AT_LEAST} days, or leave them warm.`,
    });
  }
  if (rule.continuous !== true) return problems;
  if (rule.retentionDays > CONTINUOUS_DAYS_AT_MOST) {
    problems.push({
      code: "backup/continuous-too-long",
      where,
      given: `${rule.retentionDays} days`,
      wanted: `${CONTINUOUS_DAYS_AT_MOST} days at most for a continuous backup`,
      fix: "Shorten it, and add a rule without continuous backup for what is kept longer.",
    });
  }
  const others = resources.filter((kind) => RESOURCE_KINDS[kind].continuous !== "yes");
  if (others.length > 0) {
    problems.push({
      code: "backup/continuous-not-for-it",
      where,
      given: others.join(", "),
      wanted: "stores whose continuous backup AWS Backup can keep without changing them: s3",
      fix: "Put the others into a plan of their own; their own point-in-time recovery stays on.",
    });
  }
  return problems;
}

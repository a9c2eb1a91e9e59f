import { BackupRestoreTestingPlan } from "@cdktn/provider-aws/lib/backup-restore-testing-plan/index.js";
import { BackupRestoreTestingSelection } from "@cdktn/provider-aws/lib/backup-restore-testing-selection/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { protectedBy, vaultArn } from "./names.ts";
import { type BackupResource, RESOURCE_KINDS } from "./resources.ts";

/** A kind of store whose newest recovery point is restored. */
export interface RestoreTest {
  /** Kind of store that is restored. */
  readonly resource: BackupResource;
  /** Plan that protects it. */
  readonly plan: string;
  /**
   * What the restored copy is given instead of what the original had, by AWS's key for the kind. A copy
   * from another region needs its own subnets: `{ dbsubnetgroupname: "shop-production-orders-us" }`.
   * @default what AWS Backup infers from the original
   */
  readonly overrides?: Readonly<Record<string, string>>;
}

export interface RestoreTestingProps {
  readonly naming: Naming;
  /** Region in which copies are restored, from its own vault. */
  readonly region: string;
  readonly tests: readonly RestoreTest[];
  /** Role that AWS Backup takes on to restore. */
  readonly roleArn: string;
  /**
   * Cron of AWS, six fields, UTC.
   * @default Mondays at 8, when somebody is there to read of a failure
   */
  readonly schedule?: string;
  /**
   * Hours for which a restored copy stands, so that it can be looked into; 0 to 168. It costs as much as
   * the original.
   * @default 4
   */
  readonly validationHours?: number;
  readonly tags: OwnerTags;
}

/** Days within which a recovery point counts as recent: one rule of a week must have left one. */
const WINDOW_DAYS = 8;

/**
 * Restores the newest recovery points of this region's vault every week and takes the copies away again. A
 * backup that was never restored is a hope.
 */
export class RestoreTesting extends Construct {
  constructor(scope: Construct, id: string, props: RestoreTestingProps) {
    super(scope, id);
    const { naming } = props;
    const name = nameOf(naming, "restore-test");
    const plan = new BackupRestoreTestingPlan(this, "plan", {
      name: underscored(name),
      scheduleExpression: props.schedule ?? "cron(0 8 ? * MON *)",
      scheduleExpressionTimezone: "Etc/UTC",
      startWindowHours: 8,
      recoveryPointSelection: [
        {
          algorithm: "LATEST_WITHIN_WINDOW",
          includeVaults: [vaultArn(naming, props.region)],
          recoveryPointTypes: ["SNAPSHOT", "CONTINUOUS"],
          selectionWindowDays: WINDOW_DAYS,
        },
      ],
      tags: tagsOf(name, props.tags),
    });
    for (const { resource, plan: protectedPlan, overrides } of props.tests) {
      new BackupRestoreTestingSelection(this, `test-${resource}`, {
        name: underscored(`${protectedPlan}_${resource}`),
        restoreTestingPlanName: plan.name,
        protectedResourceType: RESOURCE_KINDS[resource].type,
        iamRoleArn: props.roleArn,
        validationWindowHours: props.validationHours ?? 4,
        protectedResourceConditions: [{ stringEquals: [...protectedBy(naming, protectedPlan)] }],
        ...(overrides === undefined ? {} : { restoreMetadataOverrides: { ...overrides } }),
      });
    }
  }
}

/**
 * Names of restore tests take letters, digits and underscores only.
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingPlanForCreate.html
 */
function underscored(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/g, "_");
}

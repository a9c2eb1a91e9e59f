import { BackupVault as Vault } from "@cdktn/provider-aws/lib/backup-vault/index.js";
import { BackupVaultLockConfiguration } from "@cdktn/provider-aws/lib/backup-vault-lock-configuration/index.js";
import { BackupVaultNotifications } from "@cdktn/provider-aws/lib/backup-vault-notifications/index.js";
import { BackupVaultPolicy } from "@cdktn/provider-aws/lib/backup-vault-policy/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { policyDocument } from "../policyDocument.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { vaultArn, vaultName } from "./names.ts";

/**
 * Events that AWS still sends. `BACKUP_JOB_FAILED` and `RESTORE_JOB_FAILED` are taken and never sent;
 * failed backups and restores are told by the alarms on the vault's metrics.
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html, read November 2026.
 */
const EVENTS = ["COPY_JOB_FAILED", "S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED"];

export interface BackupVaultProps {
  readonly naming: Naming;
  /** Region of the vault, part of its name. */
  readonly region: string;
  /** Key of this region. */
  readonly keyArn: string;
  /**
   * Days for which the shortest-lived and the longest-lived recovery point in this vault are kept, copies
   * from other regions included: the lock fails every job outside of them.
   */
  readonly retentionDays: { readonly least: number; readonly most: number };
  /**
   * Days until the lock can never be changed or taken off again by anybody, AWS included; 3 at least.
   * Afterwards neither vault nor account can be closed before the last recovery point expires.
   * @default a governance lock, which those with the permission may take off: the other is irreversible
   */
  readonly immutableAfterDays?: number;
  /**
   * The only role that may delete recovery points or shorten their lives once the lock is off. Denied to
   * everybody else, administrators included.
   * @default whoever IAM allows, and only once the lock is off
   */
  readonly breakGlassRoleArn?: string;
  /**
   * Topic of this region that is told of failed copies and of objects that could not be backed up.
   * @default nobody
   */
  readonly alertsTopicArn?: string;
  /** A vault that holds anything cannot be deleted; unprotected, it is emptied first. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/** One region's recovery points: its own, and copies of its partner's, encrypted, locked against deletion. */
export class BackupVault extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: BackupVaultProps) {
    super(scope, id);
    this.name = vaultName(props.naming);
    this.arn = vaultArn(props.naming, props.region);
    const vault = new Vault(this, "vault", {
      name: this.name,
      kmsKeyArn: props.keyArn,
      forceDestroy: !props.protect,
      tags: tagsOf(this.name, props.tags),
    });
    const lock = new BackupVaultLockConfiguration(this, "lock", {
      backupVaultName: vault.name,
      minRetentionDays: props.retentionDays.least,
      maxRetentionDays: props.retentionDays.most,
      ...(props.immutableAfterDays === undefined ? {} : { changeableForDays: props.immutableAfterDays }),
    });
    if (props.breakGlassRoleArn !== undefined) {
      new BackupVaultPolicy(this, "policy", {
        backupVaultName: vault.name,
        policy: deletionPolicy(this.arn, props.breakGlassRoleArn),
        // So that it goes first: it denies taking off the lock.
        dependsOn: [lock],
      });
    }
    if (props.alertsTopicArn !== undefined) {
      new BackupVaultNotifications(this, "notifications", {
        backupVaultName: vault.name,
        snsTopicArn: props.alertsTopicArn,
        backupVaultEvents: EVENTS,
      });
    }
  }
}

/**
 * Expiry at the end of a retention is AWS Backup's own and goes on.
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
 */
function deletionPolicy(vault: string, breakGlassRoleArn: string): string {
  return policyDocument([
    {
      Sid: "OnlyBreakGlassDeletes",
      Effect: "Deny",
      Principal: "*",
      Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
      // Recovery points have ARNs of the service that holds them; the policy's vault bounds them.
      Resource: "*",
      Condition: { ArnNotEquals: { "aws:PrincipalArn": breakGlassRoleArn } },
    },
    {
      Sid: "OnlyBreakGlassUnlocks",
      Effect: "Deny",
      Principal: "*",
      Action: ["backup:DeleteBackupVault", "backup:DeleteBackupVaultLockConfiguration"],
      Resource: vault,
      Condition: { ArnNotEquals: { "aws:PrincipalArn": breakGlassRoleArn } },
    },
  ]);
}

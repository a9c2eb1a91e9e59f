import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { idsOf, roleOf, trustIn } from "../security/role.ts";
import type { OwnerTags } from "../tags.ts";
import type { BackupRole } from "./names.ts";

/**
 * AWS's own policies, because what a backup of each service calls changes with the service.
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html, read November 2026.
 */
const MANAGED_POLICIES: Readonly<Record<BackupRole, Readonly<Record<string, string>>>> = {
  backup: {
    stores: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
    objects: "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
  },
  restore: {
    stores: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
    objects: "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore",
  },
};

export interface BackupRolesProps {
  readonly naming: Naming;
  readonly tags: OwnerTags;
}

/**
 * What AWS Backup takes on: one role to read stores and write recovery points, another to restore
 * them. Two, so that what runs every night cannot create or overwrite a store. For a global stack;
 * regional stacks name the roles by `backupRoleArn`.
 */
export class BackupRoles extends Construct {
  constructor(scope: Construct, id: string, props: BackupRolesProps) {
    super(scope, id);
    for (const role of ["backup", "restore"] as const) this.#role(props, role);
  }

  #role({ naming, tags }: BackupRolesProps, role: BackupRole): void {
    roleOf(this, {
      naming,
      thing: role,
      ids: idsOf(role),
      // On behalf of this account only, against the confused deputy.
      // Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-service-confused-deputy-prevention.html
      trust: trustIn("backup.amazonaws.com", { StringEquals: { "aws:SourceAccount": naming.account } }),
      managed: Object.fromEntries(
        Object.entries(MANAGED_POLICIES[role]).map(([what, arn]) => [`${role}-${what}`, arn]),
      ),
      tags,
    });
  }
}

import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { type BackupRole, backupRoleName } from "./names.ts";

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
    const name = backupRoleName(naming, role);
    const made = new IamRole(this, role, {
      name,
      // On behalf of this account only, against the confused deputy.
      // Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-service-confused-deputy-prevention.html
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "backup.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:SourceAccount": naming.account } },
          },
        ],
      }),
      tags: tagsOf(name, tags),
    });
    for (const [what, policyArn] of Object.entries(MANAGED_POLICIES[role])) {
      new IamRolePolicyAttachment(this, `${role}-${what}`, { role: made.name, policyArn });
    }
  }
}

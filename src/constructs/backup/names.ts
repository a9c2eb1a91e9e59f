import { type Naming, nameOf, roleArn } from "../naming.ts";

/**
 * Tag by which a backup plan finds what it protects: `backup: <plan>`. Together with the tags
 * `platform` and `environment`, so that environments in one account never back up each other's stores.
 */
export const BACKUP_TAG = "backup";

/** Last part of the names of the roles, as regional stacks refer to them. */
export type BackupRole = "backup" | "restore";

/** For stacks that name a role without reading it. */
export function backupRoleArn(naming: Naming, role: BackupRole): string {
  return roleArn(naming, role);
}

/** One vault in each region; names of vaults are unique in account and region. */
export function vaultName(naming: Naming): string {
  return nameOf(naming, "backups");
}

/** The vault of any region, known before it exists: copies go there. */
export function vaultArn(naming: Naming, region: string): string {
  return `arn:aws:backup:${region}:${naming.account}:backup-vault:${vaultName(naming)}`;
}

/** What a plan looks for on a resource, and a restore test on what was backed up. */
export function protectedBy(naming: Naming, plan: string): readonly { key: string; value: string }[] {
  return [
    { key: `aws:ResourceTag/${BACKUP_TAG}`, value: plan },
    { key: "aws:ResourceTag/platform", value: naming.platform },
    { key: "aws:ResourceTag/environment", value: naming.environment },
  ];
}

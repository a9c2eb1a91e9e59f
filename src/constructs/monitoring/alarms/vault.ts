import type { AlarmDefinition, WatchedResource } from "./alarm.ts";
import { together } from "./together.ts";

/** This region's backup vault. */
export interface VaultWatch {
  /** What `vaultName` gives. */
  readonly vaultName: string;
  /** Does a plan of this region write into the vault every day? Otherwise it holds its partner's copies only. */
  readonly daily: boolean;
}

const DAY_SECONDS = 86_400;

/**
 * A backup vault. Its metrics are sent when a job ends, hence the silence of a good day.
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
 */
export function vaultAlarms({ vaultName, daily }: VaultWatch): WatchedResource {
  const metric = (name: string) => ({
    namespace: "AWS/Backup",
    name,
    statistic: "Sum",
    dimensions: { BackupVaultName: vaultName },
  });
  const failed = (what: string, name: string, meaning: string): AlarmDefinition => ({
    name: `backup-${what}-failed`,
    severity: "critical",
    meaning,
    watch: metric(name),
    sounds: "above",
    threshold: 0,
    unit: "jobs",
    periodSeconds: 3600,
    periods: 1,
    silence: "fine",
  });
  return {
    title: "Backups",
    alarms: [
      ...together("backup-failed", [
        failed(
          "job",
          "NumberOfBackupJobsFailed",
          "A store was not backed up. Start the job again by hand after reading its message.",
        ),
        failed(
          "copy",
          "NumberOfCopyJobsFailed",
          "A recovery point did not reach the partner region: lost with this one.",
        ),
        failed(
          "restore",
          "NumberOfRestoreJobsFailed",
          "A restore, or the weekly test of one, failed: the backup may be worth nothing.",
        ),
      ]),
      ...(daily
        ? [
            {
              ...failed(
                "job",
                "NumberOfBackupJobsCompleted",
                "No backup was completed for a day: plan, selection or role no longer fit.",
              ),
              name: "backup-none",
              sounds: "below",
              threshold: 1,
              periodSeconds: DAY_SECONDS,
              silence: "fault",
            } as const,
          ]
        : []),
    ],
  };
}

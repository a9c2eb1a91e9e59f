import type { World } from "../../overlay.ts";
import { hasArrived } from "../arrival.ts";
import { seconds } from "./desk.ts";
import type { Job } from "./state.ts";

/** A job as Describe and List show it. */
export function jobView(world: World, job: Job): object {
  const { point, transfer, startedAt } = job;
  const ended =
    job.failure !== undefined ? startedAt : hasArrived(transfer, world) ? transfer.due : undefined;
  const state = job.failure !== undefined ? "FAILED" : ended === undefined ? "RUNNING" : "COMPLETED";
  const common = {
    AccountId: job.account,
    IamRoleArn: job.roleArn,
    ResourceType: point.resourceType,
    CreationDate: seconds(startedAt),
    ...(ended === undefined ? {} : { CompletionDate: seconds(ended) }),
    ...(job.failure === undefined ? {} : { StatusMessage: job.failure }),
  };
  const vault = `arn:aws:backup:${point.region}:${point.account}:backup-vault:${point.vault}`;
  switch (job.kind) {
    case "backup":
      return {
        ...common,
        BackupJobId: job.id,
        State: state,
        BackupVaultName: point.vault,
        BackupVaultArn: vault,
        RecoveryPointArn: point.arn,
        ResourceArn: point.resourceArn,
      };
    case "copy":
      return {
        ...common,
        CopyJobId: job.id,
        State: state,
        SourceBackupVaultArn: `arn:aws:backup:${job.region}:${job.account}:backup-vault:${job.sourceVault}`,
        DestinationBackupVaultArn: vault,
        DestinationRecoveryPointArn: point.arn,
        ResourceArn: point.resourceArn,
      };
    case "restore":
      return {
        ...common,
        RestoreJobId: job.id,
        // Restore jobs call it a status, the others a state.
        Status: state,
        RecoveryPointArn: point.arn,
        ...(state === "COMPLETED" ? { CreatedResourceArn: job.created, PercentDone: "100.00%" } : {}),
      };
  }
}

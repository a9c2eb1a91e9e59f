import type { AwsReply } from "../../call.ts";
import { answer, type Desk, describeVault, done, notFound, refuse, seconds } from "./desk.ts";
import type { RecoveryPoint } from "./state.ts";

/** Recovery points of a vault or of a resource; a locked vault gives none of them away before its time. */
export async function pointCall(desk: Desk): Promise<AwsReply | undefined> {
  const [, name = "", , arn = ""] = desk.path;
  const here = desk.state.points(desk.world, desk.place);
  const found = here.find((point) => point.vault === name && point.arn === arn);
  switch (desk.call.action) {
    case "ListRecoveryPointsByBackupVault":
      return answer(desk, {
        RecoveryPoints: here.filter((point) => point.vault === name && wanted(desk, point)).map(view),
      });
    case "ListRecoveryPointsByResource":
      return answer(desk, { RecoveryPoints: here.filter((point) => point.resourceArn === name).map(view) });
    case "DescribeRecoveryPoint":
      return found === undefined ? notFound(desk, `Recovery point ${arn}`) : answer(desk, view(found));
    case "DeleteRecoveryPoint":
      return found === undefined ? notFound(desk, `Recovery point ${arn}`) : remove(desk, found);
    default:
      return undefined;
  }
}

/** What the call asks for, of all that the vault has. */
function wanted({ call }: Desk, { resourceArn, createdAt }: RecoveryPoint): boolean {
  const query = new URLSearchParams(call.target.split("?")[1] ?? "");
  const [arn, before, after] = [
    query.get("resourceArn"),
    query.get("createdBefore"),
    query.get("createdAfter"),
  ];
  return (
    (arn === null || arn === resourceArn) &&
    (before === null || createdAt < Date.parse(before)) &&
    (after === null || createdAt > Date.parse(after))
  );
}

async function remove(desk: Desk, point: RecoveryPoint): Promise<AwsReply> {
  const vault = await describeVault(desk.world, desk.place, point.vault);
  if (vault?.Locked === true) {
    const message = "Access Denied: the vault is locked and its recovery points cannot be deleted";
    return refuse(desk, "AccessDeniedException", message);
  }
  desk.state.remove(point);
  return done(desk);
}

function view(point: RecoveryPoint): object {
  return {
    RecoveryPointArn: point.arn,
    BackupVaultName: point.vault,
    BackupVaultArn: `arn:aws:backup:${point.region}:${point.account}:backup-vault:${point.vault}`,
    ResourceArn: point.resourceArn,
    ResourceType: point.resourceType,
    CreationDate: seconds(point.createdAt),
    CompletionDate: seconds(point.transfer.due),
    Status: "COMPLETED",
    Lifecycle: point.lifecycle,
  };
}

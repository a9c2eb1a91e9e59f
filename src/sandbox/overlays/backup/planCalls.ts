import type { AwsReply } from "../../call.ts";
import { jsonBody, jsonReply, requestId } from "../../wire/index.ts";
import { answer, type Desk, done, keyOf, notFound, objectOf, refuse, seconds } from "./desk.ts";

/** Changes of plans, and selections: what a plan protects. Plans themselves are the emulator's. */
export async function planCall(desk: Desk): Promise<AwsReply | undefined> {
  const plan = desk.path[2] ?? "";
  switch (desk.call.action) {
    case "GetBackupPlan":
      return getPlan(desk, plan);
    case "UpdateBackupPlan":
      return updatePlan(desk, plan);
    case "DeleteBackupPlan": {
      if (selectionsOf(desk, plan).length > 0) {
        const message = "Related backup plan selections must be deleted prior to backup plan deletion";
        return refuse(desk, "InvalidRequestException", message);
      }
      desk.state.plans.delete(keyOf(desk, plan));
      return await desk.world.forward(desk.call);
    }
    case "CreateBackupSelection": {
      const SelectionId = requestId(desk.call);
      const made = { SelectionId, BackupPlanId: plan, CreationDate: seconds(desk.world.clock.now()) };
      desk.state.selections.set(keyOf(desk, plan, SelectionId), {
        ...made,
        BackupSelection: objectOf(desk.body.BackupSelection),
      });
      return answer(desk, made);
    }
    case "GetBackupSelection": {
      const found = desk.state.selections.get(keyOf(desk, plan, desk.path[4] ?? ""));
      return found === undefined ? notFound(desk, "Backup selection") : answer(desk, found);
    }
    case "ListBackupSelections":
      return answer(desk, {
        BackupSelectionsList: selectionsOf(desk, plan).map(({ BackupSelection, ...rest }) => {
          const { SelectionName, IamRoleArn } = objectOf(BackupSelection);
          return { ...rest, SelectionName, IamRoleArn };
        }),
      });
    case "DeleteBackupSelection":
      desk.state.selections.delete(keyOf(desk, plan, desk.path[4] ?? ""));
      return done(desk);
    default:
      return undefined;
  }
}

function selectionsOf(desk: Desk, plan: string): Readonly<Record<string, unknown>>[] {
  const prefix = `${keyOf(desk, plan)} `;
  return [...desk.state.selections].flatMap(([key, value]) => (key.startsWith(prefix) ? [value] : []));
}

async function getPlan(desk: Desk, plan: string): Promise<AwsReply> {
  const reply = await desk.world.forward(desk.call);
  if (reply.status !== 200) return reply;
  const found = jsonBody({ body: Buffer.from(reply.body) });
  // The emulator goes on showing a plan that was deleted; AWS shows it too, with the date of its deletion.
  return jsonReply(desk.call, { ...found, ...desk.state.plans.get(keyOf(desk, plan)) });
}

async function updatePlan(desk: Desk, plan: string): Promise<AwsReply> {
  const reply = await desk.world.ask({
    ...desk.place,
    service: "backup",
    method: "GET",
    target: `/backup/plans/${plan}/`,
  });
  if (reply.status !== 200) return notFound(desk, `Backup plan ${plan}`);
  const known = jsonBody({ body: Buffer.from(reply.body) });
  const VersionId = requestId(desk.call);
  desk.state.plans.set(keyOf(desk, plan), { BackupPlan: objectOf(desk.body.BackupPlan), VersionId });
  const { BackupPlanId, BackupPlanArn, CreationDate } = known;
  return answer(desk, { BackupPlanId, BackupPlanArn, CreationDate, VersionId });
}

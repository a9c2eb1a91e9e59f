import type { AwsCall } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { deskOf } from "./desk.ts";
import { jobCall } from "./jobCalls.ts";
import { planCall } from "./planCalls.ts";
import { pointCall } from "./pointCalls.ts";
import { restoreTestCall } from "./restoreTestCalls.ts";
import { BackupState } from "./state.ts";
import { vaultCall } from "./vaultCalls.ts";

/** AWS Backup: what protects, jobs with their times, copies that outlive the region they came from. */
export function backupOverlay(): Overlay {
  const state = new BackupState();
  return {
    name: "backup-recovery-points",
    service: "backup",
    grade: "modelled",
    models:
      "Backup, copy and restore jobs with their times, recovery points that expire, copies that stand in the partner's vault when the region they came from is lost, vault locks; vault policies, notifications, selections, changed plans and restore tests as settings. A restore that is due makes the store that it names, empty, or fails. Leaves out schedules (nothing starts by itself) and stored data.",
    async handle(call, world) {
      const desk = deskOf(call, world, state);
      if (call.action === "ListTags") return await world.forward(withClosingSlash(call));
      return (
        (await vaultCall(desk)) ??
        (await planCall(desk)) ??
        (await restoreTestCall(desk)) ??
        (await pointCall(desk)) ??
        (await jobCall(desk))
      );
    },
  };
}

/** Of a path that does not end in a slash the emulator reads another part as the ARN, and finds no tags. */
function withClosingSlash(call: AwsCall): AwsCall {
  const [path = "", query] = call.target.split("?");
  const closed = path.endsWith("/") ? path : `${path}/`;
  return { ...call, target: query === undefined ? closed : `${closed}?${query}` };
}

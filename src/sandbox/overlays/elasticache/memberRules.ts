import type { RefusedCall } from "../../overlay.ts";
import { invalidGlobalState, invalidGroupState, invalidValue } from "./errors.ts";
import type { GlobalGroup, GlobalMember } from "./globalGroup.ts";

/** The primary cannot leave its global group: only secondaries are disassociated. */
export function refusePrimaryLeaving(global: GlobalGroup, member: GlobalMember): RefusedCall | undefined {
  return member === global.primary
    ? invalidValue(
        `${member.groupId} in ${member.region} is the primary of ${global.id} and cannot leave it.`,
      )
    : undefined;
}

/** A member must leave its global group before it can be deleted. */
export function refuseMemberDeletion(
  global: GlobalGroup | undefined,
  groupId: string,
): RefusedCall | undefined {
  return global === undefined
    ? undefined
    : invalidGroupState(
        `Replication group ${groupId} is a member of global datastore ${global.id}; disassociate it first.`,
      );
}

/** A global group is deleted when only its primary is left. */
export function refuseGlobalDeletion(global: GlobalGroup): RefusedCall | undefined {
  return global.members.length > 1 || global.movement !== undefined
    ? invalidGlobalState(
        `Global replication group ${global.id} still has secondary members; disassociate them first.`,
      )
    : undefined;
}

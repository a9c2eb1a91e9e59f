import type { AwsReply } from "../../call.ts";
import type { RefusedCall } from "../../overlay.ts";
import { element, fields, list, listOf, queryReply } from "../../wire/index.ts";
import type { UserGroup } from "./caches.ts";
import { arnOf, chosen, type Desk, isReply, keepTags, named, nameIn, refuse } from "./desk.ts";
import { IN_USE, MISSING, TAKEN } from "./errors.ts";

/** Calls on user groups; undefined when the call is about something else. */
export function userGroupCall(desk: Desk): AwsReply | undefined {
  const { call, here, form } = desk;
  switch (call.action) {
    case "CreateUserGroup":
      return create(desk);
    case "DescribeUserGroups": {
      const groups = chosen(desk, here.userGroups, "UserGroupId", "userGroups");
      if (isReply(groups)) return groups;
      const shapes = groups.map((group) => shape(desk, group));
      return queryReply(call, [element("UserGroups", listOf("member", shapes))]);
    }
    case "ModifyUserGroup": {
      const group = named(desk, here.userGroups, "UserGroupId", "userGroups");
      if (isReply(group)) return group;
      const added = list(form, "UserIdsToAdd");
      const missing = unknownUser(desk, added);
      if (missing !== undefined) return refuse(desk, missing);
      for (const id of added) group.userIds.add(id.toLowerCase());
      for (const id of list(form, "UserIdsToRemove")) group.userIds.delete(id.toLowerCase());
      return queryReply(call, shape(desk, group));
    }
    case "DeleteUserGroup":
      return remove(desk);
    default:
      return undefined;
  }
}

function create(desk: Desk): AwsReply {
  const { call, form, here } = desk;
  const id = nameIn(form, "UserGroupId");
  if (here.userGroups.has(id)) return refuse(desk, TAKEN.userGroups(`User group ${id} already exists.`));
  const ids = list(form, "UserIds").map((user) => user.toLowerCase());
  const missing = unknownUser(desk, ids);
  if (missing !== undefined) return refuse(desk, missing);
  const group: UserGroup = { id, engine: (form.get("Engine") ?? "").toLowerCase(), userIds: new Set(ids) };
  here.userGroups.set(id, group);
  keepTags(desk, arnOf(desk, "usergroup", id));
  return queryReply(call, shape(desk, group));
}

function remove(desk: Desk): AwsReply {
  const { here, call } = desk;
  const group = named(desk, here.userGroups, "UserGroupId", "userGroups");
  if (isReply(group)) return group;
  if (replicationGroupsOf(desk, group).length > 0) {
    return refuse(desk, IN_USE.userGroups(`User group ${group.id} is associated with a replication group.`));
  }
  here.userGroups.delete(group.id);
  return queryReply(call, shape(desk, group));
}

function unknownUser({ here }: Desk, ids: readonly string[]): RefusedCall | undefined {
  const missing = ids.find((id) => !here.users.has(id.toLowerCase()));
  return missing === undefined ? undefined : MISSING.users(`User ${missing} not found.`);
}

function replicationGroupsOf({ here }: Desk, group: UserGroup): readonly string[] {
  return [...here.groups.values()]
    .filter(({ userGroupIds }) => userGroupIds.has(group.id))
    .map(({ id }) => id);
}

function shape(desk: Desk, group: UserGroup) {
  return fields({
    UserGroupId: group.id,
    Status: "active",
    Engine: group.engine,
    UserIds: listOf("member", [...group.userIds]),
    MinimumEngineVersion: "6.0",
    ReplicationGroups: listOf("member", replicationGroupsOf(desk, group)),
    ARN: arnOf(desk, "usergroup", group.id),
  });
}

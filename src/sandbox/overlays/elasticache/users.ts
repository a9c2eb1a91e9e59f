import type { AwsReply } from "../../call.ts";
import { element, type Form, fields, flag, list, listOf, queryReply } from "../../wire/index.ts";
import type { User } from "./caches.ts";
import { arnOf, chosen, type Desk, isReply, keepTags, named, nameIn, refuse } from "./desk.ts";
import { TAKEN } from "./errors.ts";

/** Calls on users; undefined when the call is about something else. */
export function userCall(desk: Desk): AwsReply | undefined {
  const { call, here } = desk;
  switch (call.action) {
    case "CreateUser":
      return create(desk);
    case "DescribeUsers": {
      const users = chosen(desk, here.users, "UserId", "users");
      if (isReply(users)) return users;
      const shapes = users.map((user) => shape(desk, user));
      return queryReply(call, [element("Users", listOf("member", shapes))]);
    }
    case "ModifyUser": {
      const user = named(desk, here.users, "UserId", "users");
      if (isReply(user)) return user;
      const appended = desk.form.get("AppendAccessString");
      user.accessString = desk.form.get("AccessString") ?? user.accessString;
      if (appended !== undefined) user.accessString = `${user.accessString} ${appended}`;
      Object.assign(user, signIn(desk.form) ?? {});
      return queryReply(call, shape(desk, user));
    }
    case "DeleteUser": {
      const user = named(desk, here.users, "UserId", "users");
      if (isReply(user)) return user;
      here.users.delete(user.id);
      for (const group of here.userGroups.values()) group.userIds.delete(user.id);
      return queryReply(call, shape(desk, user));
    }
    default:
      return undefined;
  }
}

function create(desk: Desk): AwsReply {
  const { call, form, here } = desk;
  const id = nameIn(form, "UserId");
  if (here.users.has(id)) return refuse(desk, TAKEN.users(`User ${id} already exists.`));
  const user: User = {
    id,
    name: form.get("UserName") ?? "",
    engine: (form.get("Engine") ?? "").toLowerCase(),
    accessString: form.get("AccessString") ?? "",
    ...(signIn(form) ?? { authentication: "no-password", passwords: 0 }),
  };
  here.users.set(id, user);
  keepTags(desk, arnOf(desk, "user", id));
  return queryReply(call, shape(desk, user));
}

/** How the user signs in; undefined when the call does not say. */
function signIn(form: Form): Pick<User, "authentication" | "passwords"> | undefined {
  const type = form.get("AuthenticationMode.Type");
  const passwords = list(form, "AuthenticationMode.Passwords").length + list(form, "Passwords").length;
  if (type !== undefined) return { authentication: type.replace(/-required$/, ""), passwords };
  if (passwords > 0) return { authentication: "password", passwords };
  return flag(form, "NoPasswordRequired") === true ? { authentication: "no-password", passwords } : undefined;
}

function shape(desk: Desk, user: User) {
  const groups = [...desk.here.userGroups.values()].filter((group) => group.userIds.has(user.id));
  return fields({
    UserId: user.id,
    UserName: user.name,
    Status: "active",
    Engine: user.engine,
    MinimumEngineVersion: "6.0",
    AccessString: user.accessString,
    UserGroupIds: listOf(
      "member",
      groups.map((group) => group.id),
    ),
    Authentication: fields({ Type: user.authentication, PasswordCount: user.passwords || undefined }),
    ARN: arnOf(desk, "user", user.id),
  });
}

import type { AwsReply } from "../../call.ts";
import { element, fields, list, listOf, queryReply } from "../../wire/index.ts";
import { type Desk, tagsIn } from "./desk.ts";

/** Tags of whatever has an ARN here; undefined when the call is about something else. */
export function tagCall(desk: Desk): AwsReply | undefined {
  const { call, form, here } = desk;
  if (!["AddTagsToResource", "RemoveTagsFromResource", "ListTagsForResource"].includes(call.action))
    return undefined;
  const arn = form.get("ResourceName") ?? "";
  const tags = here.tags.get(arn) ?? new Map<string, string>();
  here.tags.set(arn, tags);
  if (call.action === "AddTagsToResource") for (const [key, value] of tagsIn(form)) tags.set(key, value);
  if (call.action === "RemoveTagsFromResource") for (const key of list(form, "TagKeys")) tags.delete(key);
  const shown = listOf(
    "Tag",
    [...tags].map(([Key, Value]) => fields({ Key, Value })),
  );
  return queryReply(call, [element("TagList", shown)]);
}

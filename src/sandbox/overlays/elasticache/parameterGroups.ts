import type { AwsReply } from "../../call.ts";
import { element, fields, flag, items, listOf, queryReply } from "../../wire/index.ts";
import type { ParameterGroup } from "./caches.ts";
import { arnOf, chosen, type Desk, isReply, keepTags, named, nameIn, refuse } from "./desk.ts";
import { IN_USE, TAKEN } from "./errors.ts";

/** Calls on parameter groups; undefined when the call is about something else. */
export function parameterGroupCall(desk: Desk): AwsReply | undefined {
  switch (desk.call.action) {
    case "CreateCacheParameterGroup":
      return create(desk);
    case "DescribeCacheParameterGroups":
      return describe(desk);
    case "DescribeCacheParameters":
      return parameters(desk);
    case "ModifyCacheParameterGroup":
      return change(desk, (group, name, value) => group.values.set(name, value));
    case "ResetCacheParameterGroup":
      return change(desk, (group, name) => group.values.delete(name));
    case "DeleteCacheParameterGroup":
      return remove(desk);
    default:
      return undefined;
  }
}

function create(desk: Desk): AwsReply {
  const { call, form, here } = desk;
  const name = nameIn(form, "CacheParameterGroupName");
  if (here.parameterGroups.has(name)) {
    return refuse(desk, TAKEN.parameterGroups(`Cache parameter group ${name} already exists.`));
  }
  const family = form.get("CacheParameterGroupFamily") ?? "";
  const group = {
    name,
    family,
    description: form.get("Description") ?? "",
    values: new Map<string, string>(),
  };
  here.parameterGroups.set(name, group);
  keepTags(desk, arnOf(desk, "parametergroup", name));
  return queryReply(call, [shape(desk, group)]);
}

function describe(desk: Desk): AwsReply {
  const groups = chosen(desk, desk.here.parameterGroups, "CacheParameterGroupName", "parameterGroups");
  if (isReply(groups)) return groups;
  return queryReply(desk.call, [
    element(
      "CacheParameterGroups",
      groups.map((group) => shape(desk, group)),
    ),
  ]);
}

/** What somebody set. The engine's own values are not modelled: asked for all, the answer holds these alone. */
function parameters(desk: Desk): AwsReply {
  const group = named(desk, desk.here.parameterGroups, "CacheParameterGroupName", "parameterGroups");
  if (isReply(group)) return group;
  const asked = desk.form.get("Source");
  const shown = asked === undefined || asked === "user" ? [...group.values] : [];
  return queryReply(desk.call, [
    element(
      "Parameters",
      listOf(
        "Parameter",
        shown.map(([ParameterName, ParameterValue]) =>
          fields({ ParameterName, ParameterValue, Source: "user", DataType: "string", IsModifiable: true }),
        ),
      ),
    ),
  ]);
}

function change(desk: Desk, apply: (group: ParameterGroup, name: string, value: string) => void): AwsReply {
  const group = named(desk, desk.here.parameterGroups, "CacheParameterGroupName", "parameterGroups");
  if (isReply(group)) return group;
  if (flag(desk.form, "ResetAllParameters") === true) group.values.clear();
  for (const parameter of items(desk.form, "ParameterNameValues").values()) {
    apply(group, parameter.get("ParameterName") ?? "", parameter.get("ParameterValue") ?? "");
  }
  return queryReply(desk.call, [element("CacheParameterGroupName", group.name)]);
}

function remove(desk: Desk): AwsReply {
  const { here, call } = desk;
  const group = named(desk, here.parameterGroups, "CacheParameterGroupName", "parameterGroups");
  if (isReply(group)) return group;
  const users = [...here.groups.values(), ...here.clusters.values()];
  if (users.some((cache) => cache.parameterGroup === group.name)) {
    const message = `One or more cache clusters are still members of this parameter group ${group.name}, so the group cannot be deleted.`;
    return refuse(desk, IN_USE.parameterGroups(message));
  }
  here.parameterGroups.delete(group.name);
  return queryReply(call, []);
}

function shape(desk: Desk, group: ParameterGroup) {
  return element(
    "CacheParameterGroup",
    fields({
      CacheParameterGroupName: group.name,
      CacheParameterGroupFamily: group.family,
      Description: group.description,
      IsGlobal: group.name.startsWith("global-datastore-"),
      ARN: arnOf(desk, "parametergroup", group.name),
    }),
  );
}

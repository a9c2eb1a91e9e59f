import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import {
  element,
  type Form,
  flag,
  isXml,
  items,
  parseXml,
  queryReply,
  setChild,
  textAt,
  walk,
  xmlReply,
} from "../../wire/index.ts";

/** Parameters that were set back to their default, by group: the emulator cannot forget one. */
export type ResetParameters = Map<string, Set<string>>;

const NAMES = ["DBParameterGroupName", "DBClusterParameterGroupName"] as const;

/** Calls on the parameters of a group; undefined for every other call. */
export async function parameterCall(
  call: AwsCall,
  form: Form,
  world: World,
  reset: ResetParameters,
): Promise<AwsReply | undefined> {
  const kind = NAMES.find((name) => form.has(name));
  if (kind === undefined) return undefined;
  const group = form.get(kind) ?? "";
  const key = `${call.account}/${call.signedRegion}/${kind}/${group.toLowerCase()}`;
  const names = [...items(form, "Parameters").values()].flatMap((each) => each.get("ParameterName") ?? []);
  switch (call.action) {
    case "DescribeDBParameters":
    case "DescribeDBClusterParameters":
      return shown(call, await world.forward(call), reset.get(key) ?? new Set());
    case "ModifyDBParameterGroup":
    case "ModifyDBClusterParameterGroup": {
      const reply = await world.forward(call);
      if (reply.status < 300) for (const name of names) reset.get(key)?.delete(name);
      return reply;
    }
    case "ResetDBParameterGroup":
    case "ResetDBClusterParameterGroup": {
      const all = flag(form, "ResetAllParameters") === true;
      const gone = reset.get(key) ?? new Set();
      for (const name of all ? await everyName(call, form, kind, world) : names) gone.add(name);
      reset.set(key, gone);
      return queryReply(call, [element(kind, group)]);
    }
    case "DeleteDBParameterGroup":
    case "DeleteDBClusterParameterGroup": {
      reset.delete(key);
      return undefined;
    }
    default:
      return undefined;
  }
}

/** The emulator shows only what was set, and not that a user did: readers pass over what has no source. */
function shown(call: AwsCall, reply: AwsReply, reset: ReadonlySet<string>): AwsReply {
  if (reply.status >= 300 || !isXml(reply)) return reply;
  const root = parseXml(reply.body);
  for (const node of walk(root)) {
    if (node.name === "Parameters") {
      node.children = node.children.filter((each) => !reset.has(textAt(each, "ParameterName") ?? ""));
    }
    if (node.name === "Parameter") setChild(node, "Source", "user");
  }
  return xmlReply(call, reply.status, root);
}

async function everyName(
  call: AwsCall,
  form: Form,
  kind: (typeof NAMES)[number],
  world: World,
): Promise<string[]> {
  const action = kind === "DBParameterGroupName" ? "DescribeDBParameters" : "DescribeDBClusterParameters";
  const body = new URLSearchParams({
    Action: action,
    Version: form.get("Version") ?? "2014-10-31",
    [kind]: form.get(kind) ?? "",
  });
  const reply = await world.forward({ ...call, action, body: Buffer.from(body.toString()) });
  if (reply.status >= 300 || !isXml(reply)) return [];
  return [...walk(parseXml(reply.body))].flatMap((node) => textAt(node, "ParameterName") ?? []);
}

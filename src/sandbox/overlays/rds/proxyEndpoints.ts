import { createHash } from "node:crypto";
import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import {
  askQuery,
  element,
  errorReply,
  type Form,
  fields,
  items,
  list,
  listOf,
  parseForm,
  queryReply,
  textAt,
  walk,
  type XmlElement,
} from "../../wire/index.ts";

/** An endpoint of a proxy besides its own. */
interface Endpoint {
  readonly name: string;
  readonly proxy: string;
  readonly arn: string;
  readonly role: string;
  readonly vpc: string;
  readonly subnets: readonly string[];
  groups: readonly string[];
  readonly tags: Map<string, string>;
}

/** Endpoints of RDS Proxy besides each proxy's own, which the emulator has not. */
export function proxyEndpoints(): Overlay {
  /** By account and region, then by name. */
  const places = new Map<string, Map<string, Endpoint>>();
  return {
    name: "rds-proxy-endpoints",
    service: "rds",
    grade: "validated",
    models:
      "Endpoints of a proxy besides its own, for readers or writers: made, changed, deleted with their proxy. Leaves out connections, and the proxies themselves, which the emulator answers.",
    async handle(call, world) {
      const place = `${call.account} ${call.signedRegion}`;
      const known = places.get(place) ?? new Map<string, Endpoint>();
      places.set(place, known);
      const form = parseForm(call.body);
      if (call.action === "DeleteDBProxy") {
        for (const each of known.values())
          if (each.proxy === form.get("DBProxyName")) known.delete(each.name);
        return undefined;
      }
      if (/DBProxyEndpoints?$/.test(call.action)) return await answer(call, form, world, known);
      return tagged(call, form, known);
    },
  };
}

async function answer(
  call: AwsCall,
  form: Form,
  world: World,
  known: Map<string, Endpoint>,
): Promise<AwsReply | undefined> {
  const name = form.get("DBProxyEndpointName");
  const shown = (each: Endpoint) => queryReply(call, [element("DBProxyEndpoint", view(each))]);
  if (call.action === "DescribeDBProxyEndpoints") {
    const found = [...known.values()].filter(
      (each) =>
        (name === undefined || each.name === name) &&
        (!form.has("DBProxyName") || each.proxy === form.get("DBProxyName")),
    );
    if (name !== undefined && found.length === 0) return missing(call, name);
    return queryReply(call, [element("DBProxyEndpoints", listOf("member", found.map(view)))]);
  }
  const there = known.get(name ?? "");
  if (call.action === "CreateDBProxyEndpoint") {
    if (there !== undefined)
      return refuse(call, "DBProxyEndpointAlreadyExistsFault", `${name} exists already`);
    const vpc = await vpcOfProxy(call, form, world);
    if (vpc === undefined) return refuse(call, "DBProxyNotFoundFault", `no proxy ${form.get("DBProxyName")}`);
    const made = endpointOf(call, form, vpc);
    known.set(made.name, made);
    return shown(made);
  }
  if (there === undefined) return missing(call, name ?? "");
  if (call.action === "DeleteDBProxyEndpoint") known.delete(there.name);
  else if (form.has("VpcSecurityGroupIds.member.1")) there.groups = list(form, "VpcSecurityGroupIds");
  return shown(there);
}

/** VPC of the proxy that a call names; undefined when there is none. */
async function vpcOfProxy(call: AwsCall, form: Form, world: World): Promise<string | undefined> {
  const DBProxyName = form.get("DBProxyName") ?? "";
  const place = { account: call.account, region: call.signedRegion };
  const found = await askQuery(world, place, "rds", "DescribeDBProxies", { DBProxyName });
  if (found === undefined) return undefined;
  return [...walk(found)].flatMap((each) => textAt(each, "VpcId") ?? [])[0] ?? "";
}

function endpointOf(call: AwsCall, form: Form, vpc: string): Endpoint {
  const name = form.get("DBProxyEndpointName") ?? "";
  const id = idOf(`${call.account} ${call.signedRegion} ${name}`);
  return {
    name,
    proxy: form.get("DBProxyName") ?? "",
    arn: `arn:aws:rds:${call.signedRegion}:${call.account}:db-proxy-endpoint:prx-endpoint-${id}`,
    role: form.get("TargetRole") ?? "READ_WRITE",
    vpc,
    subnets: list(form, "VpcSubnetIds"),
    groups: list(form, "VpcSecurityGroupIds"),
    tags: new Map(tagsOf(form)),
  };
}

function idOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 17);
}

function view(each: Endpoint): XmlElement[] {
  const region = each.arn.split(":")[3] ?? "";
  return fields({
    DBProxyEndpointName: each.name,
    DBProxyEndpointArn: each.arn,
    DBProxyName: each.proxy,
    Status: "available",
    VpcId: each.vpc,
    VpcSecurityGroupIds: listOf("member", each.groups),
    VpcSubnetIds: listOf("member", each.subnets),
    Endpoint: `${each.name}.endpoint.proxy-${idOf(each.arn).slice(0, 12)}.${region}.rds.amazonaws.com`,
    TargetRole: each.role,
    IsDefault: false,
  });
}

function tagged(call: AwsCall, form: Form, known: ReadonlyMap<string, Endpoint>): AwsReply | undefined {
  const arn = form.get("ResourceName") ?? "";
  const there = [...known.values()].find((each) => each.arn === arn);
  if (there === undefined) return undefined;
  switch (call.action) {
    case "AddTagsToResource":
      for (const [key, value] of tagsOf(form)) there.tags.set(key, value);
      return queryReply(call, []);
    case "RemoveTagsFromResource":
      for (const key of list(form, "TagKeys")) there.tags.delete(key);
      return queryReply(call, []);
    case "ListTagsForResource": {
      const tags = [...there.tags].map(([Key, Value]) => fields({ Key, Value }));
      return queryReply(call, [element("TagList", listOf("Tag", tags))]);
    }
    default:
      return undefined;
  }
}

function tagsOf(form: Form): readonly [string, string][] {
  return [...items(form, "Tags").values()].map((tag) => [tag.get("Key") ?? "", tag.get("Value") ?? ""]);
}

function missing(call: AwsCall, name: string): AwsReply {
  return refuse(call, "DBProxyEndpointNotFoundFault", `no endpoint ${name}`, 404);
}

function refuse(call: AwsCall, code: string, message: string, status = 400): AwsReply {
  return errorReply(call, { status, code, message });
}

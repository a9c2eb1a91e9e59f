import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import {
  child,
  element,
  fields,
  isXml,
  parseXml,
  renderXml,
  setChild,
  textAt,
  xmlReply,
} from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";

interface Network {
  readonly id: string;
  readonly region: string;
}

/** Networks in which a private zone's names are known, by the account and the zone's id. */
const networksOf = perSandbox(() => new Map<string, readonly Network[]>());

/** Private zones with their networks, which the emulator keeps and does not show. */
export async function privateZoneCall(call: AwsCall, world: World): Promise<AwsReply | undefined> {
  switch (call.action) {
    case "CreateHostedZone":
    case "AssociateVPCWithHostedZone":
    case "DisassociateVPCFromHostedZone":
    case "GetHostedZone":
    case "DeleteHostedZone":
      break;
    default:
      return undefined;
  }
  const reply = await world.forward(saidPrivate(call));
  if (reply.status >= 300) return reply;
  const networks = networksOf(world);
  const answered = isXml(reply) ? parseXml(reply.body) : undefined;
  const created = answered === undefined ? undefined : textAt(answered, "HostedZone", "Id");
  const asked = /\/hostedzone\/([^/?]+)/.exec(call.target)?.[1];
  const key = `${call.account} ${(asked ?? created ?? "").replace("/hostedzone/", "")}`;
  const known = networks.get(key) ?? [];
  const named = networkIn(call);
  if (call.action === "DeleteHostedZone") networks.delete(key);
  else if (call.action === "DisassociateVPCFromHostedZone")
    networks.set(
      key,
      known.filter(({ id }) => id !== named?.id),
    );
  else if (named !== undefined && !known.some(({ id }) => id === named.id))
    networks.set(key, [...known, named]);
  const shown = networks.get(key) ?? [];
  if (call.action !== "GetHostedZone" || answered === undefined || shown.length === 0) return reply;
  setChild(
    answered,
    "VPCs",
    shown.map(({ id, region }) => element("VPC", fields({ VPCRegion: region, VPCId: id }))),
  );
  return xmlReply(call, reply.status, answered);
}

/** A zone that is made with a network is private. The emulator wants it said. */
function saidPrivate(call: AwsCall): AwsCall {
  if (call.action !== "CreateHostedZone" || networkIn(call) === undefined) return call;
  const root = parseXml(call.body);
  if (child(root, "HostedZoneConfig") === undefined) setChild(root, "HostedZoneConfig", []);
  const config = child(root, "HostedZoneConfig");
  if (config !== undefined) setChild(config, "PrivateZone", true);
  return { ...call, body: Buffer.from(renderXml(root)) };
}

function networkIn(call: AwsCall): Network | undefined {
  if (call.method !== "POST" || !call.body.toString().trimStart().startsWith("<")) return undefined;
  const vpc = child(parseXml(call.body), "VPC");
  const id = vpc === undefined ? undefined : textAt(vpc, "VPCId");
  return vpc === undefined || id === undefined ? undefined : { id, region: textAt(vpc, "VPCRegion") ?? "" };
}

import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { child, element, parseXml, renderXml, setChild, textAt, type XmlElement } from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";
import { plainName, readRecordSets } from "./view.ts";

/** The last change of each zone, by sandbox. */
const turnsOf = perSandbox(() => new Map<string, Promise<unknown>>());

/**
 * Changes of records where the emulator goes wrong: it deletes every record of the zone that has the
 * set identifier of the one deleted, whatever its name, and it takes a record for existing that was
 * deleted before. One change of a zone at a time, as in Route 53: what is put back after one must not
 * bring back what another deletes meanwhile.
 */
export function changeRecords(call: AwsCall, world: World): Promise<AwsReply> {
  const zone = /\/hostedzone\/([^/?]+)/.exec(call.target)?.[1] ?? "";
  const known = turnsOf(world);
  const change = (known.get(zone) ?? Promise.resolve()).then(() => changeZone(call, world, zone));
  known.set(
    zone,
    change.catch(() => undefined),
  );
  return change;
}

async function changeZone(call: AwsCall, world: World, zone: string): Promise<AwsReply> {
  const root = parseXml(call.body);
  const batch = child(root, "ChangeBatch");
  const changes = (batch === undefined ? undefined : child(batch, "Changes"))?.children ?? [];
  const before = await readRecordSets(world, call.account, zone);
  const known = new Set(before.map(identity));
  const gone = new Set<string>();
  for (const change of changes) {
    const set = child(change, "ResourceRecordSet");
    if (set === undefined) continue;
    const id = identity(set);
    if (textAt(change, "Action") === "DELETE") gone.add(id);
    if (textAt(change, "Action") === "CREATE" && (!known.has(id) || gone.has(id)))
      setChild(change, "Action", "UPSERT");
  }
  const reply = await world.forward({ ...call, body: Buffer.from(renderXml(root)) });
  if (reply.status === 200 && gone.size > 0) await putBack(call, world, zone, before, gone);
  return reply;
}

async function putBack(
  call: AwsCall,
  world: World,
  zone: string,
  before: readonly XmlElement[],
  gone: ReadonlySet<string>,
): Promise<void> {
  const after = new Set((await readRecordSets(world, call.account, zone)).map(identity));
  const lost = before.filter((set) => !after.has(identity(set)) && !gone.has(identity(set)));
  if (lost.length === 0) return;
  const changes = lost.map((set) => element("Change", [element("Action", "UPSERT"), withoutEmptyTtl(set)]));
  const body = element(
    "ChangeResourceRecordSetsRequest",
    [element("ChangeBatch", [element("Changes", changes)])],
    { xmlns: "https://route53.amazonaws.com/doc/2013-04-01/" },
  );
  await world.ask({
    account: call.account,
    service: "route53",
    region: "us-east-1",
    method: "POST",
    target: `/2013-04-01/hostedzone/${zone}/rrset/`,
    headers: { "content-type": "application/xml" },
    body: renderXml(body),
  });
}

/** The emulator writes a TTL of 0 on aliases, which have none. */
function withoutEmptyTtl(set: XmlElement): XmlElement {
  if (child(set, "AliasTarget") === undefined) return set;
  return { ...set, children: set.children.filter((node) => node.name !== "TTL") };
}

function identity(set: XmlElement): string {
  return [plainName(textAt(set, "Name") ?? ""), textAt(set, "Type"), textAt(set, "SetIdentifier") ?? ""].join(
    " ",
  );
}

import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import {
  askQuery,
  child,
  element,
  type Form,
  fields,
  filters,
  type Place,
  parseForm,
  parseXml,
  setChild,
  textAt,
  walk,
  type XmlElement,
  xmlReply,
} from "../../wire/index.ts";
import { corrected, placeOf } from "./hubs.ts";

/** What a static route of a transit gateway leads to, by `account region table range`: an attachment, or nowhere. */
export type HubRoutes = Map<string, string>;

/** In place of an attachment: what goes there is dropped. */
export const BLACK_HOLE = "black hole";

interface Attachment {
  readonly id: string;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly state: string;
}

/** CreateTransitGatewayRoute: remembers the attachment, which the emulator's answers leave out. */
export async function createRoute(call: AwsCall, world: World, routes: HubRoutes): Promise<AwsReply> {
  const reply = await world.forward(call);
  if (reply.status >= 300) return reply;
  const form = parseForm(call.body);
  const attachment = form.get("TransitGatewayAttachmentId") ?? "";
  const key = keyOf(call, form, form.get("DestinationCidrBlock") ?? "");
  if (form.get("Blackhole")?.toLowerCase() === "true") routes.set(key, BLACK_HOLE);
  else if (attachment !== "") routes.set(key, attachment);
  else routes.delete(key);
  return corrected(call, reply, (shape) => showRoute(call, world, routes, form, shape));
}

/** DeleteTransitGatewayRoute. */
export async function deleteRoute(call: AwsCall, world: World, routes: HubRoutes): Promise<AwsReply> {
  const reply = await world.forward(call);
  const form = parseForm(call.body);
  if (reply.status < 300) routes.delete(keyOf(call, form, form.get("DestinationCidrBlock") ?? ""));
  return reply;
}

/**
 * SearchTransitGatewayRoutes: static routes with what they lead to, blackholes once that is gone; and the
 * ranges of the VPCs that propagate into the table, which the emulator has no routes for.
 */
export async function searchRoutes(call: AwsCall, world: World, routes: HubRoutes): Promise<AwsReply> {
  const form = parseForm(call.body);
  const reply = await world.forward({ ...call, body: withoutFilters(form) });
  if (reply.status >= 300) return reply;
  const root = parseXml(reply.body);
  const set = child(root, "routeSet");
  if (set === undefined) return reply;
  for (const shape of set.children) await showRoute(call, world, routes, form, shape);
  set.children.push(...(await propagatedRoutes(world, placeOf(call), form)));
  const wanted = filters(form);
  set.children = set.children.filter((route) =>
    Object.entries(FILTERED).every(
      ([name, field]) => wanted.get(name)?.includes(textAt(route, field) ?? "") ?? true,
    ),
  );
  return xmlReply(call, 200, root);
}

/** Filters of the search that are looked at, and the field of a route that each is about. */
const FILTERED = {
  state: "state",
  type: "type",
  "route-search.exact-match": "destinationCidrBlock",
} as const;

function withoutFilters(form: Form): Buffer {
  const kept = [...form].filter(([name]) => !name.startsWith("Filter."));
  // The emulator wants one filter at least.
  return Buffer.from(
    new URLSearchParams([...kept, ["Filter.1.Name", "type"], ["Filter.1.Value.1", "static"]]).toString(),
  );
}

/** DescribeTransitGatewayRouteTables: by their tags as well, of which the emulator looks at none. */
export async function describeTables(call: AwsCall, world: World): Promise<AwsReply> {
  const wanted = [...filters(parseForm(call.body))].flatMap(([name, values]) =>
    name.startsWith("tag:") ? [[name.slice("tag:".length), values] as const] : [],
  );
  return corrected(call, await world.forward(call), (shape) => {
    if (shape.name !== "transitGatewayRouteTables") return;
    shape.children = shape.children.filter((table) => {
      const tags = new Map(
        (child(table, "tagSet")?.children ?? []).map((tag) => [textAt(tag, "key"), textAt(tag, "value")]),
      );
      return wanted.every(([key, values]) => values.includes(tags.get(key) ?? ""));
    });
  });
}

async function showRoute(
  call: AwsCall,
  world: World,
  routes: HubRoutes,
  form: Form,
  shape: XmlElement,
): Promise<void> {
  const cidr = textAt(shape, "destinationCidrBlock");
  const id = cidr === undefined ? undefined : routes.get(keyOf(call, form, cidr));
  if (id === undefined || id === BLACK_HOLE) return;
  const attachment = await attachmentNamed(world, placeOf(call), id);
  const leadsOn = attachment?.state === "available";
  setChild(shape, "state", leadsOn ? "active" : "blackhole");
  setChild(shape, "transitGatewayAttachments", leadsOn ? [shownIn(attachment)] : undefined);
}

function shownIn({ id, resourceId, resourceType }: Attachment): XmlElement {
  return element("item", fields({ transitGatewayAttachmentId: id, resourceId, resourceType }));
}

async function propagatedRoutes(world: World, place: Place, form: Form): Promise<XmlElement[]> {
  const answer = await askQuery(world, place, "ec2", "GetTransitGatewayRouteTablePropagations", {
    TransitGatewayRouteTableId: form.get("TransitGatewayRouteTableId") ?? "",
  });
  if (answer === undefined) return [];
  const made: XmlElement[] = [];
  for (const node of walk(answer)) {
    const id = textAt(node, "transitGatewayAttachmentId");
    const vpc = textAt(node, "resourceId");
    if (id === undefined || vpc === undefined || textAt(node, "resourceType") !== "vpc") continue;
    const vpcs = await askQuery(world, place, "ec2", "DescribeVpcs", { "VpcId.1": vpc });
    const range = vpcs && [...walk(vpcs)].map((each) => textAt(each, "cidrBlock")).find(Boolean);
    if (range === undefined) continue;
    const attachments = [shownIn({ id, resourceId: vpc, resourceType: "vpc", state: "available" })];
    const route = { destinationCidrBlock: range, transitGatewayAttachments: attachments };
    made.push(element("item", fields({ ...route, type: "propagated", state: "active" })));
  }
  return made;
}

/** The attachment as its own region's emulator knows it; undefined when there is none. */
export async function attachmentNamed(
  world: World,
  place: Place,
  id: string,
): Promise<Attachment | undefined> {
  const answer = await askQuery(world, place, "ec2", "DescribeTransitGatewayAttachments", {
    "TransitGatewayAttachmentIds.1": id,
  });
  for (const node of answer === undefined ? [] : walk(answer)) {
    if (textAt(node, "transitGatewayAttachmentId") !== id) continue;
    const resourceId = textAt(node, "resourceId") ?? "";
    const resourceType = textAt(node, "resourceType") ?? "";
    return { id, resourceId, resourceType, state: textAt(node, "state") ?? "" };
  }
  return undefined;
}

function keyOf(call: AwsCall, form: Form, cidr: string): string {
  return `${call.account} ${call.signedRegion} ${form.get("TransitGatewayRouteTableId") ?? ""} ${cidr}`;
}

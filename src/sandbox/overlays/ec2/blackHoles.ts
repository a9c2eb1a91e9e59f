import { BlockList } from "node:net";
import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { type Place, parseForm } from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";
import { attachmentNamed, BLACK_HOLE, type HubRoutes } from "./hubRoutes.ts";

/** Transit gateways as traffic meets them. */
interface Hubs {
  readonly routes: HubRoutes;
  /** Attachment of a VPC, by `account region id`, to the id of the route table that its traffic reads. */
  readonly read: Map<string, string>;
}

export const hubsOf = perSandbox((): Hubs => ({ routes: new Map(), read: new Map() }));

/** AssociateTransitGatewayRouteTable and its end: which table the traffic of a VPC reads. */
export async function associate(call: AwsCall, world: World): Promise<AwsReply> {
  const reply = await world.forward(call);
  if (reply.status >= 300) return reply;
  const form = parseForm(call.body);
  const [id, table] = [form.get("TransitGatewayAttachmentId"), form.get("TransitGatewayRouteTableId")];
  if (id === undefined || table === undefined) return reply;
  const place = { account: call.account, region: call.signedRegion };
  const { read } = hubsOf(world);
  if (call.action.startsWith("Dis")) read.delete(keyOf(place, id));
  else if ((await attachmentNamed(world, place, id))?.resourceType === "vpc")
    read.set(keyOf(place, id), table);
  return reply;
}

/**
 * Whether what leaves a region's VPC for a range is dropped by its transit gateway: the longest prefix that holds the whole
 * range is a black hole. Answers at once, since customers ask at each of their requests. Where no gateway was made nothing
 * is dropped: whether there is a way at all is not looked at.
 */
export function isDropped(world: World, from: Place, range: string): boolean {
  const { routes, read } = hubsOf(world);
  const tables = [...read].flatMap(([key, table]) => (key.startsWith(keyOf(from, "")) ? [table] : []));
  return tables.some((table) => {
    const beginning = `${keyOf(from, table)} `;
    const fitting = [...routes].flatMap(([key, leadsTo]) => {
      const to = key.startsWith(beginning) ? key.slice(beginning.length) : undefined;
      return to !== undefined && holds(to, range) ? [{ prefix: prefixOf(to), leadsTo }] : [];
    });
    const [best] = fitting.toSorted((one, other) => other.prefix - one.prefix);
    return best?.leadsTo === BLACK_HOLE;
  });
}

function keyOf({ account, region }: Place, id: string): string {
  return `${account} ${region} ${id}`;
}

function partsOf(range: string): readonly [address: string, prefix: number] {
  const [address = "", prefix] = range.split("/");
  return [address, Number(prefix ?? 32)];
}

function prefixOf(range: string): number {
  return partsOf(range)[1];
}

/** Whether a range of IPv4 holds the whole of another. */
function holds(outer: string, inner: string): boolean {
  const [first, prefix] = partsOf(inner);
  if (prefixOf(outer) > prefix) return false;
  const list = new BlockList();
  list.addSubnet(...partsOf(outer));
  return list.check(first);
}

import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import {
  askQuery,
  child,
  element,
  isXml,
  items,
  list,
  type Place,
  parseForm,
  parseXml,
  setChild,
  textAt,
  walk,
  type XmlElement,
  xmlReply,
} from "../../wire/index.ts";

export function placeOf(call: AwsCall): Place {
  return { account: call.account, region: call.signedRegion };
}

/** An answer with every element of the given names corrected. Errors pass as they are. */
export async function corrected(
  call: AwsCall,
  reply: AwsReply,
  correct: (shape: XmlElement) => Promise<void> | void,
): Promise<AwsReply> {
  if (reply.status >= 300 || !isXml(reply)) return reply;
  const root = parseXml(reply.body);
  for (const shape of [...walk(root)]) await correct(shape);
  return xmlReply(call, reply.status, root);
}

/**
 * A transit gateway with association or propagation by default switched off has no default table for it;
 * the emulator shows one all the same, and attaches everything to it.
 */
export function correctHub(shape: XmlElement): void {
  const options = child(shape, "options");
  if (options === undefined || textAt(shape, "transitGatewayId") === undefined) return;
  if (textAt(options, "defaultRouteTableAssociation") === "disable")
    setChild(options, "associationDefaultRouteTableId", undefined);
  if (textAt(options, "defaultRouteTablePropagation") === "disable")
    setChild(options, "propagationDefaultRouteTableId", undefined);
}

/** The emulator drops the tags that a VPC attachment is created with: they are set right after. */
export async function createVpcAttachment(call: AwsCall, world: World): Promise<AwsReply> {
  const reply = await world.forward(call);
  if (reply.status >= 300) return reply;
  const id = [...walk(parseXml(reply.body))]
    .map((node) => textAt(node, "transitGatewayAttachmentId"))
    .find((found) => found !== undefined);
  const tags = [...items(parseForm(call.body), "TagSpecifications").values()].flatMap((specification) => [
    ...items(specification, "Tag").values(),
  ]);
  if (id !== undefined && tags.length > 0) {
    await askQuery(world, placeOf(call), "ec2", "CreateTags", {
      "ResourceId.1": id,
      ...Object.fromEntries(
        tags.flatMap((tag, at) => [
          [`Tag.${at + 1}.Key`, tag.get("Key") ?? ""],
          [`Tag.${at + 1}.Value`, tag.get("Value") ?? ""],
        ]),
      ),
    });
  }
  return showAttachments(call, reply, world);
}

/** VPC attachments that were deleted, by `account region id`. */
export type DeletedAttachments = Map<string, readonly XmlElement[]>;

/** DeleteTransitGatewayVpcAttachment: remembers what was deleted, which AWS goes on showing for a while. */
export async function deleteVpcAttachment(
  call: AwsCall,
  world: World,
  deleted: DeletedAttachments,
): Promise<AwsReply> {
  const id = parseForm(call.body).get("TransitGatewayAttachmentId") ?? "";
  const shown = await askQuery(world, placeOf(call), "ec2", "DescribeTransitGatewayVpcAttachments", {
    "TransitGatewayAttachmentIds.1": id,
  });
  const reply = await world.forward(call);
  const shape = [...(shown === undefined ? [] : walk(shown))].find(
    (node) => textAt(node, "transitGatewayAttachmentId") === id,
  );
  if (reply.status >= 300 || shape === undefined) return reply;
  setChild(shape, "state", "deleted");
  deleted.set(keyOf(call, id), shape.children);
  return reply;
}

/** DescribeTransitGatewayVpcAttachments: those that are asked for by id are shown after their end too. */
export async function describeVpcAttachments(
  call: AwsCall,
  world: World,
  deleted: DeletedAttachments,
): Promise<AwsReply> {
  const reply = await showAttachments(call, await world.forward(call), world);
  const ended = list(parseForm(call.body), "TransitGatewayAttachmentIds").flatMap((id) => {
    const shape = deleted.get(keyOf(call, id));
    return shape === undefined ? [] : [element("item", shape)];
  });
  if (ended.length === 0) return reply;
  return corrected(call, reply, (shape) => {
    if (shape.name === "transitGatewayVpcAttachments") shape.children.push(...ended);
  });
}

function keyOf(call: AwsCall, id: string): string {
  return `${call.account} ${call.signedRegion} ${id}`;
}

/**
 * Each end of a peering has tags of its own, kept in its region; the emulator shows those of the end that
 * asked in both.
 */
export async function showAttachments(call: AwsCall, reply: AwsReply, world: World): Promise<AwsReply> {
  return corrected(call, reply, async (shape) => {
    const id = textAt(shape, "transitGatewayAttachmentId");
    if (id === undefined || child(shape, "state") === undefined) return;
    setChild(shape, "tagSet", await tagsOf(world, placeOf(call), id));
  });
}

async function tagsOf(world: World, place: Place, id: string): Promise<readonly XmlElement[]> {
  const answer = await askQuery(world, place, "ec2", "DescribeTags", {
    "Filter.1.Name": "resource-id",
    "Filter.1.Value.1": id,
  });
  const tags = answer === undefined ? [] : (child(answer, "tagSet")?.children ?? []);
  return tags.map((tag) =>
    element("item", [element("key", textAt(tag, "key") ?? ""), element("value", textAt(tag, "value") ?? "")]),
  );
}

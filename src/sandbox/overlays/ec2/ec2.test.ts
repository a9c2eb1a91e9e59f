import { describe, expect, it } from "vitest";
import type { AwsReply } from "../../call.ts";
import { child, element, fields, parseXml, renderXml, textAt, type XmlElement } from "../../wire/index.ts";
import { type Emulated, FakeWorld, queryCall } from "../testing/fakeWorld.ts";
import { ec2Overlay } from "./index.ts";

const REGION = "us-east-1";
const TABLE = { TransitGatewayRouteTableId: "tgw-rtb-1" };
const PEER = "10.1.0.0/16";

const reply = (root: XmlElement): AwsReply => ({ status: 200, headers: {}, body: renderXml(root) });
const set = (name: string, ...contents: readonly (readonly XmlElement[])[]) =>
  element(
    name,
    contents.map((content) => element("item", content)),
  );

/** The emulator, with one hub, one VPC that propagates and one peering whose state is set by hand. */
function emulated(): {
  readonly answer: Emulated;
  peering: string | undefined;
  readonly tags: Map<string, string>;
} {
  const state = {
    peering: "available" as string | undefined,
    tags: new Map<string, string>(),
    routed: false,
    attached: true,
  };
  const route = () => fields({ destinationCidrBlock: PEER, state: "active", type: "static" });
  const answers: Record<string, (form: URLSearchParams, region: string) => XmlElement> = {
    CreateTransitGatewayRoute: () => {
      state.routed = true;
      return element("CreateTransitGatewayRouteResponse", [element("route", route())]);
    },
    DeleteTransitGatewayRoute: () => {
      state.routed = false;
      return element("DeleteTransitGatewayRouteResponse", [element("route", route())]);
    },
    SearchTransitGatewayRoutes: () =>
      element("SearchTransitGatewayRoutesResponse", [set("routeSet", ...(state.routed ? [route()] : []))]),
    DescribeTransitGatewayAttachments: () => {
      const shown = {
        transitGatewayAttachmentId: "tgw-attach-p",
        resourceId: "tgw-2",
        resourceType: "peering",
      };
      const found = state.peering === undefined ? [] : [fields({ ...shown, state: state.peering })];
      return element("DescribeTransitGatewayAttachmentsResponse", [
        set("transitGatewayAttachments", ...found),
      ]);
    },
    GetTransitGatewayRouteTablePropagations: () =>
      element("GetTransitGatewayRouteTablePropagationsResponse", [
        set(
          "transitGatewayRouteTablePropagations",
          fields({ transitGatewayAttachmentId: "tgw-attach-v", resourceId: "vpc-1", resourceType: "vpc" }),
        ),
      ]),
    DescribeVpcs: () =>
      element("DescribeVpcsResponse", [set("vpcSet", fields({ vpcId: "vpc-1", cidrBlock: "10.0.0.0/16" }))]),
    DescribeTransitGateways: () => {
      const options = fields({
        defaultRouteTableAssociation: "disable",
        associationDefaultRouteTableId: "tgw-rtb-0",
        defaultRouteTablePropagation: "enable",
        propagationDefaultRouteTableId: "tgw-rtb-0",
      });
      const hub = [element("transitGatewayId", "tgw-1"), element("options", options)];
      return element("DescribeTransitGatewaysResponse", [set("transitGatewaySet", hub)]);
    },
    CreateTransitGatewayVpcAttachment: () =>
      element("CreateTransitGatewayVpcAttachmentResponse", [
        element(
          "transitGatewayVpcAttachment",
          fields({ transitGatewayAttachmentId: "tgw-attach-v", state: "available" }),
        ),
      ]),
    DescribeTransitGatewayVpcAttachments: () =>
      element("DescribeTransitGatewayVpcAttachmentsResponse", [
        set(
          "transitGatewayVpcAttachments",
          ...(state.attached
            ? [fields({ transitGatewayAttachmentId: "tgw-attach-v", state: "available" })]
            : []),
        ),
      ]),
    DeleteTransitGatewayVpcAttachment: () => {
      state.attached = false;
      return element("DeleteTransitGatewayVpcAttachmentResponse");
    },
    CreateTags: (form) => {
      state.tags.set(form.get("Tag.1.Key") ?? "", form.get("Tag.1.Value") ?? "");
      return element("CreateTagsResponse", [element("return", "true")]);
    },
    DescribeTags: (_, region) => {
      const own = region === REGION ? [...state.tags] : [["end", region]];
      return element("DescribeTagsResponse", [
        set("tagSet", ...own.map(([key, value]) => fields({ resourceId: "tgw-attach-p", key, value }))),
      ]);
    },
  };
  return Object.assign(state, {
    answer: ({ region, action, body }: Parameters<Emulated>[0]) => {
      const made = answers[action]?.(new URLSearchParams(body), region);
      if (made === undefined) throw new Error(`the fake has no ${action}`);
      return reply(made);
    },
  });
}

function started() {
  const emulator = emulated();
  const world = new FakeWorld(emulator.answer);
  const overlay = ec2Overlay();
  const send = async (action: string, parameters: Readonly<Record<string, string>>, region = REGION) => {
    const answer = await overlay.handle(queryCall("ec2", region, action, parameters), world);
    if (answer === undefined) throw new Error(`${action} was left to the emulator`);
    return parseXml(answer.body);
  };
  const search = async (filter: Readonly<Record<string, string>> = {}) =>
    child(await send("SearchTransitGatewayRoutes", { ...TABLE, ...filter }), "routeSet")?.children ?? [];
  const shown = (routes: readonly XmlElement[]) =>
    routes.map(
      (route) =>
        `${textAt(route, "destinationCidrBlock")} ${textAt(route, "type")} ${textAt(route, "state")} ` +
        `${textAt(route, "transitGatewayAttachments", "item", "transitGatewayAttachmentId") ?? "nowhere"}`,
    );
  return { emulator, send, search, shown };
}

const route = { ...TABLE, DestinationCidrBlock: PEER, TransitGatewayAttachmentId: "tgw-attach-p" };

describe("routes of a transit gateway", () => {
  it("lead to the attachment that they were made for, beside the ranges that VPCs propagate", async () => {
    const { send, search, shown } = started();
    await send("CreateTransitGatewayRoute", route);

    expect(shown(await search())).toEqual([
      "10.1.0.0/16 static active tgw-attach-p",
      "10.0.0.0/16 propagated active tgw-attach-v",
    ]);
  });

  it.each([
    { how: "deleted", state: "deleted" },
    { how: "gone", state: undefined },
  ])("are blackholes once the attachment is $how", async ({ state }) => {
    const { emulator, send, search, shown } = started();
    await send("CreateTransitGatewayRoute", route);

    emulator.peering = state;

    expect(shown(await search())).toContain("10.1.0.0/16 static blackhole nowhere");
  });

  it("are found by type, state and exact range", async () => {
    const { send, search, shown } = started();
    await send("CreateTransitGatewayRoute", route);
    const by = async (name: string, value: string) =>
      shown(await search({ "Filter.1.Name": name, "Filter.1.Value.1": value })).map(
        (each) => each.split(" ")[0],
      );

    expect(await by("type", "propagated")).toEqual(["10.0.0.0/16"]);
    expect(await by("state", "blackhole")).toEqual([]);
    expect(await by("route-search.exact-match", PEER)).toEqual([PEER]);
  });

  it("are forgotten when deleted", async () => {
    const { send, search, shown } = started();
    await send("CreateTransitGatewayRoute", route);
    await send("DeleteTransitGatewayRoute", route);

    expect(shown(await search())).toEqual(["10.0.0.0/16 propagated active tgw-attach-v"]);
  });
});

describe("a transit gateway", () => {
  it("shows a default table only for what is on by default", async () => {
    const { send } = started();
    const answer = await send("DescribeTransitGateways", {});
    const options = ["transitGatewaySet", "item", "options"];

    expect(textAt(answer, ...options, "associationDefaultRouteTableId")).toBeUndefined();
    expect(textAt(answer, ...options, "propagationDefaultRouteTableId")).toBe("tgw-rtb-0");
  });
});

describe("an attachment", () => {
  it("keeps the tags that it is created with", async () => {
    const { emulator, send } = started();
    const answer = await send("CreateTransitGatewayVpcAttachment", {
      "TagSpecifications.1.ResourceType": "transit-gateway-attachment",
      "TagSpecifications.1.Tag.1.Key": "owner",
      "TagSpecifications.1.Tag.1.Value": "platform-team",
    });

    expect([...emulator.tags]).toEqual([["owner", "platform-team"]]);
    expect(textAt(answer, "transitGatewayVpcAttachment", "tagSet", "item", "key")).toBe("owner");
  });

  it("of a VPC is still shown after its end, as deleted, to whoever asks for it", async () => {
    const { send } = started();
    const id = { "TransitGatewayAttachmentIds.1": "tgw-attach-v" };
    const states = async (parameters: Readonly<Record<string, string>>) =>
      (
        child(await send("DescribeTransitGatewayVpcAttachments", parameters), "transitGatewayVpcAttachments")
          ?.children ?? []
      ).map((item) => textAt(item, "state"));
    expect(await states(id)).toEqual(["available"]);

    await send("DeleteTransitGatewayVpcAttachment", { TransitGatewayAttachmentId: "tgw-attach-v" });

    expect(await states(id)).toEqual(["deleted"]);
    expect(await states({})).toEqual([]);
  });

  it("shows at each end of a peering the tags of that end", async () => {
    const { send } = started();
    const answer = await send("DescribeTransitGatewayAttachments", {}, "us-west-2");

    expect(textAt(answer, "transitGatewayAttachments", "item", "tagSet", "item", "value")).toBe("us-west-2");
  });
});

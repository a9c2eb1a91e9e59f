import { describe, expect, it } from "vitest";
import { ec2Overlay } from "../overlays/ec2/index.ts";
import { FakeInstances } from "../overlays/testing/fakeInstances.ts";
import { FakeWorld, queryCall } from "../overlays/testing/fakeWorld.ts";
import { element, fields, renderXml } from "../wire/index.ts";
import { reaches } from "./dataPlane.ts";
import { InstancePlane } from "./instancePlane.ts";

const ACCOUNT = "123456789012";
const EAST = "us-east-1";
const WEST = "us-west-2";
const ZONES = ["10.0.16.0/21", "10.0.48.0/21"] as const;
const LOCATED = { account: ACCOUNT, ranges: { [EAST]: ZONES, [WEST]: ["10.1.16.0/21"] } };

/** An emulator that takes everything, and whose attachments of the name are those of VPCs. */
function attached(): FakeWorld {
  return new FakeWorld(({ action, body }) => {
    const id = new URLSearchParams(body).get("TransitGatewayAttachmentIds.1") ?? "";
    const about = {
      transitGatewayAttachmentId: id,
      resourceType: id.startsWith("tgw-attach-v") ? "vpc" : "peering",
    };
    const root = element(`${action}Response`, [element("item", fields({ ...about, state: "available" }))]);
    return { status: 200, headers: {}, body: renderXml(root) };
  });
}

/** A region's gateway, of which one table is read by what leaves its VPC and one by what comes from others. */
async function hub(world: FakeWorld, region = WEST) {
  const overlay = ec2Overlay();
  const send = (action: string, about: Readonly<Record<string, string>>) =>
    overlay.handle(queryCall("ec2", region, action, about), world);
  const associate = (TransitGatewayAttachmentId: string, table: string, what = "Associate") =>
    send(`${what}TransitGatewayRouteTable`, {
      TransitGatewayAttachmentId,
      TransitGatewayRouteTableId: table,
    });
  await associate("tgw-attach-v", "tgw-rtb-own");
  await associate("tgw-attach-p", "tgw-rtb-peers");
  const route = (what: "Create" | "Delete", range: string, more: Readonly<Record<string, string>> = {}) =>
    send(`${what}TransitGatewayRoute`, {
      TransitGatewayRouteTableId: "tgw-rtb-own",
      DestinationCidrBlock: range,
      ...more,
    });
  return {
    associate,
    lead: (range: string) => route("Create", range, { TransitGatewayAttachmentId: "tgw-attach-p" }),
    drop: (range: string, more: Readonly<Record<string, string>> = {}) =>
      route("Create", range, { Blackhole: "true", ...more }),
    free: (range: string) => route("Delete", range),
  };
}

describe("an application of another region", () => {
  it("reaches a database until all of its subnets are dropped, and again when they are not", async () => {
    const world = attached();
    const { lead, drop, free } = await hub(world);
    await lead("10.0.0.0/16");
    const seen = () => reaches(world, WEST, EAST, LOCATED);
    expect(seen()).toBe(true);
    await drop(ZONES[0]);
    // The instance may be in the other zone.
    expect(seen()).toBe(true);
    await drop(ZONES[1]);
    expect(seen()).toBe(false);
    // Neither who is there nor who goes the other way, nor a store that is in no network.
    expect([reaches(world, EAST, EAST, LOCATED), reaches(world, EAST, WEST, LOCATED)]).toEqual([true, true]);
    expect(reaches(world, WEST, EAST)).toBe(true);
    await free(ZONES[1]);
    expect(seen()).toBe(true);
  });

  it("is led by the longest prefix of the table that its network reads", async () => {
    const world = attached();
    const { associate, lead, drop, free } = await hub(world);
    await drop("10.0.0.0/16", { TransitGatewayRouteTableId: "tgw-rtb-peers" });
    expect(reaches(world, WEST, EAST, LOCATED)).toBe(true);
    await drop("10.0.0.0/16");
    expect(reaches(world, WEST, EAST, LOCATED)).toBe(false);
    for (const zone of ZONES) await lead(zone);
    expect(reaches(world, WEST, EAST, LOCATED)).toBe(true);
    for (const zone of ZONES) await free(zone);
    await associate("tgw-attach-v", "tgw-rtb-own", "Disassociate");
    expect(reaches(world, WEST, EAST, LOCATED)).toBe(true);
  });

  it("writes nothing to an RDS instance behind a black hole, and those beside it go on", async () => {
    const { world } = await FakeInstances.pair();
    const plane = new InstancePlane(ACCOUNT, { members: { [EAST]: "east", [WEST]: "west" }, ...LOCATED });
    const ways = attached();
    // One clock, one sandbox.
    Object.defineProperty(ways, "clock", { value: world.clock });
    const { drop } = await hub(ways);
    expect(plane.write(world, WEST)).toEqual({ region: EAST });
    for (const zone of ZONES) await drop(zone);
    expect(plane.write(world, WEST)).toHaveProperty("refused");
    expect(plane.write(world, EAST)).toEqual({ region: EAST });
  });
});

import { describe, expect, it } from "vitest";
import type { AwsCall } from "../../call.ts";
import { FakeWorld } from "../testing/fakeWorld.ts";
import { eventBridgeOverlay } from "./index.ts";

const FAR = { Id: "west", Arn: "arn:aws:events:us-west-2:123456789012:event-bus/shop", RoleArn: "arn:role" };
const NEAR = { Id: "queue", Arn: "arn:aws:sqs:us-east-1:123456789012:parcels" };
const call = (action: string, body: object): AwsCall => ({
  id: 1,
  at: 0,
  account: "123456789012",
  service: "events",
  signedRegion: "us-east-1",
  homeRegion: "us-east-1",
  global: false,
  action,
  caller: "planning",
  method: "POST",
  target: "/",
  headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `AWSEvents.${action}` },
  body: Buffer.from(JSON.stringify({ Rule: "to-us-west-2", EventBusName: "shop", ...body })),
});

describe("a target that is another region's bus", () => {
  it("is kept and listed, and never given to the emulator, which would send events round for ever", async () => {
    // given
    const given: string[] = [];
    const world = new FakeWorld(({ action, body }) => {
      given.push(`${action} ${body}`);
      return { status: 200, headers: {}, body: JSON.stringify({ FailedEntryCount: 0, Targets: [NEAR] }) };
    });
    const overlay = eventBridgeOverlay();
    const listed = async () => {
      const reply = await overlay.handle(call("ListTargetsByRule", {}), world);
      return JSON.parse(String(reply?.body)).Targets;
    };

    // when
    await overlay.handle(call("PutTargets", { Targets: [NEAR, FAR] }), world);

    // then
    expect(given[0]).toContain("parcels");
    expect(given.join()).not.toContain("us-west-2:123456789012:event-bus");
    expect(await listed()).toEqual([NEAR, FAR]);
    await overlay.handle(call("RemoveTargets", { Ids: ["west"] }), world);
    expect(await listed()).toEqual([NEAR]);
  });

  it("leaves targets of the same region to the emulator", async () => {
    const world = new FakeWorld(() => ({ status: 200, headers: {}, body: "{}" }));
    expect(await eventBridgeOverlay().handle(call("PutTargets", { Targets: [NEAR] }), world)).toBeUndefined();
    expect(world.reached).toEqual([]);
  });
});

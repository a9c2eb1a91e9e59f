import { describe, expect, it } from "vitest";
import type { AwsCall } from "../../call.ts";
import { FakeWorld } from "../testing/fakeWorld.ts";
import { redriveAllowPolicy, sqsOverlay } from "./index.ts";

const POLICY = JSON.stringify({ redrivePermission: "denyAll" });
const world = () =>
  new FakeWorld(({ action, body }) => ({
    status: 200,
    headers: {},
    body: JSON.stringify(
      action === "GetQueueAttributes"
        ? { Attributes: { QueueArn: "arn:dead", asked: JSON.parse(body).AttributeNames.join(",") } }
        : { QueueUrl: "https://sqs/123456789012/dead" },
    ),
  }));
const call = (action: string, body: object, signedRegion = "us-east-1"): AwsCall => ({
  id: 1,
  at: 0,
  account: "123456789012",
  service: "sqs",
  signedRegion,
  homeRegion: signedRegion,
  global: false,
  action,
  caller: "planning",
  method: "POST",
  target: "/",
  headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${action}` },
  body: Buffer.from(JSON.stringify(body)),
});
const URL = { QueueUrl: "https://sqs/123456789012/dead" };

describe("a dead-letter queue", () => {
  it("remembers which queues may use it, in its region, until it is deleted", async () => {
    const of = world();
    const read = async (names: string[], region?: string) => {
      const reply = await sqsOverlay.handle(
        call("GetQueueAttributes", { ...URL, AttributeNames: names }, region),
        of,
      );
      return reply === undefined ? undefined : JSON.parse(String(reply.body)).Attributes;
    };
    await sqsOverlay.handle(
      call("CreateQueue", { QueueName: "dead", Attributes: { RedriveAllowPolicy: POLICY } }),
      of,
    );
    expect(await read(["All"])).toMatchObject({
      QueueArn: "arn:dead",
      asked: "All",
      RedriveAllowPolicy: POLICY,
    });
    expect(await read(["RedriveAllowPolicy"])).toEqual({ RedriveAllowPolicy: POLICY });
    expect(await read(["QueueArn"])).not.toHaveProperty("RedriveAllowPolicy");
    expect(await read(["All"], "us-west-2")).not.toHaveProperty("RedriveAllowPolicy");

    // when
    await sqsOverlay.handle(call("DeleteQueue", URL), of);
    expect(redriveAllowPolicy(of, call("GetQueueAttributes", URL), "dead")).toBeUndefined();
    expect(await read(["All"])).not.toHaveProperty("RedriveAllowPolicy");
  });

  it("forgets it when told nothing in its place", async () => {
    const of = world();
    await sqsOverlay.handle(
      call("SetQueueAttributes", { ...URL, Attributes: { RedriveAllowPolicy: POLICY } }),
      of,
    );
    expect(redriveAllowPolicy(of, call("x", {}), "dead")).toBe(POLICY);
    await sqsOverlay.handle(
      call("SetQueueAttributes", { ...URL, Attributes: { RedriveAllowPolicy: "" } }),
      of,
    );
    expect(redriveAllowPolicy(of, call("x", {}), "dead")).toBeUndefined();
  });

  it("shows where dead letters go as AWS writes it, without the emulator's spaces", async () => {
    const spaced = '{"deadLetterTargetArn": "arn:dead", "maxReceiveCount": 5}';
    const of = new FakeWorld(() => ({
      status: 200,
      headers: {},
      body: JSON.stringify({ Attributes: { RedrivePolicy: spaced } }),
    }));
    const reply = await sqsOverlay.handle(
      call("GetQueueAttributes", { ...URL, AttributeNames: ["All"] }),
      of,
    );
    expect(JSON.parse(String(reply?.body)).Attributes).toEqual({
      RedrivePolicy: '{"deadLetterTargetArn":"arn:dead","maxReceiveCount":5}',
    });
  });
});

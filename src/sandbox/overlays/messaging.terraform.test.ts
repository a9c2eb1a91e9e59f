import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  DataKey,
  EventBus,
  EventRoles,
  EventRoutes,
  eventRouteRoleArn,
  eventSource,
  MessageQueue,
  MessageTopic,
  routeName,
  ruleArn,
  topicArn,
} from "../../constructs/index.ts";
import { TAGS } from "../../constructs/testing/synthesised.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const NAMING = { platform: "shop", environment: "production", account: ACCOUNT };
const EAST = "us-east-1";
const WEST = "us-west-2";
const KINDS = [{ name: "OrderPlaced", sources: [eventSource("shop", "orders")] }];
const QUEUE = { name: "parcels", fifo: false };
const ORDERED = { name: "ledger", fifo: true };
const TOPIC = { name: "news", fifo: false };

const roles: Part = {
  id: "global",
  region: EAST,
  build(scope) {
    new EventRoles(scope, "events", { naming: NAMING, regions: [EAST, WEST], tags: TAGS });
    return undefined;
  },
};

/** Everything that a region has of messages, and a FIFO queue besides. */
const region = (here: string, other: string): Part => ({
  id: `${here}/data`,
  region: here,
  build(scope) {
    const key = new DataKey(scope, "key", {
      naming: NAMING,
      region: here,
      purpose: here,
      publishers: ["sns.amazonaws.com"],
      sealsEventBuses: true,
      tags: TAGS,
    });
    const common = { naming: NAMING, region: here, keyArn: key.arn, tags: TAGS };
    const settings = { visibilityTimeoutSeconds: 60, retentionSeconds: 345_600, maxReceives: 5 };
    const { arn } = new MessageQueue(scope, "parcels", {
      ...common,
      ...settings,
      ...QUEUE,
      feeders: {
        topicArns: [topicArn(NAMING, TOPIC, here)],
        ruleArns: [ruleArn(NAMING, "OrderPlaced", here)],
      },
    });
    new MessageQueue(scope, "ledger", { ...common, ...settings, ...ORDERED });
    new MessageTopic(scope, "news", {
      ...common,
      ...TOPIC,
      subscriptions: [{ queue: QUEUE.name, queueArn: arn, filter: { kind: ["sold-out"] } }],
    });
    const deliveries = KINDS.map((kind) => ({
      ...kind,
      queues: [{ name: QUEUE.name, arn }],
      elsewhere: "kept" as const,
    }));
    new EventBus(scope, "events", {
      ...common,
      deliveries,
      routes: [routeName(other)],
      publisherRoleArns: [eventRouteRoleArn(NAMING)],
      archiveDays: 30,
    });
    return undefined;
  },
});

const routes = (here: string, to: string): Part => ({
  id: `${here}/links`,
  region: here,
  build(scope) {
    new EventRoutes(scope, "events", {
      naming: NAMING,
      region: here,
      routes: [{ to, kinds: KINDS }],
      roleArn: eventRouteRoleArn(NAMING),
      tags: TAGS,
    });
    return undefined;
  },
});

describe.skipIf(toolsMissing)(`queues, topics and events with Terraform${skippedBecause}`, () => {
  const parts = [roles, region(EAST, WEST), region(WEST, EAST), routes(EAST, WEST), routes(WEST, EAST)];
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const json = (service: string, target: string, where: string, body: object) =>
    rehearsal.request({
      service,
      region: where,
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": target },
      body: JSON.stringify(body),
    });
  /** Bodies of what waits in the queue of a region. */
  async function waiting(where: string): Promise<string> {
    const url = `${rehearsal.sandbox.endpoint}/${ACCOUNT}/shop-production-parcels`;
    const { body } = await json("sqs", "AmazonSQS.ReceiveMessage", where, {
      QueueUrl: url,
      WaitTimeSeconds: 0,
    });
    return body;
  }

  it("are applied in two regions, and a second plan finds nothing to do", async () => {
    const [first, ...rest] = parts;
    if (first !== undefined) await rehearsal.apply(first);
    await Promise.all(rest.slice(0, 2).map((part) => rehearsal.apply(part)));
    for (const part of rest.slice(2)) await rehearsal.apply(part);
    for (const part of parts) expect(await rehearsal.changes(part), part.id).toEqual([]);
  }, 900_000);

  it("carry an event to the queue of the region that published it, and to no other", async () => {
    const entry = {
      EventBusName: "shop-production-events",
      Source: "shop.orders",
      DetailType: "OrderPlaced",
      Detail: JSON.stringify({ order: "1001" }),
    };
    const put = await json("events", "AWSEvents.PutEvents", EAST, { Entries: [entry] });
    expect(put.body).toContain('"FailedEntryCount": 0');
    expect(await waiting(EAST)).toContain("1001");
    expect(await waiting(WEST)).not.toContain("1001");
  });

  it("are destroyed without a trace", async () => {
    for (const part of [...parts].reverse()) await rehearsal.destroy(part);
    const { body } = await json("events", "AWSEvents.ListEventBuses", EAST, {});
    expect(body).not.toContain("shop-production-events");
  }, 900_000);
});

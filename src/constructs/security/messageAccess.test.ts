import { describe, expect, it } from "vitest";
import { NAMING } from "../testing/synthesised.ts";
import { type MessageGrants, messageStatements, type QueueGrant } from "./messageAccess.ts";

const grant = (access: QueueGrant["access"], name: string, fifo = false): QueueGrant => ({
  access,
  name,
  fifo,
  regions: ["us-east-1", "eu-west-1"],
  keyPurposes: ["us", "eu"],
});
type Statement = { Sid: string; Action: string[]; Resource: string[]; Condition?: Record<string, object> };
const of = (grants: Partial<MessageGrants>) =>
  messageStatements(NAMING, { queues: [], topics: [], ...grants }) as Statement[];
const statements = (...queues: QueueGrant[]) => of({ queues });

describe("what a service may do with messages", () => {
  it("is to send to those that it sends to and to take from those that it receives from, in every region", () => {
    const [send, receive] = statements(grant("send", "fulfilment"), grant("receive", "returns", true));
    expect(send?.Action).not.toContain("sqs:ReceiveMessage");
    expect(send?.Resource).toEqual([
      "arn:aws:sqs:us-east-1:111111111111:shop-production-fulfilment",
      "arn:aws:sqs:eu-west-1:111111111111:shop-production-fulfilment",
    ]);
    expect(receive?.Action).not.toContain("sqs:SendMessage");
    expect(receive?.Resource).toEqual([
      "arn:aws:sqs:us-east-1:111111111111:shop-production-returns.fifo",
      "arn:aws:sqs:eu-west-1:111111111111:shop-production-returns.fifo",
    ]);
  });

  it("changes no queue, empties none and hands none on", () => {
    const actions = statements(grant("send", "a"), grant("receive", "b")).flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /\*|Create|DeleteQueue|Purge|Set|Permission/.test(action))).toEqual([]);
  });

  it("makes data keys only to send, and reaches keys through SQS alone", () => {
    const keys = (...grants: QueueGrant[]) =>
      statements(...grants).find(({ Sid }) => Sid === "KeysOfMessages");
    expect(keys(grant("receive", "a"))?.Action).toEqual(["kms:Decrypt"]);
    expect(keys(grant("send", "a"))).toMatchObject({
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Condition: {
        "ForAnyValue:StringEquals": {
          "kms:ResourceAliases": ["alias/shop-production-eu", "alias/shop-production-us"],
        },
        StringEquals: { "kms:ViaService": ["sqs.eu-west-1.amazonaws.com", "sqs.us-east-1.amazonaws.com"] },
      },
    });
  });

  it("publishes to its topics, through keys that SNS uses", () => {
    const [publish, keys] = of({
      topics: [{ name: "news", fifo: false, regions: ["us-east-1"], keyPurposes: ["us"] }],
    });
    expect(publish).toMatchObject({
      Action: ["sns:Publish"],
      Resource: ["arn:aws:sns:us-east-1:111111111111:shop-production-news"],
    });
    expect(keys?.Condition?.StringEquals).toEqual({ "kms:ViaService": ["sns.us-east-1.amazonaws.com"] });
  });

  it("publishes events of its kinds in its own name only", () => {
    const [events] = of({
      events: { source: "shop.orders", kinds: ["OrderPlaced"], regions: ["us-east-1"] },
    });
    expect(events).toMatchObject({
      Action: "events:PutEvents",
      Resource: ["arn:aws:events:us-east-1:111111111111:event-bus/shop-production-events"],
      Condition: { StringEquals: { "events:source": "shop.orders", "events:detail-type": ["OrderPlaced"] } },
    });
  });

  it("is nothing without messages", () => {
    expect(statements()).toEqual([]);
  });
});

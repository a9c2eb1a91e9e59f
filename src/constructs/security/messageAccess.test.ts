import { describe, expect, it } from "vitest";
import { NAMING } from "../testing/synthesised.ts";
import { type QueueGrant, queueStatements } from "./messageAccess.ts";

const grant = (access: QueueGrant["access"], name: string, fifo = false): QueueGrant => ({
  access,
  name,
  fifo,
  regions: ["us-east-1", "eu-west-1"],
  keyPurposes: ["us", "eu"],
});
type Statement = { Sid: string; Action: string[]; Resource: string[]; Condition?: Record<string, object> };
const statements = (...grants: QueueGrant[]) => queueStatements(NAMING, grants) as Statement[];

describe("what a service may do with queues", () => {
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
    const keys = (...grants: QueueGrant[]) => statements(...grants).find(({ Sid }) => Sid === "KeysOfQueues");
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

  it("is nothing without queues", () => {
    expect(statements()).toEqual([]);
  });
});

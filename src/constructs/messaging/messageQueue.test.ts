import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { MessageQueue, type MessageQueueProps } from "./messageQueue.ts";

const queueOf = (replace: Partial<MessageQueueProps> = {}) => {
  const { all } = synthesised((scope) => {
    new MessageQueue(scope, "fulfilment", {
      naming: NAMING,
      region: "us-east-1",
      name: "fulfilment",
      fifo: false,
      keyArn: "arn:key:east",
      visibilityTimeoutSeconds: 60,
      retentionSeconds: 345_600,
      maxReceives: 5,
      tags: TAGS,
      ...replace,
    });
  });
  const queues = Object.values(all("aws_sqs_queue"));
  const dead = queues.find(({ name }) => String(name).includes("-dead"));
  const queue = queues.find((each) => each !== dead);
  if (queue === undefined || dead === undefined) throw new Error("a queue without its dead-letter queue");
  return { queue, dead };
};

describe("a queue", () => {
  it("gives up a message after so many receives, to a queue that takes from it alone and keeps it longer", () => {
    const { queue, dead } = queueOf();
    expect(JSON.parse(String(queue.redrive_policy))).toEqual({
      deadLetterTargetArn: expect.stringMatching(/^\$\{aws_sqs_queue\.fulfilment_dead\w*\.arn\}$/),
      maxReceiveCount: 5,
    });
    expect(JSON.parse(String(dead.redrive_allow_policy))).toEqual({
      redrivePermission: "byQueue",
      sourceQueueArns: ["arn:aws:sqs:us-east-1:111111111111:shop-production-fulfilment"],
    });
    expect(Number(dead.message_retention_seconds)).toBeGreaterThan(Number(queue.message_retention_seconds));
  });

  it("is encrypted by the region's key, its dead letters too", () => {
    for (const each of Object.values(queueOf())) expect(each.kms_master_key_id).toBe("arn:key:east");
  });

  it("takes nothing without TLS, and from nobody but services as long as no topic or rule is named", () => {
    const { queue, dead } = queueOf();
    for (const each of [queue, dead]) {
      expect(policyIn(each.policy).Statement.map(({ Sid, Effect }) => [Sid, Effect])).toEqual([
        ["OnlyTls", "Deny"],
      ]);
    }
  });

  it("lets each topic and rule in by its ARN, on behalf of this account", () => {
    const { queue } = queueOf({
      feeders: { topicArns: ["arn:topic"], ruleArns: ["arn:rule:a", "arn:rule:b"] },
    });
    const allowed = policyIn(queue.policy).Statement.filter(({ Effect }) => Effect === "Allow");
    expect(allowed.map(({ Principal, Condition }) => [Principal, Condition])).toEqual([
      [
        { Service: "sns.amazonaws.com" },
        {
          ArnEquals: { "aws:SourceArn": ["arn:topic"] },
          StringEquals: { "aws:SourceAccount": "111111111111" },
        },
      ],
      [
        { Service: "events.amazonaws.com" },
        {
          ArnEquals: { "aws:SourceArn": ["arn:rule:a", "arn:rule:b"] },
          StringEquals: { "aws:SourceAccount": "111111111111" },
        },
      ],
    ]);
  });

  it("is FIFO together with its dead letters, by name and by setting", () => {
    const { queue, dead } = queueOf({ fifo: true });
    expect(queue).toMatchObject({ name: "shop-production-fulfilment.fifo", fifo_queue: true });
    expect(dead).toMatchObject({ name: "shop-production-fulfilment-dead.fifo", fifo_queue: true });
    expect(queueOf().queue).not.toHaveProperty("fifo_queue");
  });
});

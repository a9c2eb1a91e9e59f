import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { MessageTopic, type MessageTopicProps } from "./messageTopic.ts";

const topicOf = (more: Partial<MessageTopicProps> = {}) =>
  synthesised((scope) => {
    new MessageTopic(scope, "news", {
      naming: NAMING,
      region: "us-east-1",
      name: "stock-news",
      fifo: false,
      keyArn: "arn:key:east",
      subscriptions: [{ queue: "fulfilment", queueArn: "arn:queue:fulfilment" }],
      tags: TAGS,
      ...more,
    });
  });

describe("a topic", () => {
  it("is encrypted by the region's key, and so is what it could not deliver", () => {
    expect(topicOf().only("aws_sns_topic")).toMatchObject({
      name: "shop-production-stock-news",
      kms_master_key_id: "arn:key:east",
    });
    expect(topicOf().only("aws_sqs_queue")).toMatchObject({
      name: "shop-production-stock-news-undelivered",
      kms_master_key_id: "arn:key:east",
    });
  });

  it("delivers messages as they were published, and keeps what it could not deliver", () => {
    const stack = topicOf();
    const [topic] = Object.keys(stack.all("aws_sns_topic"));
    const [undelivered] = Object.keys(stack.all("aws_sqs_queue"));
    const subscription = stack.only("aws_sns_topic_subscription");
    expect(subscription).toMatchObject({
      topic_arn: `\${aws_sns_topic.${topic}.arn}`,
      protocol: "sqs",
      endpoint: "arn:queue:fulfilment",
      raw_message_delivery: true,
    });
    expect(JSON.parse(String(subscription.redrive_policy))).toEqual({
      deadLetterTargetArn: `\${aws_sqs_queue.${undelivered}.arn}`,
    });
  });

  it("copies every message to a queue, unless the queue says which", () => {
    const filter = { kind: ["sold-out", "restocked"] };
    const chosen = topicOf({ subscriptions: [{ queue: "mailing", queueArn: "arn:queue:mailing", filter }] });
    expect(topicOf().only("aws_sns_topic_subscription")).not.toHaveProperty("filter_policy");
    expect(JSON.parse(String(chosen.only("aws_sns_topic_subscription").filter_policy))).toEqual(filter);
  });

  it("takes nothing without TLS, and opens itself to nobody: publishers come by their roles", () => {
    expect(policyIn(topicOf().only("aws_sns_topic_policy").policy).Statement).toMatchObject([
      {
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: "arn:aws:sns:us-east-1:111111111111:shop-production-stock-news",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("alone fills the queue of what it could not deliver", () => {
    const { Statement } = policyIn(topicOf().only("aws_sqs_queue").policy);
    expect(Statement.filter(({ Effect }) => Effect === "Allow")).toMatchObject([
      {
        Principal: { Service: "sns.amazonaws.com" },
        Condition: {
          ArnEquals: { "aws:SourceArn": ["arn:aws:sns:us-east-1:111111111111:shop-production-stock-news"] },
          StringEquals: { "aws:SourceAccount": "111111111111" },
        },
      },
    ]);
  });

  it("keeps an order together with the queue of the undelivered, by name and by setting", () => {
    const stack = topicOf({ fifo: true });
    expect(stack.only("aws_sns_topic")).toMatchObject({
      name: "shop-production-stock-news.fifo",
      fifo_topic: true,
    });
    expect(stack.only("aws_sqs_queue")).toMatchObject({
      name: "shop-production-stock-news-undelivered.fifo",
      fifo_queue: true,
    });
    expect(topicOf().only("aws_sns_topic")).not.toHaveProperty("fifo_topic");
  });
});

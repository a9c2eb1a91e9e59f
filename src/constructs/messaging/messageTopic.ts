import { SnsTopic } from "@cdktn/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktn/provider-aws/lib/sns-topic-policy/index.js";
import { SnsTopicSubscription } from "@cdktn/provider-aws/lib/sns-topic-subscription/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { policyDocument } from "../policyDocument.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { type MessageName, topicArn, topicName, undeliveredName } from "./names.ts";
import { undeliveredQueue } from "./undeliveredQueue.ts";

/** A queue of the same region that gets a copy of what is published. */
export interface TopicSubscription {
  /** As configured: `fulfilment`. */
  readonly queue: string;
  /** Its ARN, of the queue itself, which is so made before it is subscribed. */
  readonly queueArn: string;
  /** Attributes with the values of which a message must have one. @default every message */
  readonly filter?: Readonly<Record<string, readonly string[]>>;
}

export interface MessageTopicProps extends MessageName {
  readonly naming: Naming;
  /** Region of the topic and of its queues. */
  readonly region: string;
  /** Key of this region; its policy lets SNS use it. */
  readonly keyArn: string;
  /** Queues, whose policies let the topic in: their `feeders`. */
  readonly subscriptions: readonly TopicSubscription[];
  readonly tags: OwnerTags;
}

/**
 * A topic that copies what is published to queues, encrypted, with a queue for what it could not deliver.
 *
 * Messages arrive raw: as they were published, without SNS's envelope, and with their attributes, of which SQS takes
 * ten. That queue is full only when a policy, a key or a queue is wrong: SNS tries a queue for 23 days (100,015 times)
 * before it gives up, but gives up at once what it may not deliver.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export class MessageTopic extends Construct {
  constructor(scope: Construct, id: string, props: MessageTopicProps) {
    super(scope, id);
    const { naming, region, fifo } = props;
    const name = topicName(naming, props);
    const arn = topicArn(naming, props, region);
    const topic = new SnsTopic(this, "topic", {
      name,
      ...(fifo ? { fifoTopic: true } : {}),
      kmsMasterKeyId: props.keyArn,
      tags: tagsOf(name, props.tags),
    });
    new SnsTopicPolicy(this, "policy", { arn: topic.arn, policy: onlyTls(arn) });
    const undelivered = undeliveredQueue(this, {
      naming,
      region,
      name: undeliveredName(naming, props.name, fifo),
      fifo,
      keyArn: props.keyArn,
      feeders: { topicArns: [arn], ruleArns: [] },
      tags: props.tags,
    });
    for (const { queue, queueArn, filter } of props.subscriptions) {
      new SnsTopicSubscription(this, queue, {
        topicArn: topic.arn,
        protocol: "sqs",
        endpoint: queueArn,
        rawMessageDelivery: true,
        redrivePolicy: JSON.stringify({ deadLetterTargetArn: undelivered.arn }),
        ...(filter === undefined ? {} : { filterPolicy: JSON.stringify(filter) }),
      });
    }
  }
}

/** Publishers are let in by their roles. Source: https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html */
function onlyTls(arn: string): string {
  return policyDocument([
    {
      Sid: "OnlyTls",
      Effect: "Deny",
      Principal: "*",
      Action: "sns:Publish",
      Resource: arn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}

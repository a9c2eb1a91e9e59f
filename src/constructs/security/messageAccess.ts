import { busArn, type MessageName, queueArn, topicArn } from "../messaging/names.ts";
import type { Naming } from "../naming.ts";
import { keyUse } from "./keyUse.ts";

/** A topic that a service or function publishes to, as far as permissions go. */
export interface TopicGrant extends MessageName {
  /** All regions that have it: after a failover the same role works in another. */
  readonly regions: readonly string[];
  /** Purposes of the keys that encrypt it there: `us`, `eu`. */
  readonly keyPurposes: readonly string[];
}

/** A queue that a service or function works with, as far as permissions go. */
export interface QueueGrant extends TopicGrant {
  /** Whether it puts messages in, or takes them out and deletes them. */
  readonly access: "send" | "receive";
}

/** Events that a service or function publishes. */
export interface EventGrant {
  /** The only `source` that it may claim: `shop.orders`. */
  readonly source: string;
  /** `detail-type` of what it may publish. */
  readonly kinds: readonly string[];
  /** Regions that have a bus. */
  readonly regions: readonly string[];
}

/** Everything of messages that a service or function may use. */
export interface MessageGrants {
  readonly queues: readonly QueueGrant[];
  readonly topics: readonly TopicGrant[];
  /** @default none */
  readonly events?: EventGrant;
}

/**
 * What a service's pods, or a function, may do with messages: send, publish, or receive and be done with. Never make,
 * change, empty or delete what carries them.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-using-identity-based-policies.html
 */
export function messageStatements(
  naming: Naming,
  { queues, topics, events }: MessageGrants,
): readonly object[] {
  const sends = queues.filter(({ access }) => access === "send");
  return [
    ...allow(
      "QueuesToSendTo",
      ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
      arns(naming, sends),
    ),
    ...allow(
      "QueuesToReceiveFrom",
      [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
      ],
      arns(
        naming,
        queues.filter(({ access }) => access === "receive"),
      ),
    ),
    ...allow(
      "Topics",
      ["sns:Publish"],
      topics.flatMap((topic) => topic.regions.map((region) => topicArn(naming, topic, region))),
    ),
    ...(events === undefined ? [] : [eventStatement(naming, events)]),
    ...keyStatements(naming, queues, topics),
  ];
}

function arns(naming: Naming, queues: readonly QueueGrant[]): readonly string[] {
  return queues.flatMap((queue) => queue.regions.map((region) => queueArn(naming, queue, region)));
}

function allow(sid: string, actions: readonly string[], resources: readonly string[]): readonly object[] {
  return resources.length === 0 ? [] : [{ Sid: sid, Effect: "Allow", Action: actions, Resource: resources }];
}

/**
 * Nobody publishes in another's name: source and kind are part of the permission.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/policy-keys-eventbridge.html
 */
function eventStatement(naming: Naming, { source, kinds, regions }: EventGrant): object {
  return {
    Sid: "Events",
    Effect: "Allow",
    Action: "events:PutEvents",
    Resource: regions.map((region) => busArn(naming, region)),
    Condition: { StringEquals: { "events:source": source, "events:detail-type": kinds } },
  };
}

/**
 * Who sends or publishes has SQS or SNS make and read data keys, who receives has SQS read them. EventBridge seals its
 * buses by itself.
 * Sources: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
function keyStatements(
  naming: Naming,
  queues: readonly QueueGrant[],
  topics: readonly TopicGrant[],
): readonly object[] {
  const grants = [...queues, ...topics];
  if (grants.length === 0) return [];
  const regions = [...new Set(grants.flatMap((grant) => grant.regions))].sort();
  const keyPurposes = [...new Set(grants.flatMap((grant) => grant.keyPurposes))].sort();
  const services = [...(topics.length > 0 ? ["sns"] : []), ...(queues.length > 0 ? ["sqs"] : [])];
  const writes = topics.length > 0 || queues.some(({ access }) => access === "send");
  const through = services.flatMap((service) =>
    regions.map((region) => `${service}.${region}.amazonaws.com`),
  );
  return [
    keyUse(
      { naming, regions, keyPurposes },
      {
        sid: "KeysOfMessages",
        actions: writes ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
        when: { StringEquals: { "kms:ViaService": through } },
      },
    ),
  ];
}

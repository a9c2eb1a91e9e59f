import { SqsQueue } from "@cdktn/provider-aws/lib/sqs-queue/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { deadLetterName, type MessageName, queueArn, queueName, sqsArn } from "./names.ts";
import { NO_FEEDERS, type QueueFeeders, queuePolicy } from "./queuePolicy.ts";
import { DATA_KEY_SECONDS, LONGEST_RETENTION_SECONDS } from "./queueSettings.ts";

export interface MessageQueueProps extends MessageName {
  readonly naming: Naming;
  /** Region of the queue. */
  readonly region: string;
  /** Key of this region; its policy lets the feeders use it. */
  readonly keyArn: string;
  /** Seconds for which a message that was taken is hidden from others, 0 to 43,200. */
  readonly visibilityTimeoutSeconds: number;
  /** Seconds that a message waits to be taken, 60 to 864,000. */
  readonly retentionSeconds: number;
  /** How often a message is taken in vain before it becomes a dead letter, 1 to 1000. */
  readonly maxReceives: number;
  /** @default only services, by their roles */
  readonly feeders?: QueueFeeders;
  readonly tags: OwnerTags;
}

/** Receivers that wait for a message ask a twentieth as often as those that do not, and are billed by the request. */
const LONG_POLLING_SECONDS = 20;
/**
 * A queue with its dead-letter queue, in one region.
 *
 * SQS copies nothing between regions. What waits here when the region is lost waits until it is back, at most for
 * the retention, and is delivered then: perhaps long after its sender did the same work again elsewhere. Receivers
 * must therefore be able to do a message twice. What must not wait is published as an event, which the bus carries
 * to the home's other region and keeps there to be played again.
 *
 * Policies are given with the queue, not as resources of their own: the provider waits 25 seconds after each change
 * of a queue.
 */
export class MessageQueue extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: MessageQueueProps) {
    super(scope, id);
    const { naming, region, fifo } = props;
    const { account } = naming;
    const name = queueName(naming, props);
    const deadName = deadLetterName(naming, props);
    const arn = queueArn(naming, props, region);
    const deadArn = sqsArn(naming, deadName, region);
    const common = {
      ...(fifo ? { fifoQueue: true } : {}),
      kmsMasterKeyId: props.keyArn,
      kmsDataKeyReusePeriodSeconds: DATA_KEY_SECONDS,
      receiveWaitTimeSeconds: LONG_POLLING_SECONDS,
    };
    const dead = new SqsQueue(this, "dead", {
      ...common,
      name: deadName,
      messageRetentionSeconds: LONGEST_RETENTION_SECONDS,
      policy: queuePolicy(account, deadArn, NO_FEEDERS),
      redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [arn] }),
      tags: tagsOf(deadName, props.tags),
    });
    const queue = new SqsQueue(this, "queue", {
      ...common,
      name,
      visibilityTimeoutSeconds: props.visibilityTimeoutSeconds,
      messageRetentionSeconds: props.retentionSeconds,
      policy: queuePolicy(account, arn, props.feeders ?? NO_FEEDERS),
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: props.maxReceives }),
      tags: tagsOf(name, props.tags),
    });
    this.arn = queue.arn;
  }
}

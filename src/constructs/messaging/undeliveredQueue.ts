import { SqsQueue } from "@cdktn/provider-aws/lib/sqs-queue/index.js";
import type { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { sqsArn } from "./names.ts";
import { type QueueFeeders, queuePolicy } from "./queuePolicy.ts";
import { DATA_KEY_SECONDS, LONGEST_RETENTION_SECONDS } from "./queueSettings.ts";

/**
 * A queue for what a topic or the event bus could not deliver: child `undelivered` of `scope`. The alarm `undelivered`
 * watches all of a region's (`undeliveredAlarms`).
 */
export function undeliveredQueue(
  scope: Construct,
  props: {
    readonly naming: Naming;
    readonly region: string;
    /** Name in SQS. */
    readonly name: string;
    readonly fifo: boolean;
    readonly keyArn: string;
    readonly feeders: QueueFeeders;
    readonly tags: OwnerTags;
  },
): SqsQueue {
  const { naming, region, name } = props;
  return new SqsQueue(scope, "undelivered", {
    name,
    ...(props.fifo ? { fifoQueue: true } : {}),
    kmsMasterKeyId: props.keyArn,
    kmsDataKeyReusePeriodSeconds: DATA_KEY_SECONDS,
    messageRetentionSeconds: LONGEST_RETENTION_SECONDS,
    policy: queuePolicy(naming.account, sqsArn(naming, name, region), props.feeders),
    tags: tagsOf(name, props.tags),
  });
}

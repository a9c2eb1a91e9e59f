import { LambdaEventSourceMapping } from "@cdktn/provider-aws/lib/lambda-event-source-mapping/index.js";
import { Construct } from "constructs";
import { type MessageName, queueArn } from "../messaging/names.ts";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { liveArn } from "./names.ts";

export interface QueueTriggerProps {
  readonly naming: Naming;
  /** Region of the queue and of the function. */
  readonly region: string;
  /** Queue whose messages start it. */
  readonly queue: MessageName;
  /** Function that they start, by its name in the configuration. */
  readonly function: string;
  /** Messages that one run gets at most, 1 to 10,000, of a FIFO queue 10. */
  readonly batch: number;
  /** Seconds for which messages are gathered, 0 to 300. 0 for a FIFO queue. */
  readonly windowSeconds: number;
  /**
   * Runs that the queue has going at a time, 2 to 1000.
   * @default as many as the function may have
   */
  readonly atOnce?: number;
  readonly tags: OwnerTags;
}

/**
 * Messages of a queue that start a function's alias `live`. Lambda takes them with the function's own role, and deletes
 * those that the function did not name as failed. What fails to the end is the queue's to keep, among its dead letters.
 *
 * Each region's queue starts the same region's function, at all times: there is nothing to move in a failover.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html, read November 2026.
 */
export class QueueTrigger extends Construct {
  constructor(scope: Construct, id: string, props: QueueTriggerProps) {
    super(scope, id);
    const { naming, region } = props;
    new LambdaEventSourceMapping(this, "mapping", {
      eventSourceArn: queueArn(naming, props.queue, region),
      functionName: liveArn(naming, props.function, region),
      batchSize: props.batch,
      maximumBatchingWindowInSeconds: props.windowSeconds,
      functionResponseTypes: ["ReportBatchItemFailures"],
      ...(props.atOnce === undefined ? {} : { scalingConfig: { maximumConcurrency: props.atOnce } }),
      tags: tagsOf(nameOf(naming, `${props.function}-${props.queue.name}`), props.tags),
    });
  }
}

import type { AlertSeverity } from "../alertTopics.ts";
import type { AlarmDefinition, WatchedResource } from "./alarm.ts";

/** A queue of this region and its dead-letter queue. */
export interface QueueWatch {
  /** As configured: `fulfilment`. */
  readonly queue: string;
  /** Name in SQS. */
  readonly queueName: string;
  /** Name in SQS of the queue for what nobody could do. */
  readonly deadLetterName: string;
  /** Seconds for which a message that was taken is hidden. */
  readonly visibilityTimeoutSeconds: number;
  /** Whether nobody can buy while its messages are not done. */
  readonly critical: boolean;
}

/** A queue that takes what a topic or an event bus could not deliver. */
export interface UndeliveredWatch {
  /** What could not deliver, `events` or a topic. */
  readonly from: string;
  /** Name in SQS. */
  readonly queueName: string;
}

/** A message that waits longer than a quarter of an hour, or than all its tries take, is not being worked on. */
const LEAST_AGE_SECONDS = 900;
/** Tries that a message may need on a bad day before its age says anything. */
const TRIES = 5;

/**
 * SQS sends metrics while a queue is in use, and stops some hours after: silence is an empty queue.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function queueAlarms(watch: QueueWatch): WatchedResource {
  const severity = watch.critical ? "critical" : "warning";
  return {
    title: `Queue ${watch.queue}`,
    alarms: [
      {
        name: `queue-${watch.queue}-age`,
        severity,
        meaning:
          "Messages wait and are not taken: look at the receivers, whether they run and what they wait for.",
        watch: metric(watch.queueName, "ApproximateAgeOfOldestMessage"),
        sounds: "above",
        threshold: Math.max(LEAST_AGE_SECONDS, watch.visibilityTimeoutSeconds * TRIES),
        unit: "s",
        periodSeconds: 60,
        periods: 5,
        silence: "fine",
      },
      filled(
        `queue-${watch.queue}-dead`,
        watch.deadLetterName,
        severity,
        "A message was given up. Read it and the receiver's log, mend the cause, then start the redrive to its queue.",
      ),
    ],
  };
}

/** What topics and the event bus of a region could not deliver. */
export function undeliveredAlarms(watches: readonly UndeliveredWatch[]): WatchedResource {
  return {
    title: "Undelivered messages",
    alarms: watches.map(({ from, queueName }) =>
      filled(
        `undelivered-${from}`,
        queueName,
        "warning",
        `What ${from} could not deliver: the attributes of each message name its error. Mend policy, key or queue, then send it again.`,
      ),
    ),
  };
}

function filled(name: string, queueName: string, severity: AlertSeverity, meaning: string): AlarmDefinition {
  return {
    name,
    severity,
    meaning,
    watch: metric(queueName, "ApproximateNumberOfMessagesVisible"),
    sounds: "above",
    threshold: 0,
    unit: "messages",
    periodSeconds: 60,
    periods: 1,
    silence: "fine",
  };
}

function metric(queueName: string, name: string) {
  return { namespace: "AWS/SQS", name, statistic: "Maximum", dimensions: { QueueName: queueName } };
}

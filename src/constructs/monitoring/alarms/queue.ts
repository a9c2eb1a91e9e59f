import type { AlertSeverity } from "../alertTopics.ts";
import type { AlarmDefinition, WatchedResource } from "./alarm.ts";
import { together } from "./together.ts";

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

/** A queue that takes what could not be delivered, or failed to the end. */
export interface UndeliveredWatch {
  /** What could not deliver: `events`, a topic, or `runs` of rules, schedules and functions. */
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
export function queueAlarms(watches: readonly QueueWatch[]): WatchedResource {
  const critical = watches.filter((watch) => watch.critical);
  const others = watches.filter((watch) => !watch.critical);
  return {
    title: "Queues",
    alarms: [
      ...together("queues-critical-late", critical.map(late)),
      ...together("queues-critical-dead", critical.map(dead)),
      ...together("queues-late", others.map(late)),
      ...together("queues-dead", others.map(dead)),
    ],
  };
}

function late(watch: QueueWatch): AlarmDefinition {
  return {
    name: `queue-${watch.queue}-age`,
    severity: severityOf(watch),
    meaning:
      "Messages wait and are not taken: look at the receivers, whether they run and what they wait for.",
    watch: metric(watch.queueName, "ApproximateAgeOfOldestMessage"),
    sounds: "above",
    threshold: Math.max(LEAST_AGE_SECONDS, watch.visibilityTimeoutSeconds * TRIES),
    unit: "s",
    periodSeconds: 60,
    periods: 5,
    silence: "fine",
  };
}

function dead(watch: QueueWatch): AlarmDefinition {
  return filled(
    `queue-${watch.queue}-dead`,
    watch.deadLetterName,
    severityOf(watch),
    "A message was given up. Read it and the receiver's log, mend the cause, then start the redrive to its queue.",
  );
}

function severityOf({ critical }: QueueWatch): AlertSeverity {
  return critical ? "critical" : "warning";
}

/**
 * What topics, the event bus, rules, schedules and functions of a region could not deliver or finish; and events that
 * are lost, since not even the queue for them could be reached.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html, November 2026.
 */
export function undeliveredAlarms(
  watches: readonly UndeliveredWatch[],
  { rules }: { readonly rules: boolean },
): WatchedResource {
  return {
    title: "Undelivered messages",
    alarms: [
      ...together(
        "undelivered",
        watches.map(({ from, queueName }) =>
          filled(
            `undelivered-${from}`,
            queueName,
            "warning",
            "Something could not be delivered: the attributes of each message name its error. Mend policy, key or queue, then send it again.",
          ),
        ),
      ),
      ...(rules ? [lost()] : []),
    ],
  };
}

function lost(): AlarmDefinition {
  return {
    name: "undelivered-lost",
    severity: "critical",
    meaning:
      "A rule of EventBridge could reach neither its target nor the queue for what is undelivered: these events are gone, unless the bus archives them. Look at the queue's policy and at its key.",
    watch: {
      label: "Events lost",
      query:
        'SELECT SUM(InvocationsFailedToBeSentToDlq) FROM "AWS/Events" GROUP BY RuleName ORDER BY SUM() DESC',
    },
    sounds: "above",
    threshold: 0,
    unit: "events",
    periodSeconds: 60,
    periods: 1,
    silence: "fine",
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

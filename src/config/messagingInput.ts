import type { DataClass } from "./dataClass.ts";

/** What services tell each other without waiting for an answer: queues, topics, events. */

/**
 * Work that waits until somebody takes it. There is one queue of the name in every region of its homes, recovery
 * regions included. Nothing is copied between them: what waits in a lost region waits until the region is back, and
 * is then delivered, so whoever receives must be able to do the same message twice.
 */
export interface QueueInput {
  /** Kebab-case, at most 20 characters. */
  readonly name: string;
  /** The most sensitive data that its messages hold. Cardholder data are refused: send their reference. */
  readonly data: DataClass;
  /** Services and functions that put messages in. @default none: topics and events fill it */
  readonly senders?: readonly string[];
  /** Services that take messages out. A function says so itself, under its `queues`. @default none */
  readonly receivers?: readonly string[];
  /** Keeps the order within a message group and drops repetitions, at less throughput. @default false */
  readonly fifo?: boolean;
  /**
   * How long a message that was taken is hidden from others, up to 12h. Longer than the work on it takes, or it is
   * done twice. @default "1m"
   */
  readonly visibilityTimeout?: string;
  /** How long a message waits to be taken, 1m to 10d. @default "4d" */
  readonly retention?: string;
  /** How often a message is taken in vain before it goes to the dead-letter queue, 1 to 1000. @default 5 */
  readonly maxReceives?: number;
  /** Names of the homes in which it is. @default every home */
  readonly homes?: readonly string[];
}

/** One message to several queues of the same region, each of which gets a copy. */
export interface TopicInput {
  /** Kebab-case, at most 20 characters. */
  readonly name: string;
  /** The most sensitive data that its messages hold. Cardholder data are refused: send their reference. */
  readonly data: DataClass;
  /** Services and functions that publish. */
  readonly publishers: readonly string[];
  /** The queues that get a copy. The topic is in every region that has one of them. */
  readonly subscriptions: readonly SubscriptionInput[];
  /** Keeps the order within a message group. Its queues may be either, a standard topic's may not be. @default false */
  readonly fifo?: boolean;
}

/** A queue that a topic fills. */
export interface SubscriptionInput {
  /** Name of the queue. */
  readonly queue: string;
  /**
   * Which messages: each named attribute of the message must have one of the values. At most 5 attributes, and 150
   * combinations of their values. @default all of them
   */
  readonly filter?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Facts that services make known: an event bus in every region, with rules that put events into queues, start
 * functions and carry them to other regions, and an archive from which they can be played again.
 */
export interface EventsInput {
  /** Everything that may be published. Anything else is refused. */
  readonly types: readonly EventTypeInput[];
  /** Days for which each region keeps what came to its bus, 1 to 365. @default 30 */
  readonly archiveDays?: number;
}

/** One kind of event. Its `source` is the platform's name and the publisher's: `shop.orders`. */
export interface EventTypeInput {
  /** Its `detail-type`: letters and digits, beginning with a capital: `OrderPlaced`. */
  readonly name: string;
  /** The most sensitive data that it holds. Cardholder data are refused: send their reference. */
  readonly data: DataClass;
  /** Services and functions that publish it. */
  readonly publishers: readonly string[];
  /** Names of the queues that get it, at most 5. @default none */
  readonly queues?: readonly string[];
  /**
   * Names of the functions that it starts, at most 5, in the regions that run services. EventBridge asks for a run and
   * does not wait for it: what fails three times is kept in the region's queue of undelivered events. @default none
   */
  readonly functions?: readonly string[];
  /**
   * How far it is carried: not out of its `region`, to the other regions of its `home`, or to every region
   * (`global`, which personal data are refused). @default "home"
   */
  readonly reach?: "region" | "home" | "global";
  /**
   * What becomes of it where it was carried to. `kept`: it is archived, and goes to queues and functions there only when it
   * is played again, after the loss of the region that it was published in. `delivered`: it goes to those of
   * every region that it reaches, each of which does its own work with it. @default "kept"
   */
  readonly elsewhere?: "kept" | "delivered";
}

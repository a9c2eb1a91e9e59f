import type { DataClass } from "./dataClass.ts";

/** A queue as one environment holds it: one of the name in each region. */
export interface PlacedQueue {
  readonly name: string;
  readonly data: DataClass;
  /** Services and functions that send of their own accord; topics and events fill it besides. */
  readonly senders: readonly string[];
  /** Services, then functions. */
  readonly receivers: readonly string[];
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly maxReceives: number;
  /** In the order of the environment's. */
  readonly regions: readonly string[];
}

/** A topic as one environment holds it: one of the name in each region that has a queue of its. */
export interface PlacedTopic {
  readonly name: string;
  readonly data: DataClass;
  readonly publishers: readonly string[];
  readonly fifo: boolean;
  readonly subscriptions: readonly Subscription[];
  readonly regions: readonly string[];
}

export interface Subscription {
  /** Name of the queue. */
  readonly queue: string;
  /** Attributes with the values of which a message must have one. */
  readonly filter?: Readonly<Record<string, readonly string[]>>;
}

/** What is published on the buses, of which every region of an environment has one. */
export interface Events {
  readonly types: readonly EventType[];
  readonly archiveDays: number;
}

/** One kind of event. */
export interface EventType {
  /** Its `detail-type`. */
  readonly name: string;
  readonly data: DataClass;
  readonly publishers: readonly string[];
  /** Names of the queues that get it. */
  readonly queues: readonly string[];
  /** Names of the functions that it starts. */
  readonly functions: readonly string[];
  readonly reach: "region" | "home" | "global";
  readonly elsewhere: "kept" | "delivered";
}

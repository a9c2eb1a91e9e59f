import { type Naming, nameOf } from "../naming.ts";

/** A queue or a topic, as far as its name goes: AWS wants `.fifo` at the end of those that keep an order. */
export interface MessageName {
  /** As configured: `fulfilment`. */
  readonly name: string;
  /** Whether it keeps the order within a message group. */
  readonly fifo: boolean;
}

function named(naming: Naming, thing: string, fifo: boolean): string {
  return `${nameOf(naming, thing)}${fifo ? ".fifo" : ""}`;
}

/** Name of a queue, the same in every region. At most 80 characters. */
export function queueName(naming: Naming, queue: MessageName): string {
  return named(naming, queue.name, queue.fifo);
}

/** Name of the queue that takes what was received in vain too often. Of the same kind, as AWS asks. */
export function deadLetterName(naming: Naming, queue: MessageName): string {
  return named(naming, `${queue.name}-dead`, queue.fifo);
}

/** ARN of a queue, for policies and targets that speak of it before it exists. */
export function queueArn(naming: Naming, queue: MessageName, region: string): string {
  return sqsArn(naming, queueName(naming, queue), region);
}

/** ARN of the queue of a name of ours. */
export function sqsArn(naming: Naming, name: string, region: string): string {
  return `arn:aws:sqs:${region}:${naming.account}:${name}`;
}

/** Name of the queue that takes what a topic, or the event bus (`events`), could not deliver. */
export function undeliveredName(naming: Naming, from: string, fifo: boolean): string {
  return named(naming, `${from}-undelivered`, fifo);
}

/** Name of a topic, the same in every region. */
export function topicName(naming: Naming, topic: MessageName): string {
  return named(naming, topic.name, topic.fifo);
}

/** ARN of a topic, for policies that speak of it before it exists. */
export function topicArn(naming: Naming, topic: MessageName, region: string): string {
  return `arn:aws:sns:${region}:${naming.account}:${topicName(naming, topic)}`;
}

/** Name of the event bus, the same in every region. */
export function busName(naming: Naming): string {
  return nameOf(naming, "events");
}

/** ARN of a region's event bus: how other regions' rules speak of it. */
export function busArn(naming: Naming, region: string): string {
  return `arn:aws:events:${region}:${naming.account}:event-bus/${busName(naming)}`;
}

/** ARN of a rule on a region's event bus. */
export function ruleArn(naming: Naming, rule: string, region: string): string {
  return `arn:aws:events:${region}:${naming.account}:rule/${busName(naming)}/${rule}`;
}

/** Name of the rule that carries events to another region. */
export function routeName(region: string): string {
  return `to-${region}`;
}

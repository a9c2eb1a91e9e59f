import { type Naming, nameOf } from "../naming.ts";

/** A queue or a topic, as far as its name goes: AWS wants `.fifo` at the end of those that keep an order. */
export interface MessageName {
  /** As configured: `fulfilment`. */
  readonly name: string;
  /** Whether it keeps the order within a message group. */
  readonly fifo: boolean;
}

function sqsName(naming: Naming, thing: string, fifo: boolean): string {
  return `${nameOf(naming, thing)}${fifo ? ".fifo" : ""}`;
}

/** Name of a queue, the same in every region. At most 80 characters. */
export function queueName(naming: Naming, queue: MessageName): string {
  return sqsName(naming, queue.name, queue.fifo);
}

/** Name of the queue that takes what was received in vain too often. Of the same kind, as AWS asks. */
export function deadLetterName(naming: Naming, queue: MessageName): string {
  return sqsName(naming, `${queue.name}-dead`, queue.fifo);
}

/** ARN of a queue, for policies and targets that speak of it before it exists. */
export function queueArn(naming: Naming, queue: MessageName, region: string): string {
  return sqsArn(naming, queueName(naming, queue), region);
}

/** ARN of the queue of a name of ours. */
export function sqsArn(naming: Naming, name: string, region: string): string {
  return `arn:aws:sqs:${region}:${naming.account}:${name}`;
}

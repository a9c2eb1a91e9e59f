import type { Draft, Located } from "../draft.ts";
import type { DataClass } from "../input.ts";

/** A name where it stands. */
export type Listed = Located<string>;

/** Names that queues, topics and events speak of. */
export function listed(draft: Draft): {
  /** Of services and functions that send or publish. */
  readonly participants: readonly Listed[];
  /** Of services that receive. */
  readonly receivers: readonly Listed[];
  /** Of functions that events start. */
  readonly functions: readonly Listed[];
  /** Of queues that topics and events fill, and that functions take from. */
  readonly queues: readonly Listed[];
  /** Each list in which a name should stand once. */
  readonly lists: readonly (readonly Listed[])[];
} {
  const types = (draft.events?.types ?? []).map((value, index) => ({
    where: `events.types[${index}]`,
    value,
  }));
  const participants = [
    ...draft.queues.map(({ where, value }) => list(`${where}.senders`, value.senders)),
    ...[...draft.topics, ...types].map(({ where, value }) => list(`${where}.publishers`, value.publishers)),
  ];
  const queues = [
    ...draft.topics.map(({ where, value }) =>
      value.subscriptions.map(({ queue }, index) => ({
        where: `${where}.subscriptions[${index}].queue`,
        value: queue,
      })),
    ),
    ...types.map(({ where, value }) => list(`${where}.queues`, value.queues)),
    ...draft.functions.map(({ where, value }) =>
      value.queues.map(({ queue }, index) => ({ where: `${where}.queues[${index}].queue`, value: queue })),
    ),
  ];
  const receivers = draft.queues.map(({ where, value }) => list(`${where}.receivers`, value.receivers));
  const functions = types.map(({ where, value }) => list(`${where}.functions`, value.functions));
  return {
    participants: participants.flat(),
    receivers: receivers.flat(),
    functions: functions.flat(),
    queues: queues.flat(),
    lists: [...participants, ...receivers, ...functions, ...queues],
  };
}

/** Where a queue is filled by a topic or an event, and by what. */
export function queueUses(
  draft: Draft,
  queue: string,
): readonly Located<{
  readonly kind: "topic" | "event";
  readonly data: DataClass;
  readonly fifo: boolean;
}>[] {
  const topics = draft.topics.flatMap(({ where, value: { data, fifo, subscriptions } }) =>
    subscriptions.flatMap((subscription, index) =>
      subscription.queue === queue
        ? [{ where: `${where}.subscriptions[${index}].queue`, value: { kind: "topic" as const, data, fifo } }]
        : [],
    ),
  );
  const events = (draft.events?.types ?? []).flatMap(({ data, queues }, type) =>
    list(`events.types[${type}].queues`, queues)
      .filter(({ value }) => value === queue)
      .map(({ where }) => ({ where, value: { kind: "event" as const, data, fifo: false } })),
  );
  return [...topics, ...events];
}

function list(where: string, values: readonly string[]): readonly Listed[] {
  return values.map((value, index) => ({ where: `${where}[${index}]`, value }));
}

import type { Draft, DraftHome } from "./draft.ts";
import type { Events, PlacedQueue, PlacedTopic } from "./placedMessaging.ts";
import { regionsOf } from "./placement.ts";

/** Queues and topics that an environment with these regions has. A queue or topic without a region is left out. */
export function messagingOf(
  draft: Draft,
  present: readonly string[],
): {
  readonly queues: readonly PlacedQueue[];
  readonly topics: readonly PlacedTopic[];
  readonly events?: Events;
} {
  const homes = draft.homes.map(({ value }) => value);
  const queues = draft.queues
    .map(({ value: { homes: named, visibilityTimeout, retention, ...queue } }): PlacedQueue => {
      const inside = new Set(homesOf(homes, named).flatMap(regionsOf));
      return {
        ...queue,
        receivers: [...queue.receivers, ...functionsOn(draft, queue.name)],
        visibilityTimeoutSeconds: visibilityTimeout / 1000,
        retentionSeconds: retention / 1000,
        regions: present.filter((region) => inside.has(region)),
      };
    })
    .filter(({ regions }) => regions.length > 0);
  const topics = draft.topics
    .map(({ value: { subscriptions, ...topic } }): PlacedTopic => {
      const fed = queues.filter(({ name }) => subscriptions.some(({ queue }) => queue === name));
      return {
        ...topic,
        subscriptions: subscriptions.map(({ queue, filter }) => ({
          queue,
          ...(filter === undefined ? {} : { filter }),
        })),
        regions: present.filter((region) => fed.some((queue) => queue.regions.includes(region))),
      };
    })
    .filter(({ regions }) => regions.length > 0);
  return { queues, topics, ...(draft.events === undefined ? {} : { events: draft.events }) };
}

/** Functions that take messages from a queue. */
function functionsOn(draft: Draft, queue: string): readonly string[] {
  return draft.functions
    .filter(({ value }) => value.queues.some((each) => each.queue === queue))
    .map(({ value }) => value.name);
}

function homesOf(homes: readonly DraftHome[], named: readonly string[] | undefined): readonly DraftHome[] {
  return named === undefined ? homes : homes.filter(({ name }) => named.includes(name));
}

import type { Environment, EventType, PlacedQueue } from "../config/index.ts";
import { eventSource, type MessageGrants, type QueueGrant } from "../constructs/index.ts";
import type { EnvironmentContext } from "./environmentStack.ts";
import { keyPurpose } from "./facts.ts";

/** What a service or a function may do with queues, topics and events, in every region that has them. */
export function messageGrantsOf(
  { platform, environment }: EnvironmentContext,
  participant: string,
): MessageGrants {
  const published = (environment.events?.types ?? []).filter((type) => publishes(type, participant));
  return {
    queues: environment.queues.flatMap((queue) => [
      ...(queue.senders.includes(participant) ? [queueGrant(environment, queue, "send")] : []),
      ...(queue.receivers.includes(participant) ? [queueGrant(environment, queue, "receive")] : []),
    ]),
    topics: environment.topics
      .filter(({ publishers }) => publishers.includes(participant))
      .map(({ name, fifo, regions }) => ({
        name,
        fifo,
        regions,
        keyPurposes: homeKeys(environment, regions),
      })),
    ...(published.length === 0
      ? {}
      : {
          events: {
            source: eventSource(platform.name, participant),
            kinds: published.map(({ name }) => name),
            regions: environment.regions.map(({ name }) => name),
          },
        }),
  };
}

function publishes({ publishers }: EventType, participant: string): boolean {
  return publishers.includes(participant);
}

function queueGrant(environment: Environment, queue: PlacedQueue, access: QueueGrant["access"]): QueueGrant {
  const { name, fifo, regions } = queue;
  return { access, name, fifo, regions, keyPurposes: homeKeys(environment, regions) };
}

/** Purposes of the keys of the homes that the regions belong to. */
function homeKeys(environment: Environment, regions: readonly string[]): readonly string[] {
  const homes = environment.regions.filter(({ name }) => regions.includes(name)).map(({ home }) => home);
  return [...new Set(homes)].map(keyPurpose);
}

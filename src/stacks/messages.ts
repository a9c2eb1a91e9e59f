import type { Environment, PlacedQueue } from "../config/index.ts";
import {
  deadLetterName,
  MessageQueue,
  type OwnerTags,
  type QueueGrant,
  queueAlarms,
  queueName,
  type WatchedResource,
} from "../constructs/index.ts";
import type { EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import { keyPurpose } from "./facts.ts";
import { keyOf, type RegionContext } from "./regionStack.ts";

/** This region's queues. They stand with its data: what waits in them is data until it is done. */
export function messages(stack: EnvironmentStack, context: RegionContext): void {
  const { region } = context;
  for (const queue of queuesIn(context)) {
    new MessageQueue(stack, `queue-${queue.name}`, {
      naming: stack.naming,
      region: region.name,
      name: queue.name,
      fifo: queue.fifo,
      keyArn: keyOf(stack, context, region.name),
      visibilityTimeoutSeconds: queue.visibilityTimeoutSeconds,
      retentionSeconds: queue.retentionSeconds,
      maxReceives: queue.maxReceives,
      tags: messageTags(context, queue.name, queue.data, queue.receivers),
    });
  }
}

/** Alarms over this region's queues. */
export function watchedMessages(stack: EnvironmentStack, context: RegionContext): readonly WatchedResource[] {
  const { services } = context.platform;
  return queuesIn(context).map((queue) =>
    queueAlarms({
      queue: queue.name,
      queueName: queueName(stack.naming, queue),
      deadLetterName: deadLetterName(stack.naming, queue),
      visibilityTimeoutSeconds: queue.visibilityTimeoutSeconds,
      critical: services.some(({ name, critical }) => critical && queue.receivers.includes(name)),
    }),
  );
}

/** What a service or a function may do with queues, in every region that has them. */
export function queueGrantsOf(
  { environment }: EnvironmentContext,
  participant: string,
): readonly QueueGrant[] {
  const grant = (queue: PlacedQueue, access: QueueGrant["access"]): QueueGrant => ({
    access,
    name: queue.name,
    fifo: queue.fifo,
    regions: queue.regions,
    keyPurposes: homeKeys(environment, queue.regions),
  });
  return environment.queues.flatMap((queue) => [
    ...(queue.senders.includes(participant) ? [grant(queue, "send")] : []),
    ...(queue.receivers.includes(participant) ? [grant(queue, "receive")] : []),
  ]);
}

function queuesIn({ environment, region }: RegionContext): readonly PlacedQueue[] {
  return environment.queues.filter(({ regions }) => regions.includes(region.name));
}

/** Purposes of the keys of the homes that the regions belong to. */
function homeKeys(environment: Environment, regions: readonly string[]): readonly string[] {
  const homes = environment.regions.filter(({ name }) => regions.includes(name)).map(({ home }) => home);
  return [...new Set(homes)].map(keyPurpose);
}

/** What carries messages belongs to the only service that takes them, or to the platform when several do. */
function messageTags(
  { platform }: RegionContext,
  name: string,
  dataClass: string,
  takers: readonly string[],
): OwnerTags {
  const users = platform.services.filter((service) => takers.includes(service.name));
  const [only] = users;
  return {
    service: users.length === 1 && only !== undefined ? only.name : name,
    owner: only?.owner ?? platform.owner,
    costCentre: only?.costCentre ?? platform.costCentre,
    dataClass,
  };
}

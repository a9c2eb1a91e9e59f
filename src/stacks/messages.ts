import type { Environment, EnvironmentRegion, EventType, PlacedQueue, PlacedTopic } from "../config/index.ts";
import {
  deadLetterName,
  EventBus,
  type EventKind,
  EventRoutes,
  eventRouteRoleArn,
  eventSource,
  functionRoleArn,
  MessageQueue,
  MessageTopic,
  type Naming,
  type OwnerTags,
  podRoleArn,
  type QueueFeeders,
  queueAlarms,
  queueName,
  routeName,
  ruleArn,
  topicArn,
  undeliveredAlarms,
  undeliveredName,
  type WatchedResource,
} from "../constructs/index.ts";
import type { EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import { keyOf, type RegionContext } from "./regionStack.ts";
import { eventDriven, undeliveredRuns } from "./serverlessFacts.ts";

/** This region's queues, topics and event bus. They stand with its data: what waits in them is data until it is done. */
export function messages(stack: EnvironmentStack, context: RegionContext): void {
  const { naming } = stack;
  const region = context.region.name;
  const common = { naming, region, keyArn: keyOf(stack, context, region) };
  const arns = new Map<string, string>();
  for (const queue of queuesIn(context)) {
    const { arn } = new MessageQueue(stack, `queue-${queue.name}`, {
      ...common,
      name: queue.name,
      fifo: queue.fifo,
      visibilityTimeoutSeconds: queue.visibilityTimeoutSeconds,
      retentionSeconds: queue.retentionSeconds,
      maxReceives: queue.maxReceives,
      feeders: feedersOf(naming, context, queue),
      tags: messageTags(context, queue.name, queue.data, queue.receivers),
    });
    arns.set(queue.name, arn);
  }
  for (const topic of topicsIn(context)) {
    new MessageTopic(stack, `topic-${topic.name}`, {
      ...common,
      name: topic.name,
      fifo: topic.fifo,
      subscriptions: topic.subscriptions.flatMap(({ queue, filter }) => {
        const queueArn = arns.get(queue);
        return queueArn === undefined ? [] : { queue, queueArn, ...(filter === undefined ? {} : { filter }) };
      }),
      tags: messageTags(context, topic.name, topic.data, topic.publishers),
    });
  }
  const { events } = context.environment;
  if (events === undefined) return;
  new EventBus(stack, "events", {
    ...common,
    deliveries: deliveriesIn(context).map(({ queues, ...kind }) => ({
      ...kind,
      queues: queues.flatMap((name) => {
        const arn = arns.get(name);
        return arn === undefined ? [] : { name, arn };
      }),
    })),
    routes: routesFrom(context).map(({ to }) => routeName(to)),
    publisherRoleArns: [
      ...publishersOf(events.types).map((publisher) => roleOf(context, naming, publisher)),
      ...(context.environment.regions.length > 1 ? [eventRouteRoleArn(naming)] : []),
    ],
    archiveDays: events.archiveDays,
    tags: stack.tags,
  });
}

/** What is published here and carried to other regions, whose buses are there already. */
export function eventRoutes(stack: EnvironmentStack, context: RegionContext): void {
  const routes = routesFrom(context);
  if (routes.length === 0) return;
  new EventRoutes(stack, "events", {
    naming: stack.naming,
    region: context.region.name,
    routes,
    roleArn: eventRouteRoleArn(stack.naming),
    tags: stack.tags,
  });
}

/** Alarms over this region's queues, and over what could not be delivered, be it by topic, bus, rule or schedule. */
export function watchedMessages(stack: EnvironmentStack, context: RegionContext): readonly WatchedResource[] {
  const { naming } = stack;
  const { services, serverless } = context.platform;
  const takers = [...services, ...serverless.functions];
  const queues = queuesIn(context).map((queue) => ({
    queue: queue.name,
    queueName: queueName(naming, queue),
    deadLetterName: deadLetterName(naming, queue),
    visibilityTimeoutSeconds: queue.visibilityTimeoutSeconds,
    critical: takers.some(({ name, critical }) => critical && queue.receivers.includes(name)),
  }));
  const runs = undeliveredRuns(naming, context);
  const undelivered = [
    ...topicsIn(context).map(({ name, fifo }) => ({
      from: name,
      queueName: undeliveredName(naming, name, fifo),
    })),
    ...(context.environment.events === undefined
      ? []
      : [{ from: "events", queueName: undeliveredName(naming, "events", false) }]),
    ...(runs === undefined ? [] : [{ from: "runs", queueName: runs }]),
  ];
  const rules =
    deliveriesIn(context).length > 0 || (runs !== undefined && eventDriven(context.platform).length > 0);
  return [
    ...(queues.length === 0 ? [] : [queueAlarms(queues)]),
    ...(undelivered.length === 0 ? [] : [undeliveredAlarms(undelivered, { rules })]),
  ];
}

/**
 * Endpoints by which the region's pods reach what carries messages, in production: with them a NAT gateway that is
 * down or overloaded in a failover holds no order back. Elsewhere the NAT gateway will do.
 */
export function messageEndpoints(context: RegionContext): readonly string[] {
  const { environment, region } = context;
  if (!environment.production || region.cluster === "none") return [];
  return [
    ...(environment.events === undefined ? [] : ["events"]),
    ...(topicsIn(context).length === 0 ? [] : ["sns"]),
    ...(queuesIn(context).length === 0 ? [] : ["sqs"]),
  ];
}

/** AWS services that put messages into queues and topics sealed with the key of a home. */
export function messagePublishers({ topics }: Environment): readonly string[] {
  return topics.length === 0 ? [] : ["sns.amazonaws.com"];
}

/** Queues that the region has. */
export function queuesIn({ environment, region }: RegionContext): readonly PlacedQueue[] {
  return environment.queues.filter(({ regions }) => regions.includes(region.name));
}

function topicsIn({ environment, region }: RegionContext): readonly PlacedTopic[] {
  return environment.topics.filter(({ regions }) => regions.includes(region.name));
}

/** Topics and rules of this region that fill a queue. */
function feedersOf(naming: Naming, context: RegionContext, queue: PlacedQueue): QueueFeeders {
  const region = context.region.name;
  return {
    topicArns: topicsIn(context)
      .filter(({ subscriptions }) => subscriptions.some((each) => each.queue === queue.name))
      .map((topic) => topicArn(naming, topic, region)),
    ruleArns: deliveriesIn(context)
      .filter(({ queues }) => queues.includes(queue.name))
      .map(({ name }) => ruleArn(naming, name, region)),
  };
}

/** Kinds of events that this region has a queue for, with the names of the queues. */
function deliveriesIn(context: RegionContext) {
  const here = queuesIn(context).map(({ name }) => name);
  return (context.environment.events?.types ?? [])
    .map((type) => ({
      ...kindOf(context, type),
      queues: type.queues.filter((name) => here.includes(name)),
      elsewhere: type.elsewhere,
    }))
    .filter(({ queues }) => queues.length > 0);
}

/** The other regions that get something of what is published here: of the home, or all of them. */
function routesFrom(context: RegionContext) {
  const { environment, region } = context;
  return environment.regions
    .filter((other) => other.name !== region.name)
    .map((other) => ({
      to: other.name,
      kinds: (environment.events?.types ?? [])
        .filter((type) => reaches(type, region, other))
        .map((type) => kindOf(context, type)),
    }))
    .filter(({ kinds }) => kinds.length > 0);
}

function reaches({ reach }: EventType, from: EnvironmentRegion, to: EnvironmentRegion): boolean {
  return reach === "global" || (reach === "home" && from.home === to.home);
}

/** A kind of event, as rules speak of it. */
export function kindOf({ platform }: EnvironmentContext, { name, publishers }: EventType): EventKind {
  return { name, sources: publishers.map((service) => eventSource(platform.name, service)) };
}

function publishersOf(types: readonly EventType[]): readonly string[] {
  return [...new Set(types.flatMap(({ publishers }) => publishers))].sort();
}

/** Role of a service's pods, or of a function. */
function roleOf({ platform }: EnvironmentContext, naming: Naming, participant: string): string {
  return platform.services.some(({ name }) => name === participant)
    ? podRoleArn(naming, participant)
    : functionRoleArn(naming, participant);
}

/** What carries messages belongs to the only service or function that takes them, or to the platform when several do. */
function messageTags(
  { platform }: RegionContext,
  name: string,
  dataClass: string,
  takers: readonly string[],
): OwnerTags {
  const all = [...platform.services, ...platform.serverless.functions];
  const users = all.filter(({ name }) => takers.includes(name));
  const [only] = users;
  return {
    service: users.length === 1 && only !== undefined ? only.name : name,
    owner: only?.owner ?? platform.owner,
    costCentre: only?.costCentre ?? platform.costCentre,
    dataClass,
  };
}

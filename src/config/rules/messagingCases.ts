import type { EventTypeInput, QueueInput, TopicInput } from "../messagingInput.ts";
import type { Case } from "./caseParts.ts";

const queue = (replace: Partial<QueueInput> = {}): QueueInput => ({
  name: "fulfilment",
  data: "personal",
  senders: ["checkout"],
  receivers: ["storefront"],
  ...replace,
});
const queues = (...replacements: Partial<QueueInput>[]) => ({ queues: replacements.map(queue) });
const topics = (...replacements: Partial<TopicInput>[]) => ({
  ...queues({}),
  topics: replacements.map(
    (replace): TopicInput => ({
      name: "order-changes",
      data: "internal",
      publishers: ["checkout"],
      subscriptions: [{ queue: "fulfilment" }],
      ...replace,
    }),
  ),
});
const events = (...replacements: Partial<EventTypeInput>[]) => ({
  ...queues({}),
  events: {
    types: replacements.map(
      (replace): EventTypeInput => ({
        name: "OrderPlaced",
        data: "personal",
        publishers: ["checkout"],
        ...replace,
      }),
    ),
  },
});

/** Of queues, topics and events. */
export const MESSAGING_CASES: readonly Case[] = [
  {
    code: "config/message-name-taken",
    says: "two queues of one name",
    breaks: queues({}, {}),
    where: "queues[1].name",
    keeps: queues({}, { name: "notifications" }),
  },
  {
    code: "config/message-name-taken",
    says: "two topics of one name",
    breaks: topics({}, {}),
    where: "topics[1].name",
    keeps: topics({}, { name: "fulfilment" }),
  },
  {
    code: "config/message-name-taken",
    says: "two kinds of events of one name",
    breaks: events({}, {}),
    where: "events.types[1].name",
    keeps: events({}, { name: "OrderPaid" }),
  },
  {
    code: "config/message-name-reserved",
    says: "a queue named like another's dead letters",
    breaks: queues({ name: "fulfilment-dead" }),
    where: "queues[0].name",
    keeps: queues({ name: "deadlines" }),
  },
  {
    code: "config/message-name-reserved",
    says: "a queue named like the region's own for what could not be delivered",
    breaks: queues({ name: "undelivered" }),
    where: "queues[0].name",
    keeps: queues({ name: "delivered" }),
  },
  {
    code: "config/message-name-reserved",
    says: "a topic named like those of alarms",
    breaks: topics({ name: "alerts-critical" }),
    where: "topics[0].name",
    keeps: topics({ name: "alerts" }),
  },
  {
    code: "config/unknown-participant",
    says: "a sender that is no service",
    breaks: queues({ senders: ["chekout"] }),
    where: "queues[0].senders[0]",
    keeps: queues({ senders: ["checkout"] }),
  },
  {
    code: "config/unknown-participant",
    says: "a publisher of events that is no service",
    breaks: events({ publishers: ["checkout", "billing"] }),
    where: "events.types[0].publishers[1]",
    keeps: events({ publishers: ["checkout", "storefront"] }),
  },
  {
    code: "config/unknown-queue",
    says: "a subscription of a queue that is not there",
    breaks: topics({ subscriptions: [{ queue: "fulfilment" }, { queue: "fulfillment" }] }),
    where: "topics[0].subscriptions[1].queue",
    keeps: topics({ subscriptions: [{ queue: "fulfilment" }] }),
  },
  {
    code: "config/unknown-queue",
    says: "an event for a queue that is not there",
    breaks: events({ queues: ["parcels"] }),
    where: "events.types[0].queues[0]",
    keeps: events({ queues: ["fulfilment"] }),
  },
  {
    code: "config/participant-twice",
    says: "a receiver given twice",
    breaks: queues({ receivers: ["checkout", "checkout"] }),
    where: "queues[0].receivers[1]",
    keeps: queues({ receivers: ["checkout", "storefront"] }),
  },
  {
    code: "config/queue-in-unknown-home",
    says: "a queue in a home that is none",
    breaks: queues({ homes: ["EU", "UK"] }),
    where: "queues[0].homes[1]",
    keeps: queues({ homes: ["EU", "US"] }),
  },
  {
    code: "config/queue-without-receiver",
    says: "a queue that nobody receives from",
    breaks: queues({ receivers: [] }),
    where: "queues[0].receivers",
    keeps: queues({ receivers: ["checkout"] }),
  },
  {
    code: "config/queue-without-sender",
    says: "a queue that nobody sends to",
    breaks: queues({ senders: [] }),
    where: "queues[0].senders",
    keeps: { ...events({ queues: ["fulfilment"] }), ...queues({ senders: [] }) },
  },
  {
    code: "config/cardholder-in-messages",
    says: "card numbers in a queue",
    breaks: queues({ data: "cardholder" }),
    where: "queues[0].data",
    keeps: queues({ data: "personal" }),
  },
  {
    code: "config/queue-less-sensitive",
    says: "a queue that claims less than an event puts in",
    breaks: { ...events({ queues: ["fulfilment"] }), ...queues({ data: "internal" }) },
    where: "queues[0].data",
    keeps: { ...events({ queues: ["fulfilment"], data: "internal" }), ...queues({ data: "internal" }) },
  },
  {
    code: "config/fifo-from-unordered",
    says: "a FIFO queue behind a standard topic",
    breaks: { ...topics({}), ...queues({ fifo: true }) },
    where: "topics[0].subscriptions[0].queue",
    keeps: { ...topics({ fifo: true }), ...queues({ fifo: true }) },
  },
  {
    code: "config/fifo-from-unordered",
    says: "a FIFO queue behind the event bus",
    breaks: { ...events({ queues: ["fulfilment"] }), ...queues({ fifo: true }) },
    where: "events.types[0].queues[0]",
    keeps: { ...events({ queues: ["fulfilment"] }), ...queues({ fifo: false }) },
  },
  {
    code: "config/event-outside-residency",
    says: "personal data in an event that goes everywhere",
    breaks: events({ reach: "global" }),
    where: "events.types[0].reach",
    keeps: events({ reach: "global", data: "internal" }),
  },
];

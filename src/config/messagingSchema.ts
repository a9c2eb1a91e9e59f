import { z } from "zod";
import { duration, kebab, strict, text, whole, yesOrNo } from "./form.ts";

/** The form of queues, topics and events. Every message says what would have been accepted. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Amazon SQS API Reference, SetQueueAttributes, VisibilityTimeout. */
const LONGEST_VISIBILITY_MS = 43_200_000;
/**
 * SQS keeps 14 days at most, counted for a dead letter from when it was first sent: ten days here leave four in
 * which somebody may look at it. Source: Amazon SQS Developer Guide, "Using dead-letter queues".
 */
const LONGEST_RETENTION_MS = 10 * DAY_MS;

const DATA = "public, internal, personal or cardholder";
const data = z.enum(["public", "internal", "personal", "cardholder"], DATA);
const services = z.array(text("the name of a service"), "a list of names of services");
const functionName = text("the name of a function");
const someServices = services.min(1, "a list of at least one name of a service");
const queueName = text("the name of a queue");

/** Whole seconds, in milliseconds. */
function seconds(example: string, wanted: string, least: number, most: number) {
  return duration(example, 0).refine(
    (value) => value >= least && value <= most && value % 1000 === 0,
    `${wanted}, in whole seconds, such as "${example}"`,
  );
}

export const queue = strict({
  name: kebab(2, 20, "fulfilment"),
  data,
  senders: services.default([]),
  receivers: services.default([]),
  fifo: yesOrNo.default(false),
  visibilityTimeout: seconds("1m", "a duration up to 12h", 0, LONGEST_VISIBILITY_MS).prefault("1m"),
  retention: seconds("4d", "a duration from 1m to 10d", MINUTE_MS, LONGEST_RETENTION_MS).prefault("4d"),
  maxReceives: whole(1, 1000).default(5),
  homes: z
    .array(text("the name of a home"), "a list of names of homes")
    .min(1, "a list of at least one home")
    .optional(),
});

const FILTER = 'attributes with lists of values, such as { kind: ["paid", "sent"] }';
/** Amazon SNS Developer Guide, "Filter policy constraints": five attributes, 150 combinations. */
const filter = z
  .record(
    text("the name of an attribute").regex(/^[A-Za-z0-9_.-]{1,256}$/, "letters, digits and any of _ . -"),
    z.array(text("a value"), FILTER).min(1, "a list of at least one value"),
    FILTER,
  )
  .refine((value) => Object.keys(value).length <= 5, "at most 5 attributes")
  .refine(
    (value) => Object.values(value).reduce((product, { length }) => product * length, 1) <= 150,
    "lists of values that make at most 150 combinations",
  );

export const topic = strict({
  name: kebab(2, 20, "order-changes"),
  data,
  publishers: someServices,
  subscriptions: z
    .array(strict({ queue: queueName, filter: filter.optional() }), "a list of queues")
    .min(1, "a list of at least one queue"),
  fifo: yesOrNo.default(false),
});

const EVENT_NAME = '3 to 48 letters and digits, beginning with a capital, such as "OrderPlaced"';
/** Amazon EventBridge User Guide, "Quotas": five targets for each rule. */
const TARGETS_PER_RULE = 5;
const eventType = strict({
  name: text(EVENT_NAME).regex(/^[A-Z][A-Za-z0-9]{2,47}$/, EVENT_NAME),
  data,
  publishers: someServices,
  queues: z
    .array(queueName, "a list of names of queues")
    .max(TARGETS_PER_RULE, `at most ${TARGETS_PER_RULE} queues; a topic has room for more`)
    .default([]),
  functions: z
    .array(functionName, "a list of names of functions")
    .max(TARGETS_PER_RULE, `at most ${TARGETS_PER_RULE} functions`)
    .default([]),
  reach: z.enum(["region", "home", "global"], "region, home or global").default("home"),
  elsewhere: z.enum(["kept", "delivered"], "kept or delivered").default("kept"),
});

export const events = strict({
  types: z.array(eventType, "a list of kinds of events").min(1, "a list of at least one kind of event"),
  archiveDays: whole(1, 365, "whole days").default(30),
});

export type QueueSettings = z.output<typeof queue>;
export type TopicSettings = z.output<typeof topic>;
export type EventsSettings = z.output<typeof events>;
export type EventTypeSettings = z.output<typeof eventType>;

import { type Draft, type Located, show } from "../draft.ts";
import type { DataClass } from "../input.ts";
import { nearest } from "../nearest.ts";
import { duplicates } from "./duplicates.ts";
import { type Listed, listed, queueUses } from "./messagingNames.ts";
import type { Complaint, Rule } from "./rule.ts";

const namesOnce: Rule = {
  code: "config/message-name-taken",
  check: (draft) =>
    [named(draft.queues), named(draft.topics), eventNames(draft)].flatMap((names) =>
      duplicates(names).map(({ where, value, first }) => ({
        where: `${where}.name`,
        given: show(value),
        wanted: `a name that ${first} does not have`,
        fix: `Rename ${where} or remove it.`,
      })),
    ),
};

/** What the platform makes besides each queue and each topic. */
const RESERVED = /^(?:alerts-.+|interruptions|undelivered|.+-(?:dead|undelivered))$/;

const namesOurs: Rule = {
  code: "config/message-name-reserved",
  check: (draft) =>
    [...named(draft.queues), ...named(draft.topics)]
      .filter(({ value }) => RESERVED.test(value))
      .map(({ where, value }) => ({
        where: `${where}.name`,
        given: show(value),
        wanted:
          "a name other than interruptions and undelivered that does not begin with alerts- and does not end in -dead or -undelivered: those are the platform's own",
        fix: `Rename ${where}.`,
      })),
};

const participantsExist: Rule = {
  code: "config/unknown-participant",
  check: (draft) => {
    const services = [...draft.serviceNames];
    const known = [...services, ...draft.functionNames];
    const { participants, receivers } = listed(draft);
    return [
      ...participants
        .filter(({ value }) => !known.includes(value))
        .map(({ where, value }) => ({
          where,
          given: show(value),
          wanted: `one of the services or functions: ${known.join(", ")}`,
          fix: suggestion(value, known, "service"),
        })),
      ...receivers
        .filter(({ value }) => !services.includes(value))
        .map(({ where, value }) => ({
          where,
          given: draft.functionNames.has(value) ? `${show(value)}, which is a function` : show(value),
          wanted: `one of the services: ${services.join(", ")}`,
          fix: draft.functionNames.has(value)
            ? `Take it out here, and name the queue under queues of the function ${value}.`
            : suggestion(value, services, "service"),
        })),
    ];
  },
};

const queuesExist: Rule = {
  code: "config/unknown-queue",
  check: (draft) => {
    const known = [...draft.queueNames];
    return listed(draft)
      .queues.filter(({ value }) => !known.includes(value))
      .map(({ where, value }) => ({
        where,
        given: show(value),
        wanted:
          known.length === 0 ? "no queue, as none is declared" : `one of the queues: ${known.join(", ")}`,
        fix: suggestion(value, known, "queue"),
      }));
  },
};

function suggestion(value: string, known: readonly string[], thing: string): string {
  const [near] = nearest(value, known);
  return near === undefined
    ? `Declare the ${thing}, or take it out here.`
    : `Change it to ${near}, or declare it.`;
}

const namedOnce: Rule = {
  code: "config/participant-twice",
  check: (draft) =>
    listed(draft).lists.flatMap((names) =>
      duplicates(names).map(({ where, value, first }) => ({
        where,
        given: show(value),
        wanted: `a name that does not stand at ${first} already`,
        fix: "Remove one of the two.",
      })),
    ),
};

const homesExist: Rule = {
  code: "config/queue-in-unknown-home",
  check: (draft) => {
    const known = draft.homes.map(({ value }) => value.name);
    if (!draft.homesComplete) return [];
    return draft.queues.flatMap(({ where, value }) =>
      (value.homes ?? []).flatMap((home, index) =>
        known.includes(home)
          ? []
          : {
              where: `${where}.homes[${index}]`,
              given: show(home),
              wanted: `one of the homes: ${known.join(", ")}`,
              fix: suggestion(home, known, "home"),
            },
      ),
    );
  },
};

function startsFunction(draft: Draft, queue: string): boolean {
  return draft.functions.some(({ value }) => value.queues.some((each) => each.queue === queue));
}

const received: Rule = {
  code: "config/queue-without-receiver",
  check: (draft) =>
    draft.queues
      .filter(({ value }) => value.receivers.length === 0 && !startsFunction(draft, value.name))
      .map(({ where, value }) => ({
        where: `${where}.receivers`,
        given: `nobody receives from ${value.name}`,
        wanted:
          "a service or function that takes messages out: they are thrown away after the retention otherwise",
        fix: `Add a service to ${where}.receivers, name the queue under queues of a function, or remove it.`,
      })),
};

const filled: Rule = {
  code: "config/queue-without-sender",
  check: (draft) =>
    draft.queues
      .filter(({ value }) => value.senders.length === 0 && queueUses(draft, value.name).length === 0)
      .map(({ where, value }) => ({
        where: `${where}.senders`,
        given: `nobody sends to ${value.name}`,
        wanted: "a service that sends, a topic's subscription or a kind of event",
        fix: `Add a service to ${where}.senders, subscribe the queue to a topic, or remove it.`,
      })),
};

/** PCI DSS asks that cardholder data are kept in as few places as possible (v4.0, requirement 3.2). */
const noCards: Rule = {
  code: "config/cardholder-in-messages",
  check: (draft) =>
    messages(draft)
      .filter(({ value }) => value.data === "cardholder")
      .map(({ where }) => ({
        where: `${where}.data`,
        given: '"cardholder"',
        wanted:
          "public, internal or personal: messages are copied into queues, dead-letter queues and archives",
        fix: "Keep card numbers in their store, send a reference to them, and change the class of the data.",
      })),
};

const SENSITIVITY: readonly DataClass[] = ["public", "internal", "personal", "cardholder"];

/** A queue says what its messages hold; who may receive and how it is watched follows from that. */
const carefulEnough: Rule = {
  code: "config/queue-less-sensitive",
  check: (draft) =>
    draft.queues.flatMap(({ where, value: queue }) => {
      const most = queueUses(draft, queue.name).filter(
        ({ value }) => SENSITIVITY.indexOf(value.data) > SENSITIVITY.indexOf(queue.data),
      );
      return most.slice(0, 1).map((use) => ({
        where: `${where}.data`,
        given: `${show(queue.data)}, while ${use.where} puts ${use.value.data} data in`,
        wanted: `${show(use.value.data)}, the class of the most sensitive of its messages`,
        fix: `Change ${where}.data to ${show(use.value.data)}, or take the queue out of ${use.where}.`,
      }));
    }),
};

/**
 * SNS delivers to FIFO queues from FIFO topics only; EventBridge keeps no order, which a FIFO queue is there for.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-delivery.html, read November 2026.
 */
const ordersAgree: Rule = {
  code: "config/fifo-from-unordered",
  check: (draft) =>
    draft.queues
      .filter(({ value }) => value.fifo)
      .flatMap(({ value: queue }) =>
        queueUses(draft, queue.name)
          .filter(({ value }) => !value.fifo)
          .map(
            ({ where, value }): Complaint => ({
              where,
              given: `${queue.name}, a FIFO queue, from ${value.kind === "topic" ? "a standard topic" : "the event bus"}`,
              wanted:
                value.kind === "topic"
                  ? "a standard queue, or a topic with fifo: true"
                  : "a standard queue: the event bus keeps no order",
              fix: `Remove fifo from the queue ${queue.name}, or have its senders send to it themselves.`,
            }),
          ),
      ),
};

const eventsAtHome: Rule = {
  code: "config/event-outside-residency",
  check: (draft) =>
    (draft.events?.types ?? []).flatMap((type, index) => {
      if (type.reach !== "global" || type.data === "public" || type.data === "internal") return [];
      return {
        where: `events.types[${index}].reach`,
        given: `"global" for ${type.data} data of ${type.name}, outside the declared residency`,
        wanted: '"home" or "region"',
        fix: `Remove events.types[${index}].reach, or publish a kind of event without ${type.data} data.`,
      };
    }),
};

function messages(draft: Draft): readonly Located<{ readonly data: DataClass }>[] {
  const types = (draft.events?.types ?? []).map((value, index) => ({
    where: `events.types[${index}]`,
    value,
  }));
  return [...draft.queues, ...draft.topics, ...types];
}

function named(list: readonly Located<{ readonly name: string }>[]): readonly Listed[] {
  return list.map(({ where, value }) => ({ where, value: value.name }));
}

function eventNames({ events }: Draft): readonly Listed[] {
  return (events?.types ?? []).map(({ name }, index) => ({ where: `events.types[${index}]`, value: name }));
}

export const MESSAGING_RULES: readonly Rule[] = [
  namesOnce,
  namesOurs,
  participantsExist,
  queuesExist,
  namedOnce,
  homesExist,
  received,
  filled,
  noCards,
  carefulEnough,
  ordersAgree,
  eventsAtHome,
];

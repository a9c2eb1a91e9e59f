import type { FunctionInput, QueueInput } from "../input.ts";
import type { QueueTriggerInput } from "../serverlessInput.ts";
import type { Case } from "./caseParts.ts";

/** A queue that starts a function, of which each part may be another. */
const fed = (
  trigger: Partial<QueueTriggerInput> = {},
  queue: Partial<QueueInput> = {},
  by: Partial<FunctionInput> = {},
) => ({
  queues: [
    {
      name: "fulfilment",
      data: "personal" as const,
      senders: ["checkout"],
      visibilityTimeout: "3m",
      ...queue,
    },
  ],
  functions: [{ name: "packer", queues: [{ queue: "fulfilment", ...trigger }], ...by }],
});
const heard = (functions: readonly string[]) => ({
  ...fed(),
  events: {
    types: [{ name: "OrderPlaced", data: "personal" as const, publishers: ["checkout"], functions }],
  },
});

/** Of queues and events of our own that start functions. */
export const TRIGGER_CASES: readonly Case[] = [
  {
    code: "config/unknown-function",
    says: "an event for a function that nobody declared",
    breaks: heard(["pakcer"]),
    where: "events.types[0].functions[0]",
    keeps: heard(["packer"]),
  },
  {
    code: "config/participant-twice",
    says: "an event that starts a function twice",
    breaks: heard(["packer", "packer"]),
    where: "events.types[0].functions[1]",
    keeps: heard(["packer"]),
  },
  {
    code: "config/participant-twice",
    says: "a function that takes from a queue twice",
    breaks: fed({}, {}, { queues: [{ queue: "fulfilment" }, { queue: "fulfilment", batch: 5 }] }),
    where: "functions[0].queues[1].queue",
    keeps: fed({}, {}, { queues: [{ queue: "fulfilment", batch: 5 }] }),
  },
  {
    code: "config/unknown-queue",
    says: "a function that takes from a queue that is not there",
    breaks: fed({}, { receivers: ["storefront"] }, { queues: [{ queue: "fulfillment" }] }),
    where: "functions[0].queues[0].queue",
    keeps: fed({}, { receivers: ["storefront"] }),
  },
  {
    code: "config/unknown-participant",
    says: "a function among the services that receive",
    breaks: fed({}, { receivers: ["packer"] }),
    where: "queues[0].receivers[0]",
    keeps: fed({}, { receivers: ["storefront"] }),
  },
  {
    code: "config/unknown-participant",
    says: "a sender that is neither service nor function",
    breaks: fed({}, { senders: ["pakcer"] }),
    where: "queues[0].senders[0]",
    keeps: fed({}, { senders: ["packer"] }),
  },
  {
    code: "config/queue-without-receiver",
    says: "a queue that neither a service nor a function takes from",
    breaks: fed({}, {}, { queues: [] }),
    where: "queues[0].receivers",
    keeps: fed(),
  },
  {
    code: "config/queue-seen-again-too-soon",
    says: "a queue that shows a message again before six times the function's timeout",
    breaks: fed({}, { visibilityTimeout: "179s" }),
    where: "queues[0].visibilityTimeout",
    keeps: fed({}, { visibilityTimeout: "3m" }),
  },
  {
    code: "config/queue-seen-again-too-soon",
    says: "a window that the queue was not told of",
    breaks: fed({ window: "20s" }),
    where: "queues[0].visibilityTimeout",
    keeps: fed({ window: "20s" }, { visibilityTimeout: "200s" }),
  },
  {
    code: "config/queue-gives-up-too-soon",
    says: "a queue that gives up while its function is throttled",
    breaks: fed({}, { maxReceives: 4 }),
    where: "queues[0].maxReceives",
    keeps: fed({}, { maxReceives: 5 }),
  },
  {
    code: "config/queue-batch",
    says: "a batch of eleven that nothing gathers",
    breaks: fed({ batch: 11 }),
    where: "functions[0].queues[0].batch",
    keeps: fed({ batch: 11, window: "1s" }, { visibilityTimeout: "4m" }),
  },
  {
    code: "config/queue-batch",
    says: "messages of a FIFO queue that are gathered",
    breaks: fed({ window: "1s" }, { fifo: true, visibilityTimeout: "4m" }),
    where: "functions[0].queues[0].window",
    keeps: fed({}, { fifo: true }),
  },
  {
    code: "config/queue-batch",
    says: "a batch of eleven of a FIFO queue",
    breaks: fed({ batch: 11 }, { fifo: true }),
    where: "functions[0].queues[0].batch",
    keeps: fed({ batch: 10 }, { fifo: true }),
  },
  {
    code: "config/queue-over-concurrency",
    says: "more runs for a queue than its function may have",
    breaks: fed({ atOnce: 6 }, {}, { concurrency: 5 }),
    where: "functions[0].queues[0].atOnce",
    keeps: fed({ atOnce: 5 }, {}, { concurrency: 5 }),
  },
];
